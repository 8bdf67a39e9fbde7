// Retention: what is old goes, is said to have gone, and stays when it must.
#include "rights/retention.hpp"

#include "people.hpp"

namespace countersign::testing {
namespace {

using namespace std::chrono_literals;
constexpr std::chrono::hours kDay{24};

class RetentionTest : public PeopleTest {
 protected:
  RetentionTest() : PeopleTest(keeping()) {
    say_and_settle("c-1", "How long does delivery take?");
    (void)say(Said{"c-2", "What are your opening hours?", {}, "u-2", "Bo"});
    settle();
  }
  static RoadOptions keeping() {
    RoadOptions options;
    options.further = "keep: {texts: 400 days, details: 13 months, requests: 6 years}\n";
    return options;
  }
  [[nodiscard]] std::string conversations() { return value("SELECT count(*) FROM conversation"); }
};

TEST_F(RetentionTest, RemovesTextsWhoseTimeIsOverAndSaysSo) {
  advance(399 * kDay);
  EXPECT_FALSE(gateway->retention().run()->anything());
  ASSERT_TRUE(say(Said{"c-2", "Are you there?", {}, "u-2", "Bo"}).ok());  // it is in use again
  settle();
  const auto entries = column("SELECT body FROM entry ORDER BY seq");
  advance(2 * kDay);
  const auto removed = gateway->retention().run();
  ASSERT_TRUE(removed.ok());
  EXPECT_EQ(removed->texts, 1);
  EXPECT_EQ(conversations(), "1");
  EXPECT_EQ(conversation("c-2").turn, 2);
  ASSERT_EQ(kinds("removed").size(), 1U);
  EXPECT_NE(kinds("removed")[0].find(R"("conversations":1)"), std::string::npos);
  EXPECT_EQ(gateway->retention().removed("texts"), 1);
  const auto after = column("SELECT body FROM entry ORDER BY seq");
  EXPECT_TRUE(std::equal(entries.begin(), entries.end(), after.begin())) << "the record stays";
}

TEST_F(RetentionTest, ALegalHoldStopsItAndIsCounted) {
  ASSERT_TRUE(gateway->rights().holds.add(officer, *gateway->rights().customer("shop", "u-1"), "claim").ok());
  advance(401 * kDay);
  const auto removed = gateway->retention().run();
  EXPECT_EQ(removed->texts, 1);
  EXPECT_EQ(removed->held_back, 1);
  EXPECT_EQ(conversation("c-1").turn, 1);
  ASSERT_TRUE(gateway->rights().holds.remove(officer, *gateway->rights().customer("shop", "u-1")).ok());
  EXPECT_EQ(gateway->retention().run()->texts, 1);
  EXPECT_EQ(conversations(), "0");
}

TEST_F(RetentionTest, WorkThatIsNotDoneStopsIt) {
  customer_side.answers(503);
  say_and_settle("c-3", "How long does delivery take?");
  advance(401 * kDay);
  (void)gateway->retention().run();
  EXPECT_EQ(conversations(), "1") << "its reply is still on the way";
}

TEST_F(RetentionTest, RunsOnceAnHourByItself) {
  advance(401 * kDay);
  EXPECT_TRUE(gateway->retention().tend().has_value());
  EXPECT_FALSE(gateway->retention().tend().has_value());
  advance(61min);
  EXPECT_TRUE(gateway->retention().tend().has_value());
  EXPECT_EQ(conversations(), "0");
}

TEST_F(RetentionTest, ACustomerWhoseTextsWentMayWriteAgain) {
  advance(401 * kDay);
  (void)gateway->retention().run();
  EXPECT_FALSE(say_and_settle("c-1", "How long does delivery take?").empty());
  EXPECT_FALSE(delivered_by("ai", "c-1").empty());
}

}  // namespace
}  // namespace countersign::testing
