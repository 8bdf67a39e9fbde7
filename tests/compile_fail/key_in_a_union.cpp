// A key that was never made: the sleeping member of a union.
// expect: deleted
#include "flow/texts.hpp"

using namespace countersign;

#ifdef CHEAT
union Locker {
  char other;
  Key<Gate> key;
  Locker() : other() {}
};
Passed cheat() {
  Locker locker;
  return Passed(locker.key, Composed{});
}
#else
const Composed& honest(const Passed& passed) { return passed.look(); }
#endif
