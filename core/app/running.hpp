// Running: a gateway at work. The road's threads, the control socket that the other commands ask, and the HTTP server.
// `serve` and `demo` each hold one; started and stopped on the main thread.
#pragma once

#include <cstdint>
#include <memory>

#include "app/control.hpp"
#include "app/dispatch.hpp"
#include "app/gateway.hpp"
#include "app/keeper.hpp"
#include "http/route_metrics.hpp"
#include "http/server.hpp"

namespace countersign::app {

class Running {
 public:
  /// Opens the gateway of `config` and answers on its address. `commands` are what the control socket runs; `clock`
  /// must outlive this. The error is one sentence: what, where, what to do.
  [[nodiscard]] static Result<std::unique_ptr<Running>> start(Config config, const Clock& clock, CommandTable commands);
  ~Running();
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  /// Takes the certificate's files anew if they changed, or always. A pair that is not right keeps the one in use; log
  /// and /readyz say so. Any thread.
  void renew_certificate(bool even_if_unchanged);
  /// What was accepted is answered, what runs is finished, both within `limits: {stop_within: …}`; the rest stays in
  /// the store. A plugin that does not return in our own process holds this up (watchman.hpp). Callable twice.
  void stop();

  [[nodiscard]] std::uint16_t port() const { return server_.port(); }
  [[nodiscard]] Services& services() { return *services_; }
  [[nodiscard]] const Config& config() const { return config_; }

 private:
  Running(Config config, CommandTable commands) : config_(std::move(config)), commands_(std::move(commands)) {}
  [[nodiscard]] Status open(const Clock& clock);
  [[nodiscard]] Status listen();
  void show(metrics::Page& page) const;

  Config config_;
  CommandTable commands_;
  std::unique_ptr<Gateway> gateway_;
  std::unique_ptr<Services> services_;
  std::unique_ptr<ControlServer> control_;
  http::Router router_;
  std::unique_ptr<http::RouteMetrics> answers_;
  std::shared_ptr<http::Tls> tls_;
  http::Server server_;
  std::unique_ptr<Keeper> keeper_;
};

}  // namespace countersign::app
