#include "flow/model/pseudonyms.hpp"

#include <gtest/gtest.h>

#include <random>
#include <stdexcept>

namespace countersign {
namespace {

using policy::Mask;

Finding span(std::string kind, std::string_view text, std::string_view value) {
  const auto at = static_cast<std::uint32_t>(text.find(value));
  return {std::move(kind), at, at + static_cast<std::uint32_t>(value.size())};
}

const Masks all{{"email", Mask::pseudonym}, {"phone", Mask::pseudonym}, {"card_number", Mask::stars}, {"health", Mask::removed}};

constexpr std::string_view letter = "Mail ana@example.com or bo@example.com, ana@example.com is better.";

std::vector<Finding> emails() {
  return {{"email", 5, 20}, {"email", 24, 38}, {"email", 40, 55}};
}

TEST(Pseudonyms, TheSameValueHasTheSamePlaceholder) {
  Pseudonyms names;
  const auto hidden = names.hide(letter, emails(), all);
  EXPECT_EQ(hidden.find("example"), std::string::npos);
  const auto first = hidden.substr(5, hidden.find(' ', 5) - 5);
  EXPECT_EQ(first.substr(0, 9), "[EMAIL_1_");
  EXPECT_NE(hidden.find(first, 10), std::string::npos);
  EXPECT_NE(hidden.find("[EMAIL_2_"), std::string::npos);
  EXPECT_EQ(*names.restore(hidden), letter);
}

TEST(Pseudonyms, StayTheSameOverTurnsAndStorage) {
  Pseudonyms names;
  const auto hidden = names.hide(letter, emails(), all);
  auto later = Pseudonyms::parse(names.serialise());
  ASSERT_TRUE(later);
  EXPECT_EQ(later->hide(letter, emails(), all), hidden);
  EXPECT_EQ(*later->restore(hidden), letter);
  EXPECT_NE(later->hide("new@example.com", {{"email", 0, 15}}, all).find("[EMAIL_3_"), std::string::npos);
}

TEST(Pseudonyms, AConversationWithoutAnyStartsEmpty) {
  const auto none = Pseudonyms::parse("");
  ASSERT_TRUE(none);
  EXPECT_TRUE(none->empty());
  for (const auto* bad : {"{}", "[]", "x", R"({"secret":"00","values":[]})"}) EXPECT_FALSE(Pseudonyms::parse(bad)) << bad;
}

TEST(Pseudonyms, AForeignPlaceholderIsRefused) {
  Pseudonyms mine;
  Pseudonyms other;
  const auto foreign = other.hide(letter, emails(), all);
  (void)mine.hide(letter, emails(), all);
  EXPECT_FALSE(mine.restore(foreign));
  EXPECT_EQ(mine.restore(foreign).error().fault, Fault::invalid);
}

TEST(Pseudonyms, InventedAndDamagedPlaceholdersAreRefused) {
  Pseudonyms names;
  const auto hidden = names.hide("x ana@example.com", {{"email", 2, 17}}, all);
  const auto token = hidden.substr(2);
  const auto inner = token.substr(1, token.size() - 2);
  std::string small = token;
  for (char& c : small) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const auto& text : {std::string("[EMAIL_9_ABCD]"), std::string("[EMAIL_1]"), std::string("<EMAIL_1>"), inner, "<" + inner + ">", small,
                           "(" + inner + ")", "[" + inner, token + " and " + inner, std::string("[Phone 3]")}) {
    EXPECT_FALSE(names.restore("Dear " + text + "!")) << text;
  }
  EXPECT_TRUE(names.restore("Dear " + token + "!"));
  EXPECT_TRUE(names.restore("See [1], (2) and step_3."));
}

TEST(Pseudonyms, KnownValuesAreHiddenWhereNothingWasDetected) {
  Pseudonyms names;
  (void)names.hide("ana@example.com", {{"email", 0, 15}}, all);
  EXPECT_EQ(names.hide("cc ana@example.com!", {}, all).find("ana@"), std::string::npos);
  EXPECT_EQ(names.hide("nana@example.community", {}, all), "nana@example.community");
}

TEST(Pseudonyms, StarsKeepTheLastFourOfALongNumberOnly) {
  Pseudonyms names;
  const std::string card = "4111 1111 1111 1234";
  EXPECT_EQ(names.hide(card, {span("card_number", card, card)}, all), "**** **** **** 1234");
  EXPECT_EQ(names.hide("12345", {{"card_number", 0, 5}}, all), "*****");
  EXPECT_EQ(names.hide("é1", {{"card_number", 0, 3}}, all), "**");
}

TEST(Pseudonyms, RemovedLeavesAMarkAndOtherKindsStay) {
  Pseudonyms names;
  const std::string text = "I have diabetes, Ana";
  EXPECT_EQ(names.hide(text, {span("health", text, "diabetes"), span("person_name", text, "Ana")}, all), "I have [removed], Ana");
}

TEST(Pseudonyms, OverlappingFindingsAreCoveredByTheStrictest) {
  Pseudonyms names;
  EXPECT_EQ(names.hide("abcdef", {{"email", 0, 4}, {"health", 2, 6}}, all), "[removed]");
}

TEST(Pseudonyms, AFindingOfAnotherTextThrows) {
  Pseudonyms names;
  EXPECT_THROW((void)names.hide("short", {{"email", 0, 99}}, all), std::out_of_range);
  EXPECT_THROW((void)names.hide("é", {{"email", 0, 1}}, all), std::out_of_range);
  EXPECT_THROW((void)names.hide("abc", {{"email", 2, 1}}, all), std::out_of_range);
}

TEST(Pseudonyms, HidingAndRestoringGivesTheTextBackForAnySpans) {
  std::mt19937 random(7);
  std::uniform_int_distribution<int> letters('a', 'z');
  std::uniform_int_distribution<std::uint32_t> at(0, 40);
  for (int round = 0; round < 400; ++round) {
    std::string text;
    for (int i = 0; i < 40; ++i) text += random() % 6 == 0 ? ' ' : static_cast<char>(letters(random));
    std::vector<Finding> findings;
    for (int i = 0; i < 4; ++i) {
      const auto a = at(random);
      const auto b = at(random);
      findings.push_back({i % 2 == 0 ? "email" : "phone", std::min(a, b), std::max(a, b)});
    }
    Pseudonyms names;
    const auto hidden = names.hide(text, findings, all);
    const auto restored = names.restore(hidden);
    ASSERT_TRUE(restored) << hidden;
    ASSERT_EQ(*restored, text);
    ASSERT_EQ(*Pseudonyms::parse(names.serialise())->restore(hidden), text);
  }
}

}  // namespace
}  // namespace countersign
