// A second Key<Gate> with a public constructor.
// expect: specialization of .*after instantiation|explicit specialization
#include "flow/texts.hpp"

using namespace countersign;

#ifdef CHEAT
template <>
class countersign::Key<Gate> {
 public:
  Key() {}
};
Passed cheat() { return Passed(Key<Gate>(), Composed{}); }
#else
const Composed& honest(const Passed& passed) { return passed.look(); }
#endif
