// Inbox: the shop's side of the channel. A small HTTP server that takes the replies, verifies their signature and keeps
// them, as the company's own web shop would. Read on the main thread, filled on the server's.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "http/server.hpp"

namespace countersign::app::demo {

class Inbox {
 public:
  explicit Inbox(std::string secret) : secret_(std::move(secret)) {}

  [[nodiscard]] Status start();
  [[nodiscard]] std::uint16_t port() const { return server_.port(); }
  void stop() { server_.stop(); }

  /// The delivered message with this id: the body as it came.
  [[nodiscard]] std::optional<json::Value> delivered(const std::string& message) const;

 private:
  http::Response take(const http::Request& request);
  std::string secret_;
  mutable std::mutex mutex_;
  std::map<std::string, json::Value> delivered_;
  http::Server server_;
};

/// "t=…,v1=…" of the channel `shop` for `body`; `direction` is "in" or "out".
[[nodiscard]] std::string shop_signature(const std::string& secret, std::string_view direction, std::string_view body,
                                         Time at);

}  // namespace countersign::app::demo
