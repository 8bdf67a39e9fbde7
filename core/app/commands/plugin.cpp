// `countersign plugin list|check|allow-again`.
#include <map>
#include <sstream>

#include "app/commands/gateway_commands.hpp"
#include "app/control.hpp"
#include "plugin/check.hpp"
#include "plugin/crash_trace.hpp"

namespace countersign::app {
namespace {

/// What the running server of this data folder has in force, by id; empty when none runs.
std::map<std::string, std::string> in_force(const Call& call, const Config& config) {
  std::ostringstream out;
  const auto exit = run_remote(config.control_socket(), {"plugin", "in-force", "--config", config.file.string()},
                               call.token, out, call.err);
  std::map<std::string, std::string> loaded;
  std::istringstream lines(exit == 0 ? out.str() : "");
  for (std::string id, digest; lines >> id >> digest;) loaded[id] = digest;
  return loaded;
}

std::string beside(const std::map<std::string, std::string>& loaded, const std::string& id, const std::string& digest) {
  if (loaded.empty()) return "";
  const auto found = loaded.find(id);
  if (found == loaded.end()) return "  not loaded: `countersign reload` takes it up";
  return found->second == digest
             ? "  in force"
             : "  changed since it was loaded (" + found->second + " is in force): `countersign reload` takes it up";
}

int list_in_force(const Call& call, Services& services) {
  if (services.gateway == nullptr || !services.gateway->started())
    return cannot(call.err, "no server runs on this data folder; `countersign plugin list` says what it would load");
  for (const auto& [id, digest] : services.gateway->generations().plugins()) call.out << id << " " << digest << "\n";
  return 0;
}

int list(const Call& call) {
  const auto loaded = load_config(call.command.text("--config"));
  for (const auto& problem : loaded.problems) call.err << yaml::to_line(problem) << "\n";
  if (!loaded.config) return cannot(call.err, "the configuration has errors");
  std::vector<plugin::Allowed> allow;
  for (const auto& one : loaded.config->plugins.allow) allow.push_back({one.id, one.sha256});
  const auto registry = plugin::Registry::scan(loaded.config->plugins.folder, loaded.config->data / "plugins", allow);
  const auto loaded_there = in_force(call, *loaded.config);
  for (const auto& one : registry.all())
    call.out << one->id() << "  " << one->version() << "  " << one->digest()
             << beside(loaded_there, one->id(), one->digest()) << "\n";
  std::string line;
  for (const auto& one : registry.all())
    line += (line.empty() ? "{id: " : ", {id: ") + one->id() + ", sha256: " + one->digest() + "}";
  if (allow.empty() && !line.empty())
    call.out << "\nTo allow these files and no others, write below `plugins:`\n  allow: [" << line << "]\n";
  for (const auto& problem : registry.problems()) call.err << problem << "\n";
  return registry.problems().empty() ? 0 : 1;
}

int allow_again(const Call& call) {
  const auto loaded = load_config(call.command.text("--config"));
  if (loaded.readable.data.empty()) return cannot(call.err, "the configuration names no data folder: correct `data`");
  const auto done = plugin::allow_again(crash_trace_of(loaded.readable.data), call.command.text("ID"));
  if (!done) return cannot(call.err, done.error().message);
  call.out << call.command.text("ID") << " is allowed again from the next reload or start on\n";
  return 0;
}

int check(const Call& call) {
  const auto results =
      plugin::check_plugin(call.command.text("FILE"), {call.command.text("--samples"), std::chrono::seconds(20)});
  call.out << (call.command.text("--format") == "json" ? plugin::to_json(results) + "\n" : plugin::to_text(results));
  return plugin::all_fine(results) ? 0 : 1;
}

}  // namespace

CommandTable plugin_commands() {
  CommandTable table;
  table.push_back({"plugin list",
                   "the plugins that can be used, with their digests; beside a running server: which are in force",
                   "countersign plugin list --config FILE",
                   {{"--config", "the configuration", "FILE", true, false, true}},
                   list,
                   {}});
  table.push_back({"plugin in-force",
                   "the plugins that the running server uses, with their digests as they were loaded",
                   "countersign plugin in-force --config FILE",
                   {},
                   {},
                   list_in_force});
  table.push_back({"plugin allow-again",
                   "use a plugin again that was left out because it crashed the gateway",
                   "countersign plugin allow-again channel.webhook --config FILE",
                   {{"ID", "the plugin", "", true}, {"--config", "the configuration", "FILE", true, false, true}},
                   allow_again,
                   {}});
  table.push_back({"plugin check",
                   "run the kit's checks on one plugin file",
                   "countersign plugin check ./my_channel.so",
                   {{"FILE", "the plugin", "", true, false, true},
                    {"--samples", "its folder of samples", "DIR", false, false, true},
                    {"--format", "how to print", "FORMAT", false, false, false, {"text", "json"}}},
                   check,
                   {}});
  return table;
}

}  // namespace countersign::app
