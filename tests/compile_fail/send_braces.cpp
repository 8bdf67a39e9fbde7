// Sending braces: an aggregate trick in the place of a Cleared.
// expect: could not convert|no matching|no viable conversion|cannot convert
#include "flow/delivery/egress.hpp"

using namespace countersign;

#ifdef CHEAT
auto cheat(const Egress& egress, const plugin::Channel& channel) { return egress.send({ClearedReply{}}, channel); }
#else
auto honest(const Egress& egress, Cleared cleared, const plugin::Channel& channel) {
  return egress.send(std::move(cleared), channel);
}
#endif
