// Reaching the hidden value from a child class.
// expect: private|inaccessible
#include "flow/texts.hpp"

using namespace countersign;

#ifdef CHEAT
class MyPassed : public Passed {
 public:
  using Passed::Passed;
  Composed& cheat() { return value_; }
};
#else
class MyPassed : public Passed {
 public:
  using Passed::Passed;
};
#endif
