#include "app/running.hpp"

#include <thread>

#include "app/service.hpp"
#include "base/log.hpp"

namespace countersign::app {
namespace {

constexpr int kHttpThreads = 16;
constexpr std::chrono::seconds kLookEvery{2};

}  // namespace

Result<std::unique_ptr<Running>> Running::start(Config config, const Clock& clock, CommandTable commands) {
  std::unique_ptr<Running> running(new Running(std::move(config), std::move(commands)));
  if (const auto opened = running->open(clock); !opened) return opened.error();
  return running;
}

Status Running::open(const Clock& clock) {
  if (config_.front.tls) {
    auto tls = http::Tls::open(*config_.front.tls);
    if (!tls) return tls.error();
    tls_ = std::move(*tls);
  }
  auto gateway = Gateway::open(config_, clock);
  if (!gateway) return gateway.error();
  gateway_ = std::move(*gateway);
  services_.reset(new Services{gateway_->store(), clock, config_, gateway_->roles(), gateway_.get(),
                               [this](const std::string& token) { return gateway_->token_made(token); }});
  auto control = ControlServer::start(config_.control_socket(),
                                      [this](const auto& words, const std::string& token, auto& out, auto& err) {
                                        return run_in_server(commands_, *services_, words, token, out, err);
                                      });
  if (!control) return control.error();
  control_ = std::move(*control);
  if (const auto started = gateway_->start(); !started) return started;
  if (const auto listening = listen(); !listening) return listening;
  keeper_ = std::make_unique<Keeper>(
      [this] {
        renew_certificate(false);
        gateway_->look_around();
      },
      [this] { (void)gateway_->shut(); }, kLookEvery);
  service::ready("accepting on " + config_.address + ":" + std::to_string(port()));
  return {};
}

Status Running::listen() {
  router_ = gateway_->router(
      {[this](metrics::Page& page) { show(page); }, [this] { return tls_ ? tls_->problem() : std::string(); }});
  answers_ = std::make_unique<http::RouteMetrics>(router_.routes());
  http::Options options;
  options.address = config_.address;
  options.port = config_.port;
  options.threads = kHttpThreads;
  options.limits.max_body = config_.front.body;
  options.max_connections = config_.front.connections;
  options.stop_deadline = config_.front.stop_within;
  options.tls = tls_;
  options.observe = [this](int route, int status, auto took) { answers_->observe(route, status, took); };
  options.spare = gateway_->spare();
  return server_.start(
      [this](const http::Request& request, http::Reply reply) { router_.handle(request, std::move(reply)); }, options);
}

void Running::show(metrics::Page& page) const {
  answers_->show(page);
  page.gauge("countersign_http_open_connections", "Connections, streams among them.",
             static_cast<double>(server_.connections()));
}

void Running::renew_certificate(bool even_if_unchanged) {
  if (!tls_) return;
  const auto before = tls_->problem();
  auto& reloads = gateway_->house().metrics->reloads;
  if (tls_->refresh(even_if_unchanged)) {
    reloads.at({"certificate", "done"}).add();
    log::info("certificate_renewed", {});
  } else if (const auto problem = tls_->problem(); problem != before) {
    reloads.at({"certificate", "refused"}).add();
    log::error("certificate_refused", {{"why", problem}});
  }
}

Running::~Running() { stop(); }

void Running::stop() {
  if (keeper_) service::stopping();
  keeper_.reset();
  // At the same time, so that neither spends the other's time.
  std::thread road([this, until = std::chrono::steady_clock::now() + config_.front.stop_within] {
    if (gateway_) gateway_->halt(until);
  });
  server_.stop();
  control_.reset();
  road.join();
  if (gateway_) gateway_->stop();
}

}  // namespace countersign::app
