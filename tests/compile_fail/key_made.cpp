// Making the gate's key with its constructor.
// expect: private
#include "flow/texts.hpp"

using namespace countersign;

#ifdef CHEAT
Passed cheat() { return Passed(Key<Gate>(), Composed{}); }
#else
const Composed& honest(const Passed& passed) { return passed.look(); }
#endif
