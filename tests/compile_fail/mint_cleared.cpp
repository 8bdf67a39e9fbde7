// A text without a durable record: Cleared without a key.
// expect: no matching
#include "flow/texts.hpp"

using namespace countersign;

#ifdef CHEAT
Cleared cheat() { return Cleared(ClearedReply{}); }
#else
const ClearedReply& honest(const Cleared& cleared) { return cleared.look(); }
#endif
