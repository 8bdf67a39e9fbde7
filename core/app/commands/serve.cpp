// `countersign serve`: the gateway, until it is told to stop.
#include <ostream>

#include "app/commands/gateway_commands.hpp"
#include "app/running.hpp"
#include "app/service.hpp"
#include "app/watchman.hpp"
#include "base/log.hpp"

namespace countersign::app {
namespace {

/// What SIGHUP came to; nobody waits for an answer, so the log has it.
void tell(const Reloaded& done) {
  if (done.ok)
    log::info("reload_done", {{"generation", static_cast<std::int64_t>(done.generation)}});
  else
    log::error("reload_refused", {{"generation_kept", static_cast<std::int64_t>(done.generation)}});
}

int serve(const Call& call, const std::function<CommandTable()>& all) {
  const auto loaded = load_config(call.command.text("--config"));
  for (const auto& problem : loaded.problems) call.err << yaml::to_line(problem) << "\n";
  if (!loaded.config) return cannot(call.err, "the configuration has errors: mend them and start again");
  log::setup(loaded.config->log_format, loaded.config->log_level);
  Watchman watchman(loaded.config->front.stop_within);
  const SystemClock clock;
  const auto running = Running::start(*loaded.config, clock, all());
  if (!running) return cannot(call.err, running.error().message);
  log::info("listening", {{"address", loaded.config->address}, {"port", std::int64_t{(*running)->port()}}});
  while (watchman.wait() == StopSignal::Came::reload) {
    const service::Reloading reloading;
    (*running)->renew_certificate(true);
    tell((*running)->services().gateway->generations().reload("system"));
  }
  log::info("stopping", {});
  (*running)->stop();
  log::info("stopped", {});
  return 0;
}

}  // namespace

CommandTable serve_commands(std::function<CommandTable()> all) {
  CommandSpec spec;
  spec.name = "serve";
  spec.help = "run the gateway until SIGTERM; SIGHUP reloads";
  spec.example = "countersign serve --config /etc/countersign/countersign.yaml";
  spec.options = {{"--config", "the configuration", "FILE", true, false, true}};
  spec.here = [all = std::move(all)](const Call& call) { return serve(call, all); };
  return {std::move(spec)};
}

}  // namespace countersign::app
