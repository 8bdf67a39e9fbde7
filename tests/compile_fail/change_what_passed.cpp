// Changing the bytes after the gate looked.
// expect: discards qualifiers|has type .const
#include "flow/texts.hpp"

using namespace countersign;

#ifdef CHEAT
void cheat(Passed& passed) { passed.look().text.clear(); }
#else
const Composed& honest(const Passed& passed) { return passed.look(); }
#endif
