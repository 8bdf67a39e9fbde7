#include "base/ids.hpp"

#include <gtest/gtest.h>

#include <set>

namespace countersign {
namespace {

TEST(Ids, SortByTime) {
  std::string last;
  for (std::int64_t millis = 1'700'000'000'000; millis < 1'700'000'002'000; millis += 7) {
    const std::string id = new_id(from_micros(millis * 1000));
    EXPECT_LT(last, id);
    last = id;
  }
  EXPECT_LT(new_id(from_micros(0)), new_id(from_micros(4'102'444'800'000'000)));
}

TEST(Ids, CarryTheirMillisecondAsAUlidDoes) {
  EXPECT_EQ(new_id(from_micros(1'469'918'176'385'000)).substr(0, 10),
            "01ARYZ6S41");  // the ULID specification's example
}

TEST(Ids, AreUniqueWithinOneMillisecond) {
  std::set<std::string> seen;
  for (int i = 0; i < 20'000; ++i) seen.insert(new_id(from_micros(1'700'000'000'000'000)));
  EXPECT_EQ(seen.size(), 20'000U);
}

TEST(Ids, UseEveryRandomDigitOfTheAlphabetAndNoOther) {
  std::set<char> seen;
  for (int i = 0; i < 2'000; ++i) {
    const std::string id = new_id(from_micros(1));
    ASSERT_EQ(id.size(), 26U);
    seen.insert(id.begin() + 10, id.end());
  }
  EXPECT_EQ(std::string(seen.begin(), seen.end()), "0123456789ABCDEFGHJKMNPQRSTVWXYZ");
}

TEST(Ids, AClockBeforeTheEpochStillMakesAnId) { EXPECT_TRUE(new_id(from_micros(-5)).starts_with("0000000000")); }

}  // namespace
}  // namespace countersign
