// Keeping a copy of a key that somebody lent.
// expect: deleted
#include "flow/texts.hpp"

using namespace countersign;

#ifdef CHEAT
Passed cheat(const Key<Gate>& lent) { return Passed(lent, Composed{}); }
#else
const Composed& honest(const Passed& passed) { return passed.look(); }
#endif
