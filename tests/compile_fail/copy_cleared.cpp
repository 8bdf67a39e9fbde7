// Keeping a second Cleared to send later.
// expect: deleted
#include "flow/texts.hpp"

using namespace countersign;

#ifdef CHEAT
Cleared cheat(const Cleared& cleared) { return Cleared(cleared); }
#else
Cleared honest(Cleared cleared) { return cleared; }
#endif
