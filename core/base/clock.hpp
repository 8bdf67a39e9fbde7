// Time, and the one place it comes from. Everything that decides takes a Clock, so tests can hold time still. There are
// two kinds: the time of day, which people read and which can be set or jump, and steady time, which only goes forward
// and by which everything waits. Thread-safe.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace countersign {

using Duration = std::chrono::microseconds;
/// Microseconds since 1970-01-01T00:00:00Z.
using Time = std::chrono::sys_time<Duration>;

/// Steady time: microseconds since the machine was started. Nobody can set it, and it counts on while the machine sleeps
/// (CLOCK_BOOTTIME).
using Steady = std::chrono::time_point<std::chrono::steady_clock, Duration>;

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Time now() const = 0;
  [[nodiscard]] virtual Steady steady() const;
  /// The machine's own time of day, for a clock that shows another one on purpose (the demo's Sunday night). What is
  /// asked to find out whether the machine's clock is right.
  [[nodiscard]] virtual Time machine() const { return now(); }
};

/// The machine's clock.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Time now() const override;
};

[[nodiscard]] std::string to_rfc3339(Time time);                        ///< "2026-11-21T10:00:00.000000Z"
[[nodiscard]] std::optional<Time> from_rfc3339(std::string_view text);  ///< offset or Z required
[[nodiscard]] inline std::int64_t micros(Time time) { return time.time_since_epoch().count(); }
[[nodiscard]] inline Time from_micros(std::int64_t value) { return Time(Duration(value)); }

}  // namespace countersign
