// `countersign serve`: the gateway, until it is told to stop.
#include <csignal>
#include <ostream>

#include "app/commands/gateway_commands.hpp"
#include "app/control.hpp"
#include "app/dispatch.hpp"
#include "base/log.hpp"
#include "http/server.hpp"

namespace countersign::app {
namespace {

/// Waits for SIGTERM or SIGINT. They are blocked before any thread starts, so that only this call sees them.
class StopSignal {
 public:
  StopSignal() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGTERM);
    sigaddset(&set_, SIGINT);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  }
  void wait() const {
    int signal = 0;
    sigwait(&set_, &signal);
  }

 private:
  sigset_t set_{};
};

int serve(const Call& call, const std::function<CommandTable()>& all) {
  const auto loaded = load_config(call.command.text("--config"));
  for (const auto& problem : loaded.problems) call.err << yaml::to_line(problem) << "\n";
  if (!loaded.config) return cannot(call.err, "the configuration has errors: mend them and start again");
  const Config& config = *loaded.config;
  log::setup(config.log_format, config.log_level);
  const StopSignal stop;
  const SystemClock clock;
  auto gateway = Gateway::open(config, clock);
  if (!gateway) return cannot(call.err, gateway.error().message);
  const auto commands = all();
  Services services{(*gateway)->store(), clock, config, (*gateway)->roles(), gateway->get()};
  auto control = ControlServer::start(config.control_socket(),
                                      [&](const auto& words, const std::string& token, auto& out, auto& err) {
                                        return run_in_server(commands, services, words, token, out, err);
                                      });
  if (!control) return cannot(call.err, control.error().message);
  if (const auto started = (*gateway)->start(); !started) return cannot(call.err, started.error().message);

  const auto router = (*gateway)->router();
  http::Server server;
  http::Options options;
  options.address = config.address;
  options.port = config.port;
  options.threads = 16;
  const auto listening = server.start([&](const http::Request& request) { return router.handle(request); }, options);
  if (!listening) return cannot(call.err, listening.error().message);
  log::info("listening", {{"address", config.address}, {"port", std::int64_t{server.port()}}});
  stop.wait();
  log::info("stopping", {});
  server.stop();  // what was accepted is answered
  control->reset();
  (*gateway)->stop();  // what runs is finished; the rest is in the store
  log::info("stopped", {});
  return 0;
}

}  // namespace

CommandTable serve_commands(std::function<CommandTable()> all) {
  CommandSpec spec;
  spec.name = "serve";
  spec.help = "run the gateway until SIGTERM";
  spec.example = "countersign serve --config /etc/countersign/countersign.yaml";
  spec.options = {{"--config", "the configuration", "FILE", true, false, true}};
  spec.here = [all = std::move(all)](const Call& call) { return serve(call, all); };
  return {std::move(spec)};
}

}  // namespace countersign::app
