// `countersign clock accept`: the way on when the machine's clock is right, though it was ahead before and the record has
// entries from its wrong future, or though it went on by more than time has passed.
#include <ostream>

#include "app/commands/gateway_commands.hpp"

namespace countersign::app {
namespace {

int accept(const Call& call, Services& services) {
  if (services.gateway == nullptr)
    return cannot(call.err, "the gateway cannot be opened; `countersign check --config FILE` says why");
  std::string actor = "local";  // without a token the machine's operator acts, known only as such
  if (!call.token.empty()) {
    const auto who = caller(call, services, users::Action::configure);
    if (!who) return 2;
    actor = "user:" + who->user;
  }
  const auto done = services.gateway->accept_clock(actor);
  if (!done) return cannot(call.err, done.error().message);
  call.out << "the clock is taken for right: " << to_rfc3339(services.clock.now()) << "\n";
  return 0;
}

}  // namespace

CommandTable clock_commands() {
  return {{"clock accept",
           "the clock is right, though it is before the newest entry of the record or went far ahead",
           "countersign clock accept --config FILE",
           {},
           {},
           accept}};
}

}  // namespace countersign::app
