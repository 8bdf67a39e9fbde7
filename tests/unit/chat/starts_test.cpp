// How many conversations one address may begin.
#include "chat/starts.hpp"

#include <gtest/gtest.h>

namespace countersign::chat {
namespace {

constexpr Time kNow{std::chrono::hours{24 * 20'000}};

TEST(Starts, AnAddressHasABurstAndThenOneEachSecond) {
  Starts starts;
  for (int i = 0; i < Starts::kBurst; ++i) EXPECT_EQ(starts.ask("a", kNow).count(), 0) << i;
  EXPECT_EQ(starts.ask("a", kNow).count(), 1);
  EXPECT_EQ(starts.ask("b", kNow).count(), 0) << "another address is not meant";
  EXPECT_EQ(starts.ask("a", kNow + Starts::kEach).count(), 0);
  EXPECT_GT(starts.ask("a", kNow + Starts::kEach).count(), 0);
}

TEST(Starts, ManyAddressesFillNoMemoryAndLockNobodyOutForLong) {
  Starts starts(3);
  for (const char* address : {"a", "b", "c"}) EXPECT_EQ(starts.ask(address, kNow).count(), 0);
  EXPECT_GT(starts.ask("d", kNow).count(), 0);
  EXPECT_EQ(starts.ask("a", kNow).count(), 0);
  EXPECT_EQ(starts.ask("d", kNow + Starts::kEach * 2).count(), 0) << "the others have their burst again";
}

}  // namespace
}  // namespace countersign::chat
