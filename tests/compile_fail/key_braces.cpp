// Making the gate's key with empty braces.
// expect: private
#include "flow/texts.hpp"

using namespace countersign;

#ifdef CHEAT
Passed cheat() { return Passed({}, Composed{}); }
#else
const Composed& honest(const Passed& passed) { return passed.look(); }
#endif
