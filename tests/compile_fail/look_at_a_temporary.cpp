// Keeping a reference into a text that is already gone.
// expect: deleted
#include "flow/texts.hpp"

using namespace countersign;

#ifdef CHEAT
const Composed& cheat(Passed passed) { return std::move(passed).look(); }
#else
const Composed& honest(const Passed& passed) { return passed.look(); }
#endif
