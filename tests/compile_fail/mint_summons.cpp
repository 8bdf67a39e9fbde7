// A call to somebody on call that did not come from Telling: Summons without a key.
// expect: no matching
#include "flow/delivery/notifier.hpp"

using namespace countersign;

#ifdef CHEAT
Summons cheat() { return Summons(Summoned{}); }
#else
const Summoned& honest(const Summons& summons) { return summons.look(); }
#endif
