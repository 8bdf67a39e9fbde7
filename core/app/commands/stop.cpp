// `countersign stop-ai` and `start-ai`: effective for the next decision, recorded.
#include <ostream>

#include "app/commands/gateway_commands.hpp"

namespace countersign::app {
namespace {

/// Without a token the machine's operator acts, known only as such; with one, the user does.
std::optional<std::string> actor_of(const Call& call, Services& services) {
  if (call.token.empty()) return "local";
  const auto who = caller(call, services, users::Action::stop_ai);
  if (!who) return std::nullopt;
  return "user:" + who->user;
}

int set(const Call& call, Services& services, bool stop) {
  if (services.gateway == nullptr)
    return cannot(call.err, "the gateway cannot be opened; `countersign check --config FILE` says why");
  const auto& house = services.gateway->house();
  const auto scope = scope_of(*house.connectors.get(), call.command.text("--channel"), call.command.text("--model"));
  if (!scope) return cannot(call.err, scope.error().message);
  const auto actor = actor_of(call, services);
  if (!actor) return 2;
  const auto done = house.stop.set(*scope, stop, *actor, services.clock.now());
  if (!done) return cannot(call.err, done.error().message);
  const auto stopped = house.stop.scopes();
  if (stopped.empty()) call.out << "AI is on everywhere\n";
  for (const auto& one : stopped) call.out << "AI is stopped: " << one << "\n";
  return 0;
}

}  // namespace

CommandTable stop_commands() {
  const std::vector<OptionSpec> options = {{"--channel", "only this channel", "NAME"},
                                           {"--model", "only this model", "NAME"}};
  CommandTable table;
  table.push_back({"stop-ai",
                   "no AI text leaves any more: for all, a channel or a model",
                   "countersign stop-ai --channel shop --config FILE",
                   options,
                   {},
                   [](const Call& call, Services& services) { return set(call, services, true); }});
  table.push_back({"start-ai",
                   "AI may answer again",
                   "countersign start-ai --channel shop --config FILE",
                   options,
                   {},
                   [](const Call& call, Services& services) { return set(call, services, false); }});
  return table;
}

}  // namespace countersign::app
