// A text that the gate never saw: Passed without a key.
// expect: no matching
#include "flow/texts.hpp"

using namespace countersign;

#ifdef CHEAT
Passed cheat() { return Passed(Composed{}); }
#else
const Composed& honest(const Passed& passed) { return passed.look(); }
#endif
