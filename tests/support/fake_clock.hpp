// A clock that a test holds. It moves by itself only a millisecond per look, so that ids made one after the other sort in
// that order, as they do in life. Thread-safe.
#pragma once

#include <atomic>

#include "base/clock.hpp"

namespace countersign::testing {

class FakeClock final : public Clock {
 public:
  explicit FakeClock(std::string_view start = "2026-11-23T10:00:00Z") : at_(micros(*from_rfc3339(start))) {}
  [[nodiscard]] Time now() const override { return from_micros(at_.fetch_add(1000)); }
  void advance(Duration by) { at_ += by.count(); }

 private:
  mutable std::atomic<std::int64_t> at_;
};

}  // namespace countersign::testing
