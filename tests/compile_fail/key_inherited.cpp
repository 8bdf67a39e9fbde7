// A class of one's own that is a key.
// expect: deleted|private
#include "flow/texts.hpp"

using namespace countersign;

#ifdef CHEAT
struct MyKey : Key<Gate> {};
Passed cheat() {
  MyKey mine;
  return Passed(mine, Composed{});
}
#else
const Composed& honest(const Passed& passed) { return passed.look(); }
#endif
