// Overwriting one cleared text with another, which would lose it.
// expect: deleted
#include "flow/texts.hpp"

using namespace countersign;

#ifdef CHEAT
void cheat(Cleared& first, Cleared& second) { first = std::move(second); }
#else
Cleared honest(Cleared cleared) { return cleared; }
#endif
