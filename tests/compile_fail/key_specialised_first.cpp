// A second Key<Gate> with a public constructor, slipped in before the types of the road are known.
// expect: static assertion failed|static_assert failed
#include "base/key.hpp"

#ifdef CHEAT
namespace countersign {
class Gate;
template <>
class Key<Gate> {
 public:
  Key() {}
};
}  // namespace countersign
#endif

#include "flow/texts.hpp"

const countersign::Composed& honest(const countersign::Passed& passed) { return passed.look(); }
