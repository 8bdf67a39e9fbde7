// Handing the way out a bare request.
// expect: private
#include "flow/delivery/egress.hpp"

using namespace countersign;

#ifdef CHEAT
auto cheat(const Egress& egress, const plugin::Request& request) { return egress.perform(request, "channel:shop", {}); }
#else
auto honest(const Egress& egress, Cleared cleared, const plugin::Channel& channel) {
  return egress.send(std::move(cleared), channel);
}
#endif
