// What a plugin's calls may take, and what a run of slow ones leads to.
#include "plugin/conduct.hpp"

#include <gtest/gtest.h>

namespace countersign::plugin {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
const Conduct::Moment kNow{seconds(1000)};
const ConductTerms kTerms{milliseconds(100), 3, seconds(30)};

TEST(Conduct, CallsWithinTheBudgetAreNobodysBusiness) {
  Conduct conduct("channel.x", kTerms);
  for (int i = 0; i < 100; ++i) conduct.note(kNow, milliseconds(100));
  EXPECT_EQ(conduct.complaint(kNow), "");
  EXPECT_FALSE(conduct.left_alone(kNow));
}

TEST(Conduct, ASlowCallIsCountedAndTold) {
  Conduct conduct("channel.x", kTerms);
  conduct.note(kNow, milliseconds(2));
  conduct.note(kNow, milliseconds(350));
  EXPECT_EQ(conduct.complaint(kNow), "plugin `channel.x`: 1 of 2 calls took longer than 100 ms (the longest 350 ms)");
}

TEST(Conduct, OnlySlowCallsInARowLeaveItAloneForAWhile) {
  Conduct conduct("channel.x", kTerms);
  for (int i = 0; i < 10; ++i) {
    conduct.note(kNow, milliseconds(101));
    conduct.note(kNow, milliseconds(101));
    conduct.note(kNow, milliseconds(1));
  }
  EXPECT_FALSE(conduct.left_alone(kNow));
  for (int i = 0; i < 3; ++i) conduct.note(kNow, milliseconds(101));
  EXPECT_TRUE(conduct.left_alone(kNow));
  EXPECT_TRUE(conduct.left_alone(kNow + seconds(29)));
  EXPECT_NE(conduct.complaint(kNow).find("no new work"), std::string::npos);
  EXPECT_FALSE(conduct.left_alone(kNow + seconds(30)));
}

}  // namespace
}  // namespace countersign::plugin
