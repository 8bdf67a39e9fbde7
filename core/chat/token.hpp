// Conversation tokens: what a visitor's browser keeps instead of an account. Nothing is stored for one until the first
// message is accepted. "cw1.<visitor>.<conversation>.<unix seconds>.<hex HMAC-SHA256 of chat.<channel>.<the rest>>";
// visitor and conversation are 128 random bits each. channel.webchat verifies the same format on the way in.
// Values; any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace countersign::chat {

/// Who a token speaks for.
struct Visitor {
  std::string id;            ///< the channel's customer id
  std::string conversation;  ///< the channel's name for the conversation
};

class Tokens {
 public:
  Tokens(std::string channel, std::string secret) : channel_(std::move(channel)), secret_(std::move(secret)) {}

  /// A token for a new conversation of `visitor` ("": a new visitor).
  [[nodiscard]] std::string make(const std::string& visitor, Time now) const;
  /// forged when it is not ours, of another channel, older than 90 days or from more than five minutes ahead.
  [[nodiscard]] Result<Visitor> check(std::string_view token, Time now) const;

 private:
  [[nodiscard]] std::string mac(std::string_view signed_part) const;
  std::string channel_;
  std::string secret_;
};

}  // namespace countersign::chat
