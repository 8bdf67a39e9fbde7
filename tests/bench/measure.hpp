// Measure: percentiles, and what a process used by the kernel's own account. One thread.
#pragma once

#include <cstdint>
#include <vector>

namespace countersign::bench {

/// Microseconds of the monotonic clock.
[[nodiscard]] std::int64_t now_us();

/// Latencies in microseconds.
class Samples {
 public:
  void add(std::int64_t microseconds) {
    all_.push_back(static_cast<std::uint32_t>(microseconds < 0 ? 0 : microseconds));
  }
  void clear() { all_.clear(); }
  [[nodiscard]] std::size_t size() const { return all_.size(); }
  /// The `share` (0..1) smallest of all lie at or below this; 0 when there is none. Sorts.
  [[nodiscard]] std::uint32_t at(double share);

 private:
  std::vector<std::uint32_t> all_;
};

/// What a process used: user and system time of all its threads that ever ran, resident memory, threads now.
struct Usage {
  std::int64_t cpu_us = 0;
  std::int64_t rss_kb = 0;
  std::int64_t threads = 0;
};
/// All zero when there is no such process.
[[nodiscard]] Usage usage_of(int pid);

}  // namespace countersign::bench
