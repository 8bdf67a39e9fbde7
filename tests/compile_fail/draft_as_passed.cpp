// Handing a draft on as a passed text.
// expect: could not convert|no viable conversion
#include "flow/texts.hpp"

using namespace countersign;

#ifdef CHEAT
Passed cheat(Draft draft) { return draft; }
#else
Draft honest(Draft draft) { return draft; }
#endif
