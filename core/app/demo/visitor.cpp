#include "app/demo/visitor.hpp"

#include <algorithm>

#include "app/demo/inbox.hpp"

namespace countersign::app::demo {
namespace {

constexpr std::chrono::seconds kSettles{10};
constexpr std::chrono::milliseconds kLongestPause{40};

Loopback connect(std::uint16_t port) {
  auto wire = Loopback::to("127.0.0.1", port);
  if (!wire) throw Trouble(wire.error().message);
  return std::move(*wire);
}

/// One segment of a path, percent-encoded (RFC 3986 section 2).
std::string segment(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
                       byte == '-' || byte == '_';
    if (plain)
      out += c;
    else
      out.append(1, '%').append(1, kHex[byte >> 4U]).append(1, kHex[byte & 15U]);
  }
  return out;
}

Answer answered(Result<Loopback::Answer> got) {
  if (!got) throw Trouble(got.error().message);
  auto body = json::parse(got->body);
  return {got->status, body ? std::move(*body) : json::Value()};
}

}  // namespace

std::string webhook_body(const Line& line) {
  json::Object customer{{"id", line.customer.empty() ? "customer of " + line.conversation : line.customer}};
  if (!line.locale.empty()) customer["locale"] = line.locale;
  return json::dump(json::Object{
      {"id", line.event}, {"conversation", line.conversation}, {"customer", std::move(customer)}, {"text", line.text}});
}

Visitor::Visitor(const Scene& scene) : scene_(scene), wire_(connect(scene.port)) {}

Answer Visitor::post(const std::string& body, const std::string& signature) {
  return answered(wire_.call("POST", "/channels/shop",
                             {{"Content-Type", "application/json"}, {"X-Countersign-Signature", signature}}, body));
}

std::string Visitor::say(const Line& line) {
  const auto body = webhook_body(line);
  const auto answer = post(body, shop_signature(scene_.secret, "in", body, scene_.clock.now()));
  if (answer.status == 202) return std::string(answer.body.text("message"));
  throw Trouble("the message was not accepted: HTTP " + std::to_string(answer.status) + ", " +
                std::string(answer.body.text("detail")));
}

json::Value Visitor::settled(const std::string& conversation) {
  const auto end = std::chrono::steady_clock::now() + kSettles;
  std::chrono::milliseconds pause{2};
  while (std::chrono::steady_clock::now() < end) {
    auto answer = as("demo-reviewer", "GET", "/api/v1/conversations/shop/" + segment(conversation));
    const auto* working = answer.body.find("working");
    if (answer.status != 200 || working == nullptr || working->integer() == nullptr)
      throw Trouble("the conversation cannot be read: HTTP " + std::to_string(answer.status));
    if (*working->integer() == 0) return std::move(answer.body);
    if (scene_.stop.wait_for(pause)) throw Trouble("stopped");
    pause = std::min(pause * 2, kLongestPause);
  }
  throw Trouble("the conversation was still in work after ten seconds");
}

Answer Visitor::as(const std::string& user, const std::string& method, const std::string& path,
                   const json::Value& body) {
  return answered(wire_.call(
      method, path, {{"Authorization", "Bearer " + scene_.tokens.at(user)}, {"Content-Type", "application/json"}},
      body.is_null() ? "" : json::dump(body)));
}

json::Array Visitor::record(const std::string& message) {
  const auto answer = as("demo-auditor", "GET", "/api/v1/decisions/" + segment(message));
  const auto* entries = answer.body.find("entries");
  if (entries == nullptr || entries->array() == nullptr)
    throw Trouble("the record cannot be read: HTTP " + std::to_string(answer.status));
  return *entries->array();
}

}  // namespace countersign::app::demo
