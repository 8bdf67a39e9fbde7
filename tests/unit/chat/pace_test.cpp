// How many conversations one network may begin, and how fast one conversation may go on.
#include "chat/pace.hpp"

#include <gtest/gtest.h>

namespace countersign::chat {
namespace {

constexpr Time kNow{std::chrono::hours{24 * 20'000}};

TEST(Pace, EachHasABurstAndThenOneInItsTime) {
  Pace pace;
  for (int i = 0; i < kStarts.burst; ++i) EXPECT_EQ(pace.ask("a", kStarts, kNow).count(), 0) << i;
  EXPECT_EQ(pace.ask("a", kStarts, kNow).count(), 1);
  EXPECT_EQ(pace.ask("b", kStarts, kNow).count(), 0) << "another address is not meant";
  EXPECT_EQ(pace.ask("a", kStarts, kNow + kStarts.each).count(), 0);
  EXPECT_GT(pace.ask("a", kStarts, kNow + kStarts.each).count(), 0);
}

TEST(Pace, ManyFillNoMemoryAndLockNobodyOutForLong) {
  Pace pace(3);
  for (const char* address : {"a", "b", "c"}) EXPECT_EQ(pace.ask(address, kStarts, kNow).count(), 0);
  EXPECT_GT(pace.ask("d", kStarts, kNow).count(), 0);
  EXPECT_EQ(pace.ask("a", kStarts, kNow).count(), 0);
  EXPECT_EQ(pace.ask("d", kStarts, kNow + kStarts.each * 2).count(), 0) << "the others have their burst again";
}

TEST(Network, IsTheAddressOrTheNetworkThatOneCustomerHas) {
  EXPECT_EQ(network_of("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(network_of("::ffff:192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(network_of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  EXPECT_EQ(network_of("2001:db8:1:2:ffff::1"), network_of("2001:db8:1:2::9"));
  EXPECT_NE(network_of("2001:db8:1:3::9"), network_of("2001:db8:1:2::9"));
  EXPECT_EQ(network_of(""), "");
}

}  // namespace
}  // namespace countersign::chat
