// Using the HTTP client behind the way out.
// expect: private
#include "flow/delivery/wire.hpp"

using namespace countersign;

#ifdef CHEAT
auto cheat(const plugin::Request& request) {
  Egress::Wire wire(1024);
  return wire.call(request, std::chrono::seconds(1));
}
#else
auto honest(const Egress& egress, Cleared cleared, const plugin::Channel& channel) {
  return egress.send(std::move(cleared), channel);
}
#endif
