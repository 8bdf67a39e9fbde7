// `countersign stop-ai` and `start-ai`: effective for the next decision, recorded.
#include <algorithm>
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

bool known(const Config& config, const std::string& channel, const std::string& model) {
  const auto named = [](const std::string& name) { return [&](const auto& one) { return one.name == name; }; };
  return (channel.empty() || std::any_of(config.channels.begin(), config.channels.end(), named(channel))) &&
         (model.empty() || std::any_of(config.models.begin(), config.models.end(), named(model)));
}

int set(const Call& call, Services& services, bool stop) {
  if (services.gateway == nullptr)
    return cannot(call.err, "the gateway cannot be opened; `countersign check --config FILE` says why");
  const auto channel = call.command.text("--channel");
  const auto model = call.command.text("--model");
  if (!channel.empty() && !model.empty()) return cannot(call.err, "give --channel or --model, not both");
  if (!known(services.config, channel, model))
    return cannot(call.err, "the configuration has no such channel or model");
  const auto actor = actor_of(call, services);
  if (!actor) return 2;
  const std::string scope = !channel.empty() ? "channel:" + channel : (!model.empty() ? "model:" + model : "all");
  const auto done = services.gateway->house().stop.set(scope, stop, *actor, services.clock.now());
  if (!done) return cannot(call.err, done.error().message);
  const auto stopped = services.gateway->house().stop.scopes();
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
