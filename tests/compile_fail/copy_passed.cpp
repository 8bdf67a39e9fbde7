// Two passed texts out of one.
// expect: deleted
#include "flow/texts.hpp"

using namespace countersign;

#ifdef CHEAT
Passed cheat(const Passed& passed) { return Passed(passed); }
#else
Passed honest(Passed passed) { return passed; }
#endif
