// Messages: the distinct, signed webhooks that the load program sends, as whole HTTP requests. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "options.hpp"

namespace countersign::bench {

/// One customer who writes `turns` messages into a conversation, then begins another one.
class Writer {
 public:
  Writer(const Options& options, std::size_t number) : options_(options), number_(number) {}
  /// The next request, ready to send. The body's id is new every time.
  [[nodiscard]] std::string next();
  /// The channel's name for the conversation of the last request.
  [[nodiscard]] const std::string& conversation() const { return conversation_; }

 private:
  const Options& options_;
  std::size_t number_;
  std::size_t sent_ = 0;
  std::string conversation_;
};

/// A request without a body.
[[nodiscard]] std::string get_request(std::string_view path, std::string_view token, bool events);

}  // namespace countersign::bench
