#include "chat/token.hpp"

#include <charconv>

#include "base/crypto.hpp"

namespace countersign::chat {
namespace {

constexpr std::string_view kVersion = "cw1.";
constexpr std::chrono::hours kLifetime{90 * 24};
constexpr std::chrono::minutes kAhead{5};  // another node's clock
constexpr std::size_t kIdBytes = 16;

std::int64_t seconds(Time at) {
  return std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count();
}

Error forged() {
  return {Fault::forged, "this conversation's token does not fit or is too old: start a new conversation"};
}

std::string_view take(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('.'), rest.size());
  const auto part = rest.substr(0, end);
  rest.remove_prefix(std::min(rest.size(), end + 1));
  return part;
}

}  // namespace

std::string Tokens::mac(std::string_view signed_part) const {
  return crypto::to_hex(crypto::hmac_sha256(secret_, "chat." + channel_ + "." + std::string(signed_part)));
}

std::string Tokens::make(const std::string& visitor, Time now) const {
  const auto id = visitor.empty() ? crypto::to_hex(crypto::random_bytes(kIdBytes)) : visitor;
  const auto part = id + "." + crypto::to_hex(crypto::random_bytes(kIdBytes)) + "." + std::to_string(seconds(now));
  return std::string(kVersion) + part + "." + mac(part);
}

Result<Visitor> Tokens::check(std::string_view token, Time now) const {
  const std::size_t last = token.rfind('.');
  if (!token.starts_with(kVersion) || last == std::string_view::npos || last <= kVersion.size()) return forged();
  const auto part = token.substr(kVersion.size(), last - kVersion.size());
  if (!crypto::equal(mac(part), token.substr(last + 1))) return forged();
  std::string_view rest = part;
  const auto visitor = take(rest);
  const auto conversation = take(rest);
  std::int64_t issued = -1;
  const auto [end, problem] = std::from_chars(rest.data(), rest.data() + rest.size(), issued);
  if (problem != std::errc() || end != rest.data() + rest.size()) return forged();
  if (issued > seconds(now + kAhead) || issued < seconds(now - kLifetime)) return forged();
  return Visitor{std::string(visitor), std::string(conversation)};
}

}  // namespace countersign::chat
