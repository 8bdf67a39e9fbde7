// Moving a lent key on.
// expect: deleted
#include "flow/texts.hpp"

using namespace countersign;

#ifdef CHEAT
Passed cheat(Key<Gate>&& lent) { return Passed(std::move(lent), Composed{}); }
#else
const Composed& honest(const Passed& passed) { return passed.look(); }
#endif
