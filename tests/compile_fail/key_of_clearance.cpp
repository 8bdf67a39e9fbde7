// Making the key of the record room.
// expect: private
#include "flow/texts.hpp"

using namespace countersign;

#ifdef CHEAT
Cleared cheat() { return Cleared(Key<Clearance>(), ClearedReply{}); }
#else
const ClearedReply& honest(const Cleared& cleared) { return cleared.look(); }
#endif
