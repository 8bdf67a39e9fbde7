// A clock that a test holds. Its time of day moves by itself only a millisecond per look, so that what happens one after
// the other is seen one after the other, as in life. Thread-safe.
#pragma once

#include <atomic>

#include "base/clock.hpp"

namespace countersign::testing {

class FakeClock final : public Clock {
 public:
  explicit FakeClock(std::string_view start = "2026-11-23T10:00:00Z") : at_(micros(*from_rfc3339(start))) {}
  [[nodiscard]] Time now() const override { return from_micros(at_.fetch_add(1000)); }
  [[nodiscard]] Steady steady() const override { return Steady(Duration(passed_.load())); }
  /// Time passes.
  void advance(Duration by) {
    passed_ += by.count();
    at_ += by.count();
  }
  /// Somebody sets the clock, forward or back; no time passes.
  void jump(Duration by) { at_ += by.count(); }

 private:
  mutable std::atomic<std::int64_t> at_;
  std::atomic<std::int64_t> passed_{0};
};

}  // namespace countersign::testing
