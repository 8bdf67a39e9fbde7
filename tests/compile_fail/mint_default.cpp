// An empty Cleared out of nothing.
// expect: no matching
#include "flow/texts.hpp"

using namespace countersign;

#ifdef CHEAT
Cleared cheat() { return Cleared(); }
#else
Draft honest() { return Draft(Reply{}); }
#endif
