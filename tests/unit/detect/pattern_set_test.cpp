// A set that looks for literals first finds what one automaton of all patterns finds.
#include "flow/detect/pattern_set.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "flow/detect/literals.hpp"
#include "flow/detect/rule.hpp"

namespace countersign::detect {
namespace {

using Table = std::span<const Rule> (*)();

std::vector<std::string> patterns_of(std::initializer_list<Table> tables) {
  std::vector<std::string> patterns;
  for (const auto table : tables)
    for (const auto& rule : table()) patterns.emplace_back(rule.pattern);
  return patterns;
}

/// Every fortieth sentence of the folders, folded.
std::vector<std::string> sentences_of(std::initializer_list<const char*> folders) {
  std::vector<std::string> found;
  std::size_t lines = 0;
  for (const char* folder : folders)
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      std::ifstream file(entry.path());
      for (std::string line; std::getline(file, line);)
        if (++lines % 40 == 0) found.push_back(folded_view(line).text);
    }
  return found;
}

void expect_the_same(const std::vector<std::string>& patterns) {
  const PatternSet together(patterns);
  const auto by_words = PatternSet::of_words(patterns);
  std::size_t all = 0;
  for (const auto& text : sentences_of({VOICES_FOLDER, FRESH_FOLDER, UNHEARD_FOLDER})) {
    const auto expected = together.hits(text);
    const auto found = by_words.hits(text);
    ASSERT_TRUE(expected && found);
    EXPECT_EQ(*found, *expected) << text;
    all += expected->size();
  }
  EXPECT_GT(all, 10U);
}

TEST(PatternSet, OfWordsFindsWhatAllRulesOfCustomersTogetherFind) {
  expect_the_same(
      patterns_of({person_rules, handover_rules, machine_rules, mood_rules, temper_rules, welfare_rules, hardship_rules,
                   danger_rules, legal_rules, court_rules, leaving_rules, injection_rules, risk_rules}));
}

TEST(PatternSet, OfWordsFindsWhatAllRulesOfRepliesTogetherFind) {
  expect_the_same(
      patterns_of({commitment_rules, promise_rules, reply_rules, counsel_rules, refusal_rules, human_rules}));
}

TEST(PatternSet, OfWordsNamesPatternsWithoutAnyLiteralToo) {
  const auto set = PatternSet::of_words({R"(\bai\b)", R"(\bhuman being\b)", R"(\b(?:sue|court)\b.{0,9}\byou\b)"});
  EXPECT_EQ(*set.hits("is it ai or a human being"), (std::vector<int>{0, 1}));
  EXPECT_EQ(*set.hits("i sue you"), std::vector<int>{2});
  EXPECT_EQ(*set.hits("you sue"), std::vector<int>{});
  EXPECT_EQ(*set.hits(""), std::vector<int>{});
}

TEST(PatternSet, OfWordsRefusesAPatternThatIsNone) {
  EXPECT_THROW(static_cast<void>(PatternSet::of_words({"("})), std::runtime_error);
}

TEST(Literals, AreFoundWhereverTheyStandAndInOneAnother) {
  const Literals literals({"court", "cour", "our", "end", "no"});
  auto found = literals.in("courtend");
  std::sort(found.begin(), found.end());
  EXPECT_EQ(found, (std::vector<int>{0, 1, 2, 3}));
  EXPECT_TRUE(literals.in("en").empty());
  EXPECT_TRUE(literals.in("cou").empty());
  EXPECT_TRUE(literals.in("").empty());
}

}  // namespace
}  // namespace countersign::detect
