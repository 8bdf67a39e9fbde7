// Who runs a command: the user whose token is in COUNTERSIGN_TOKEN.
#include "app/commands/gateway_commands.hpp"

namespace countersign::app {

std::optional<users::Identity> caller(const Call& call, Services& services, users::Action action) {
  if (call.token.empty()) {
    cannot(call.err,
           "COUNTERSIGN_TOKEN is not set: this command acts as a user; `countersign token create` makes a token");
    return std::nullopt;
  }
  auto identity = users::authenticate(services.store, services.roles, call.token);
  if (!identity) {
    cannot(call.err, identity.error().message);
    return std::nullopt;
  }
  if (!users::may(identity->permission, action)) {
    cannot(call.err,
           "the permission \"" + std::string(users::to_word(identity->permission)) + "\" does not allow this");
    return std::nullopt;
  }
  return *identity;
}

}  // namespace countersign::app
