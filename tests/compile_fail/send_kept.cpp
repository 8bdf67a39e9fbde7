// Sending a cleared text and keeping it to send again.
// expect: deleted
#include "flow/delivery/egress.hpp"

using namespace countersign;

#ifdef CHEAT
auto cheat(const Egress& egress, Cleared& cleared, const plugin::Channel& channel) { return egress.send(cleared, channel); }
#else
auto honest(const Egress& egress, Cleared cleared, const plugin::Channel& channel) {
  return egress.send(std::move(cleared), channel);
}
#endif
