// Taking the text out while still holding it.
// expect: discards qualifiers|rvalue|passing
#include "flow/texts.hpp"

using namespace countersign;

#ifdef CHEAT
Composed cheat(Passed& passed) { return passed.spend(); }
#else
Composed honest(Passed passed) { return std::move(passed).spend(); }
#endif
