// `countersign plugin list|check|allow-again`.
#include "app/commands/gateway_commands.hpp"
#include "plugin/check.hpp"
#include "plugin/crash_trace.hpp"

namespace countersign::app {
namespace {

int list(const Call& call) {
  const auto loaded = load_config(call.command.text("--config"));
  for (const auto& problem : loaded.problems) call.err << yaml::to_line(problem) << "\n";
  if (!loaded.config) return cannot(call.err, "the configuration has errors");
  std::vector<plugin::Allowed> allow;
  for (const auto& one : loaded.config->plugins.allow) allow.push_back({one.id, one.sha256});
  const auto registry = plugin::Registry::scan(loaded.config->plugins.folder, loaded.config->data / "plugins", allow);
  for (const auto& one : registry.all())
    call.out << one->id() << "  " << one->version() << "  " << one->digest() << "\n";
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
                   "the plugins that can be used, with their digests",
                   "countersign plugin list --config FILE",
                   {{"--config", "the configuration", "FILE", true, false, true}},
                   list,
                   {}});
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
