// Pace: how often something may be done, by whom: conversations begun by one network, messages of one conversation. A
// token bucket for each; the book of them is bounded. Any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

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

/// What each did lately, by a digest of it, so that the same again is not counted again. Bounded: the book begins anew
/// when it is full, and a repeat then counts. Any thread.
class Lately {
 public:
  explicit Lately(std::size_t most = 10'000) : most_(most) {}
  [[nodiscard]] bool did(const std::string& who, std::string_view what) const;
  /// Keeps the newest `each`.
  void note(const std::string& who, std::string_view what, std::size_t each);

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::deque<std::size_t>> done_;
  std::size_t most_;
};

/// Whom an address is counted as: itself for IPv4, its /64 for IPv6, of which one customer has many addresses
/// (RFC 6177). What is no address stands for itself.
[[nodiscard]] std::string network_of(const std::string& address);

}  // namespace countersign::chat
