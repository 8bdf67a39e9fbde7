// Starts: how many conversations one address may begin. A token bucket for each address; the book of addresses is
// bounded. Called by http/resources/chat.cpp on any thread.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>

#include "base/clock.hpp"

namespace countersign::chat {

class Starts {
 public:
  static constexpr int kBurst = 60;                        ///< at once
  static constexpr std::chrono::milliseconds kEach{1000};  ///< and then one in this time
  explicit Starts(std::size_t most_addresses = 10'000) : most_(most_addresses) {}

  /// Zero when `address` may begin one now (it is counted), else how long it should wait.
  [[nodiscard]] std::chrono::seconds ask(const std::string& address, Time now);

 private:
  std::mutex mutex_;
  std::map<std::string, Time> used_until_;  ///< the time at which the address has its whole burst again
  std::size_t most_;
};

}  // namespace countersign::chat
