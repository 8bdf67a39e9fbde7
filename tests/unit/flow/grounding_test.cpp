// What an AI text may say beside what it rests on: nothing with a number, and nothing at all about somebody's own
// matter.
#include "flow/grounding.hpp"

#include <gtest/gtest.h>

namespace countersign {
namespace {

constexpr Time kNow{};
const std::string kFact = "Your order 4711 is on its way; we expect it on Tuesday 24 November.";

plugin::Passage article() { return {"Delivery", "Standard delivery takes 3 to 5 working days.", "delivery.md"}; }
plugin::Passage fact() {
  return {"orders, as of now", kFact, "", "Where is my order?", kNow + std::chrono::minutes(10)};
}

bool doubted(const std::string& text, const std::vector<plugin::Passage>& sources,
             const std::string& customer = "Where is my order 4711?", Time now = kNow) {
  std::vector<std::string> known{customer};
  for (const auto& source : sources) known.push_back(source.text);
  return !find_ungrounded(text, sources, known, now, grounds_of(text, sources, known, "en")).empty();
}

TEST(Grounding, ANumberThatNoSourceAndNoCustomerNamedIsDoubted) {
  EXPECT_FALSE(doubted("It takes 3 to 5 working days, also for order 4711.", {article()}));
  EXPECT_TRUE(doubted("It takes 3 to 6 working days.", {article()}));
  const auto found = find_ungrounded("In 15 days.", {article()}, {article().text}, kNow, {});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].start, 3U);
  EXPECT_EQ(found[0].end, 5U) << "15 is not the 5 of the article";
}

TEST(Grounding, ALookedUpFactStandsWordForWordOrIsDoubted) {
  EXPECT_FALSE(doubted(kFact, {fact()}));
  EXPECT_FALSE(doubted("Hello Ana,\n\n" + kFact + "\n\nKind regards", {fact()}));
  EXPECT_TRUE(doubted("Your order 4711 has arrived.", {fact()}));
  EXPECT_TRUE(doubted("Your order 4711 is not on its way; we expect it on Tuesday 24 November.", {fact()}));
}

TEST(Grounding, MoreThanAGreetingAroundAFactIsDoubted) {
  EXPECT_TRUE(doubted(kFact + " The driver is friendly and will carry it up all the stairs for you.", {fact()}));
}

TEST(Grounding, AnOldFactIsDoubted) {
  EXPECT_TRUE(doubted(kFact, {fact()}, "Where is my order 4711?", kNow + std::chrono::minutes(11)));
}

TEST(Grounding, AnInventedSentenceBetweenTrueOnesIsMarkedAndNothingElse) {
  const std::string text = "Standard delivery takes 3 to 5 working days. We also send a free umbrella. Kind regards";
  const std::vector<std::string> known{article().text};
  const auto found = find_ungrounded(text, {article()}, known, kNow, grounds_of(text, {article()}, known, "en"));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].kind, "ungrounded");
  EXPECT_EQ(text.substr(found[0].start, found[0].end - found[0].start), "We also send a free umbrella.");
}

TEST(Grounding, ATextWithoutSourcesIsLeftToThePolicyThatAsksForOne) { EXPECT_FALSE(doubted("In 99 days.", {})); }

}  // namespace
}  // namespace countersign
