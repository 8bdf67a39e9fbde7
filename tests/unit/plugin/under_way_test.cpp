// Calls into a plugin that do not return: known while they last, told once, and forgotten when they end.
#include "plugin/under_way.hpp"

#include <gtest/gtest.h>

#include "plugin/conduct.hpp"

namespace countersign::plugin {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
const UnderWay::Moment kNow{seconds(1000)};

TEST(UnderWay, ACallWithinItsLimitIsNobodysBusiness) {
  const UnderWay call("channel.x", "read", seconds(1), nullptr, kNow);
  EXPECT_TRUE(late_calls(kNow + seconds(1)).empty());
  EXPECT_EQ(late_calls(kNow + seconds(1), milliseconds(500)).size(), 1U) << "a stop is less patient";
}

TEST(UnderWay, ACallOverItsLimitIsNamedWithItsTimeWhileItLasts) {
  {
    const UnderWay old("channel.x", "verify", seconds(1), nullptr, kNow);
    const UnderWay fresh("model.y", "open", seconds(10), nullptr, kNow + seconds(1));
    const auto late = late_calls(kNow + seconds(12));
    ASSERT_EQ(late.size(), 2U);
    EXPECT_EQ(late[0].plugin, "channel.x");
    EXPECT_EQ(late[0].call, "verify");
    EXPECT_EQ(late[0].since, seconds(12));
    EXPECT_EQ(late[1].plugin, "model.y");
    EXPECT_NE(in_words(late[0]).find("`channel.x`: a call of its `verify` has not returned for 12 s"),
              std::string::npos);
  }
  EXPECT_TRUE(late_calls(kNow + seconds(60)).empty());
}

TEST(UnderWay, CallsMayEndInAnyOrder) {
  const auto a = std::make_unique<UnderWay>("a", "read", seconds(1), nullptr, kNow);
  auto b = std::make_unique<UnderWay>("b", "read", seconds(1), nullptr, kNow);
  const auto c = std::make_unique<UnderWay>("c", "read", seconds(1), nullptr, kNow);
  b.reset();
  auto d = std::make_unique<UnderWay>("d", "read", seconds(1), nullptr, kNow);
  EXPECT_EQ(late_calls(kNow + seconds(5)).size(), 3U);
  d.reset();
  EXPECT_EQ(late_calls(kNow + seconds(5)).size(), 2U);
}

TEST(UnderWay, SeveralThatDoNotReturnKeepNewWorkAwayUntilTheyDo) {
  Conduct conduct("channel.x", {milliseconds(100), 2, seconds(30)});
  auto one = std::make_unique<UnderWay>("channel.x", "verify", milliseconds(100), &conduct.late(), kNow);
  (void)late_calls(kNow + seconds(1));
  EXPECT_FALSE(conduct.left_alone(kNow + seconds(1)));
  const auto two = std::make_unique<UnderWay>("channel.x", "verify", milliseconds(100), &conduct.late(), kNow);
  (void)late_calls(kNow + seconds(1));
  (void)late_calls(kNow + seconds(2));
  EXPECT_TRUE(conduct.left_alone(kNow + seconds(2)));
  one.reset();
  EXPECT_FALSE(conduct.left_alone(kNow + seconds(2)));
}

}  // namespace
}  // namespace countersign::plugin
