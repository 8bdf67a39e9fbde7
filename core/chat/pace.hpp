// Pace: how often something may be done, by whom: conversations begun by one network, messages of one conversation. A
// token bucket for each; the book of them is bounded. Any thread.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>

#include "base/clock.hpp"

namespace countersign::chat {

/// So many at once, and then one in this time.
struct Rate {
  int burst = 1;
  std::chrono::milliseconds each{1000};
};

/// Conversations that one network may begin.
inline constexpr Rate kStarts{60, std::chrono::milliseconds(1000)};

class Pace {
 public:
  explicit Pace(std::size_t most = 10'000) : most_(most) {}

  /// Zero when `who` may do it now (it is counted), else how long they should wait.
  [[nodiscard]] std::chrono::seconds ask(const std::string& who, const Rate& rate, Time now);

 private:
  std::mutex mutex_;
  std::map<std::string, Time> used_until_;  ///< the time at which each has the whole burst again
  std::size_t most_;
};

/// Whom an address is counted as: itself for IPv4, its /64 for IPv6, of which one customer has many addresses
/// (RFC 6177). What is no address stands for itself.
[[nodiscard]] std::string network_of(const std::string& address);

}  // namespace countersign::chat
