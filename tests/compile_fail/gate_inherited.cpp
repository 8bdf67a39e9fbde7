// Friendship is not inherited: a child of Gate cannot make its key.
// expect: private
#include "flow/gate.hpp"

using namespace countersign;

#ifdef CHEAT
class MyGate : public Gate {
 public:
  using Gate::Gate;
  Passed cheat() const { return Passed(Key<Gate>(), Composed{}); }
};
#else
class MyGate : public Gate {
 public:
  using Gate::Gate;
};
#endif
