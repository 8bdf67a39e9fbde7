// `countersign reload`: the running server reads its configuration again and puts it in force, all or nothing.
#include <ostream>

#include "app/commands/gateway_commands.hpp"

namespace countersign::app {
namespace {

int reload(const Call& call, Services& services) {
  if (services.gateway == nullptr || !services.gateway->started())
    return cannot(call.err,
                  "no server runs on this data folder: `countersign serve` reads the configuration when it starts");
  if (call.command.text("--config") != services.config.file.string())
    return cannot(call.err, "the server of this data folder runs with " + services.config.file.string() +
                                ": give that file with --config");
  std::string actor = "local";  // without a token the machine's operator acts, known only as such
  if (!call.token.empty()) {
    const auto who = caller(call, services, users::Action::configure);
    if (!who) return 2;
    actor = "user:" + who->user;
  }
  const auto done = services.gateway->generations().reload(actor);
  if (!done.ok) {
    for (const auto& line : done.lines) call.out << line << "\n";
    call.out << "refused: generation " << done.generation << " stays in force\n";
    return 1;
  }
  call.out << "generation " << done.generation << " in force" << (done.lines.empty() ? ": nothing changed" : ":")
           << "\n";
  for (const auto& line : done.lines) call.out << "  " << line << "\n";
  return 0;
}

}  // namespace

CommandTable reload_commands() {
  CommandSpec spec;
  spec.name = "reload";
  spec.help = "the running server takes up its changed configuration, plugins and policies, or says why not";
  spec.example = "countersign reload --config /etc/countersign/countersign.yaml";
  spec.inside = reload;
  return {std::move(spec)};
}

}  // namespace countersign::app
