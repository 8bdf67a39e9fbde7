// bench_echo PORT: our own HTTP server with a handler that gives the body back as 202. What intake is compared with:
// the same front, the same bytes, no gateway behind it. Ends on SIGTERM or SIGINT.
#include <csignal>
#include <cstdlib>
#include <iostream>

#include "http/server.hpp"

int main(int count, char** words) {
  using namespace countersign;
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  ::pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  http::Options options;
  options.port = static_cast<std::uint16_t>(count > 1 ? std::atoi(words[1]) : 0);
  options.threads = 16;  // as many as `countersign serve` has
  http::Server server;
  const auto started = server.start(
      [](const http::Request& request) {
        http::Response answer{202, {}, request.body};
        answer.headers.emplace_back("Content-Type", "application/json");
        return answer;
      },
      options);
  if (!started) {
    std::cerr << "bench_echo: " << started.error().message << "\n";
    return 2;
  }
  int signal = 0;
  ::sigwait(&ends, &signal);
  server.stop();
}
