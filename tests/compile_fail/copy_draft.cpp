// Two drafts out of one.
// expect: deleted
#include "flow/texts.hpp"

using namespace countersign;

#ifdef CHEAT
Draft cheat(const Draft& draft) { return Draft(draft); }
#else
Draft honest(Draft draft) { return draft; }
#endif
