#include "app/demo/inbox.hpp"

#include "base/crypto.hpp"

namespace countersign::app::demo {
namespace {

std::string signature_at(const std::string& secret, std::string_view direction, std::string_view body,
                         const std::string& seconds) {
  std::string bytes = seconds;
  bytes.append(".").append(direction).append(".shop.").append(body);
  return "t=" + seconds + ",v1=" + crypto::to_hex(crypto::hmac_sha256(secret, bytes));
}

}  // namespace

std::string shop_signature(const std::string& secret, std::string_view direction, std::string_view body, Time at) {
  return signature_at(secret, direction, body,
                      std::to_string(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count()));
}

Status Inbox::start() {
  http::Options options;
  options.threads = 4;
  return server_.start([this](const http::Request& request) { return take(request); }, options);
}

http::Response Inbox::take(const http::Request& request) {
  const std::string* given = request.header("x-countersign-signature");
  const std::size_t comma = given == nullptr ? std::string::npos : given->find(',');
  if (comma == std::string::npos || comma < 2) return http::problem(401, "No signature");
  const std::string expected = signature_at(secret_, "out", request.body, given->substr(2, comma - 2));
  if (!crypto::equal(*given, expected)) return http::problem(401, "The signature does not fit");
  auto body = json::parse(request.body);
  if (!body) return http::problem(400, "No JSON");
  const std::lock_guard lock(mutex_);
  delivered_.insert_or_assign(std::string(body->text("id")), std::move(*body));
  return {204, {}, ""};
}

std::optional<json::Value> Inbox::delivered(const std::string& message) const {
  const std::lock_guard lock(mutex_);
  const auto found = delivered_.find(message);
  return found == delivered_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace countersign::app::demo
