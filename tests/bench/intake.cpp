// bench_intake CONFIG: the whole gateway with its HTTP server, but nobody runs the work list: what is left is exactly
// intake, from the webhook to the durable 202. Ends on SIGTERM or SIGINT.
#include <csignal>
#include <iostream>

#include "app/gateway.hpp"
#include "base/log.hpp"
#include "http/server.hpp"

namespace {

int fail(const std::string& why) {
  std::cerr << "bench_intake: " << why << "\n";
  return 2;
}

}  // namespace

int main(int count, char** words) {
  using namespace countersign;
  if (count != 2) return fail("usage: bench_intake CONFIG");
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  ::pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  const auto loaded = app::load_config(words[1]);
  if (!loaded.config) return fail("the configuration has errors; `countersign check` names them");
  log::setup(loaded.config->log_format, loaded.config->log_level);
  const SystemClock clock;
  const auto gateway = app::Gateway::open(*loaded.config, clock);
  if (!gateway) return fail(gateway.error().message);
  auto router = (*gateway)->router();
  http::Options options;
  options.port = loaded.config->port;
  options.threads = 16;  // as many as `countersign serve` has
  options.spare = (*gateway)->spare();
  http::Server server;
  const auto started = server.start(
      [&](const http::Request& request, http::Reply reply) { router.handle(request, std::move(reply)); }, options);
  if (!started) return fail(started.error().message);
  int signal = 0;
  ::sigwait(&ends, &signal);
  server.stop();
}
