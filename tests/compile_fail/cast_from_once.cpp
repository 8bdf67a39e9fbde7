// Casting a plain Once, which anybody can make, down to a passed text.
// expect: inaccessible|private
#include "flow/texts.hpp"

using namespace countersign;

#ifdef CHEAT
Passed cheat() { return Passed(static_cast<Passed&&>(Once<Composed>(Composed{}))); }
#else
Once<Composed> honest() { return Once<Composed>(Composed{}); }
#endif
