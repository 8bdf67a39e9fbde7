// ShiftedClock: the machine's clock, moved. The demo needs a Sunday night whenever it is watched. Any thread.
#pragma once

#include <atomic>

#include "base/clock.hpp"

namespace countersign::app::demo {

class ShiftedClock final : public Clock {
 public:
  [[nodiscard]] Time now() const override { return SystemClock().now() + Duration(shift_); }
  [[nodiscard]] Time machine() const override { return SystemClock().now(); }
  /// From now on it is `then`, and time goes on from there.
  void set(Time then) { shift_ = (then - SystemClock().now()).count(); }
  void back_to_real_time() { shift_ = 0; }

 private:
  std::atomic<Duration::rep> shift_{0};
};

/// The latest Sunday before `now`, 02:40 in Berlin, where the starter policies' people sit.
[[nodiscard]] Time sunday_night(Time now);

}  // namespace countersign::app::demo
