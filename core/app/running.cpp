#include "app/running.hpp"

namespace countersign::app {
namespace {

constexpr int kHttpThreads = 16;

}  // namespace

Result<std::unique_ptr<Running>> Running::start(Config config, const Clock& clock, CommandTable commands) {
  std::unique_ptr<Running> running(new Running(std::move(config), std::move(commands)));
  if (const auto opened = running->open(clock); !opened) return opened.error();
  return running;
}

Status Running::open(const Clock& clock) {
  auto gateway = Gateway::open(config_, clock);
  if (!gateway) return gateway.error();
  gateway_ = std::move(*gateway);
  services_.reset(new Services{gateway_->store(), clock, config_, gateway_->roles(), gateway_.get()});
  auto control = ControlServer::start(config_.control_socket(),
                                      [this](const auto& words, const std::string& token, auto& out, auto& err) {
                                        return run_in_server(commands_, *services_, words, token, out, err);
                                      });
  if (!control) return control.error();
  control_ = std::move(*control);
  if (const auto started = gateway_->start(); !started) return started;
  router_ = gateway_->router([this](metrics::Page& page) {
    answers_->show(page);
    page.gauge("countersign_http_open_connections", "Connections, streams among them.",
               static_cast<double>(server_.connections()));
  });
  answers_ = std::make_unique<http::RouteMetrics>(router_.routes());
  http::Options options;
  options.address = config_.address;
  options.port = config_.port;
  options.threads = kHttpThreads;
  options.observe = [this](int route, int status, auto took) { answers_->observe(route, status, took); };
  return server_.start(
      [this](const http::Request& request, http::Reply reply) { router_.handle(request, std::move(reply)); }, options);
}

Running::~Running() { stop(); }

void Running::stop() {
  server_.stop();
  control_.reset();
  if (gateway_) gateway_->stop();
}

}  // namespace countersign::app
