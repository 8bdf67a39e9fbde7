// Conversation tokens: ours, of this channel, of now; nothing else.
#include "chat/token.hpp"

#include <gtest/gtest.h>

#include <set>

namespace countersign::chat {
namespace {

const Tokens web("web", "a-secret-of-thirty-two-characters");
constexpr Time kNow{std::chrono::hours{24 * 20'000}};
constexpr std::chrono::hours kDay{24};

TEST(Token, NamesItsVisitorAndConversation) {
  const auto token = web.make("", kNow);
  const auto visitor = web.check(token, kNow + kDay * 89);
  ASSERT_TRUE(visitor.ok());
  EXPECT_EQ(visitor->id.size(), 32U);
  EXPECT_EQ(visitor->conversation.size(), 32U);
  EXPECT_NE(visitor->id, visitor->conversation);
}

TEST(Token, ANewConversationOfAKnownVisitorKeepsTheVisitor) {
  const auto first = web.check(web.make("", kNow), kNow);
  const auto second = web.check(web.make(first->id, kNow), kNow);
  EXPECT_EQ(first->id, second->id);
  EXPECT_NE(first->conversation, second->conversation);
}

TEST(Token, IsForgedWhenAnyCharacterIsChanged) {
  const auto token = web.make("", kNow);
  for (std::size_t i = 0; i < token.size(); ++i) {
    auto changed = token;
    changed[i] = changed[i] == 'a' ? 'b' : 'a';
    EXPECT_FALSE(web.check(changed, kNow).ok()) << i;
    EXPECT_FALSE(web.check(token.substr(0, i), kNow).ok()) << i;
  }
  EXPECT_FALSE(web.check(token + "0", kNow).ok());
}

TEST(Token, IsForgedOnAnotherChannelOrWithAnotherSecret) {
  const auto token = web.make("", kNow);
  EXPECT_EQ(Tokens("shop", "a-secret-of-thirty-two-characters").check(token, kNow).error().fault, Fault::forged);
  EXPECT_EQ(Tokens("web", "b-secret-of-thirty-two-characters").check(token, kNow).error().fault, Fault::forged);
}

TEST(Token, EndsAfterNinetyDaysAndBeginsAtMostFiveMinutesAhead) {
  const auto token = web.make("", kNow);
  EXPECT_TRUE(web.check(token, kNow + kDay * 90).ok());
  EXPECT_FALSE(web.check(token, kNow + kDay * 90 + std::chrono::seconds(1)).ok());
  EXPECT_TRUE(web.check(token, kNow - std::chrono::minutes(5)).ok());
  EXPECT_FALSE(web.check(token, kNow - std::chrono::minutes(6)).ok());
}

}  // namespace
}  // namespace countersign::chat
