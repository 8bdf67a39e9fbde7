#include "base/ids.hpp"

#include <gtest/gtest.h>

#include <set>

namespace countersign {
namespace {

/// Later than anything another test of this program asked for.
std::int64_t a_later_millisecond() {
  static std::int64_t millis = 1'700'000'000'000;
  return millis += 1'000'000;
}

TEST(Ids, SortByTime) {
  std::string last;
  const auto begin = a_later_millisecond();
  for (std::int64_t millis = begin; millis < begin + 2'000; millis += 7) {
    const std::string id = new_id(from_micros(millis * 1000));
    EXPECT_LT(last, id);
    EXPECT_EQ(id.substr(0, 10), id_at(millis, 0).substr(0, 10));
    last = id;
  }
}

TEST(Ids, CarryTheirMillisecondAsAUlidDoes) {
  EXPECT_EQ(id_at(1'469'918'176'385, 0).substr(0, 10), "01ARYZ6S41");  // the ULID specification's example
}

TEST(Ids, AreUniqueAndSortedWithinOneMillisecondHoweverMany) {
  std::set<std::string> seen;
  std::string last;
  const Time now = from_micros(a_later_millisecond() * 1000);
  for (int i = 0; i < 70'000; ++i) {  // more than there are places in a millisecond
    const auto id = new_id(now);
    EXPECT_LT(last, id);
    seen.insert(id);
    last = id;
  }
  EXPECT_EQ(seen.size(), 70'000U);
}

TEST(Ids, StaySortedWhenTheClockGoesBack) {
  const auto millis = a_later_millisecond();
  const auto before = new_id(from_micros(millis * 1000));
  const auto after = new_id(from_micros((millis - 3'600'000) * 1000));
  EXPECT_LT(before, after);
}

TEST(Ids, FollowThoseOfAnEarlierRun) {
  const auto millis = a_later_millisecond();
  const auto newest = id_at(millis + 500, 41);
  ids_follow(newest);
  EXPECT_LT(newest, new_id(from_micros(millis * 1000)));
  const auto next = new_id(from_micros(millis * 1000));
  ids_follow("no id at all");
  ids_follow("uuuuuuuuuuuuuuuuuuuuuuuuuu");
  ids_follow(id_at(1, 1));
  EXPECT_LT(next, new_id(from_micros(millis * 1000)));
}

TEST(Ids, UseEveryRandomDigitOfTheAlphabetAndNoOther) {
  std::set<char> seen;
  for (int i = 0; i < 2'000; ++i) {
    const std::string id = id_at(1, static_cast<std::uint16_t>(i));
    ASSERT_EQ(id.size(), 26U);
    seen.insert(id.begin() + 10, id.end());
  }
  EXPECT_EQ(std::string(seen.begin(), seen.end()), "0123456789ABCDEFGHJKMNPQRSTVWXYZ");
}

TEST(Ids, AClockBeforeTheEpochStillMakesAnId) { EXPECT_EQ(new_id(from_micros(-5)).size(), 26U); }

}  // namespace
}  // namespace countersign
