// A key out of a byte, with std::bit_cast.
// expect: deleted|no matching function
#include <bit>

#include "flow/texts.hpp"

using namespace countersign;

#ifdef CHEAT
Passed cheat() { return Passed(std::bit_cast<Key<Gate>>('k'), Composed{}); }
#else
const Composed& honest(const Passed& passed) { return passed.look(); }
#endif
