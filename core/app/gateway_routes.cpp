// What the gateway answers over HTTP, who may act there, and when nothing is accepted.
#include "app/gateway.hpp"
#include "publish/log_key.hpp"
#include "publish/publisher.hpp"
#include "publish/receipts.hpp"
#include "report/resources.hpp"
#include "rights/resources.hpp"

namespace countersign::app {

report::ReceiptOf Gateway::receipts() const {
  return [this](const std::string& entry) -> std::string {
    const publish::LogFolder log(publish::place_in(config_.data).log);
    const auto vkey = log.read(publish::kVkeyFile);
    const auto key = vkey ? tlog::VerifierKey::parse(*vkey) : vkey.error();
    if (!key) return "";
    Result<publish::Recorded> found = Error{};
    const auto read = store_->read([&](store::Session& session) { found = publish::find_entry(session, entry); });
    if (!read || !found) return "";
    const auto made = publish::receipt_of(*found, log, *key);
    return made ? made->text() : "";
  };
}

report::LogOf Gateway::published() const {
  return [this]() -> Result<auditor::Comparison> {
    const auto place = publish::place_in(config_.data);
    const auto key = publish::read_key(place.keys);  // whoever changes the log may change the public one beside it
    if (!key) return key.error();
    return auditor::Comparison::with(std::make_shared<publish::LogFolder>(place.log), key->verifier());
  };
}

http::Router Gateway::router(Front front) {
  front_problem_ = std::move(front.problem);
  http::Router router;
  http::add_operations(router, *api_);
  router.add(
      "GET /metrics",
      [this, front = std::move(front.metrics)](const http::Request&, const http::Params&) {
        metrics::Page page;
        show(page);
        if (front) front(page);
        return http::text(200, page.text(), "text/plain; version=0.0.4; charset=utf-8");
      },
      "for Prometheus");
  http::add_intake(router, *api_);
  http::add_reviews(router, *api_);
  http::add_conversations(router, *api_);
  http::add_desk(router, *api_);
  rights::add_rights(router, *api_, *rights_);
  http::add_audit(router, *api_);
  report::add_reports(router, *api_, config_.brand, receipts(), published());
  http::add_chat(router, *chat_);
  http::add_policies(router, *api_);
  http::add_openapi(router);
  return router;
}

users::RoleLookup Gateway::roles() const {
  return [this](std::string_view name) -> std::optional<std::string> {
    const auto rules = rules_.get();
    const auto* role = rules->set->role(name);
    if (role == nullptr) return std::nullopt;
    return role->permission;
  };
}

/// Asked for every webhook, so it only looks at what is at hand (decision 0016).
std::optional<http::Admission::Shut> Gateway::shut() const {
  using namespace std::chrono_literals;
  if (!store_->healthy())
    return {{"unavailable", "The store does not take writes; nothing was accepted, send it again later.", 5s}};
  if (worker_->backlog() >= config_.front.backlog)
    return {{"backlog", "Too much accepted work is not done yet; nothing was accepted, send it again later.", 60s}};
  const auto pace = pace_->look();
  if (pace.behind > config_.front.work_wait)
    return {{"behind",
             "More was accepted than is worked off in time; nothing of this was accepted, send it again later.",
             pace.caught_up_in}};
  return std::nullopt;
}

}  // namespace countersign::app
