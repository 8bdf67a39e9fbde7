// Friendship is not inherited: a child of Clearance cannot clear.
// expect: private
#include "flow/audit/clearance.hpp"

using namespace countersign;

#ifdef CHEAT
class MyClearance : public Clearance {
 public:
  using Clearance::Clearance;
  Cleared cheat() const { return Cleared(Key<Clearance>(), ClearedReply{}); }
};
#else
class MyClearance : public Clearance {
 public:
  using Clearance::Clearance;
};
#endif
