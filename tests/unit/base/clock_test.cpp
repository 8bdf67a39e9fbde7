#include "base/clock.hpp"

#include <gtest/gtest.h>

namespace countersign {
namespace {

TEST(Clock, WritesMicrosecondsInUtc) {
  EXPECT_EQ(to_rfc3339(from_micros(0)), "1970-01-01T00:00:00.000000Z");
  EXPECT_EQ(to_rfc3339(from_micros(1'795'255'200'000'001)), "2026-11-21T10:00:00.000001Z");
  EXPECT_EQ(to_rfc3339(from_micros(-1)), "1969-12-31T23:59:59.999999Z");
}

TEST(Clock, ReadsBackWhatItWrites) {
  for (const std::int64_t value :
       {0LL, -1LL, 1LL, 951'782'400'000'000LL, 1'795'255'200'123'456LL, 4'102'444'799'999'999LL}) {
    const auto back = from_rfc3339(to_rfc3339(from_micros(value)));
    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(micros(*back), value);
  }
}

TEST(Clock, TakesAnOffsetIntoAccount) {
  EXPECT_EQ(from_rfc3339("2026-11-21T11:30:00+01:30"), from_rfc3339("2026-11-21T10:00:00Z"));
  EXPECT_EQ(from_rfc3339("2026-11-20T23:00:00.5-11:00"), from_rfc3339("2026-11-21T10:00:00.500000Z"));
  EXPECT_EQ(from_rfc3339("2026-11-21t10:00:00z"), from_rfc3339("2026-11-21T10:00:00Z"));
}

TEST(Clock, CutsDigitsBelowAMicrosecond) {
  EXPECT_EQ(from_rfc3339("2026-11-21T10:00:00.123456999Z"), from_rfc3339("2026-11-21T10:00:00.123456Z"));
}

TEST(Clock, ReadsALeapSecondAsTheSecondAfter) {
  EXPECT_EQ(from_rfc3339("2016-12-31T23:59:60Z"), from_rfc3339("2017-01-01T00:00:00Z"));
}

TEST(Clock, RefusesWhatIsNoTime) {
  for (const char* text :
       {"", "2026-11-21", "2026-11-21T10:00:00", "2026-11-21 10:00:00Z", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z",
        "2026-11-21T24:00:00Z", "2026-11-21T10:60:00Z", "2026-11-21T10:00:61Z", "2026-11-21T10:00:00.Z",
        "2026-11-21T10:00:00+24:00", "2026-11-21T10:00:00+0100", "2026-11-21T10:00:00Zx", "26-11-21T10:00:00Z",
        "2026-11-21T10:00:00+01:60", "2026-11-2"}) {
    EXPECT_FALSE(from_rfc3339(text).has_value()) << text;
  }
}

TEST(Clock, TheMachinesClockRunsForward) {
  const SystemClock clock;
  const Time before = clock.now();
  EXPECT_LE(before, clock.now());
  EXPECT_GT(micros(before), 1'700'000'000'000'000);
}

}  // namespace
}  // namespace countersign
