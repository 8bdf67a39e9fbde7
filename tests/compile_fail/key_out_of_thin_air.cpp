// A key that was never made: a reference out of a null pointer.
// expect: deleted
#include "flow/texts.hpp"

using namespace countersign;

#ifdef CHEAT
Passed cheat() { return Passed(*static_cast<Key<Gate>*>(nullptr), Composed{}); }
#else
const Composed& honest(const Passed& passed) { return passed.look(); }
#endif
