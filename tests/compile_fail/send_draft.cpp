// Sending a draft.
// expect: could not convert|no matching function|no viable conversion|cannot convert
#include "flow/delivery/egress.hpp"

using namespace countersign;

#ifdef CHEAT
auto cheat(const Egress& egress, Draft draft, const plugin::Channel& channel) {
  return egress.send(std::move(draft), channel);
}
#else
auto honest(const Egress& egress, Cleared cleared, const plugin::Channel& channel) {
  return egress.send(std::move(cleared), channel);
}
#endif
