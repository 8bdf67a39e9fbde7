#include <gtest/gtest.h>

#include "unit/detect/seen.hpp"

namespace countersign {
namespace {

std::unique_ptr<const Detector> officers() {
  policy::DetectionTerms terms;
  terms.topics = {{"refund", {"refund", "money back", "Rückerstattung"}, Level::high},
                         {"delivery", {"deliver", "parcel"}, Level::low},
                         {"odd", {"c++ (old)", "退款", ""}, Level::medium}};
  return make_detector(terms);
}

std::vector<std::string> topics(std::string_view text) {
  const auto sight = officers()->look({text, Author::customer, "", {}});
  return sight ? sight->topics : std::vector<std::string>{"error"};
}

TEST(Topics, AreFoundAtWordStartsInAnyCase) {
  EXPECT_EQ(topics("I want a REFUND"), std::vector<std::string>{"refund"});
  EXPECT_EQ(topics("ruckerstattung bitte"), std::vector<std::string>{"refund"});
  EXPECT_EQ(topics("When is it delivered?"), std::vector<std::string>{"delivery"});
  EXPECT_TRUE(topics("nonrefundable").empty());
}

TEST(Topics, AnOfficersWordIsNoPattern) {
  EXPECT_EQ(topics("my C++ (old) book"), std::vector<std::string>{"odd"});
  EXPECT_TRUE(topics("my ccc old book").empty());
}

TEST(Topics, WorkInScriptsWithoutSpaces) { EXPECT_EQ(topics("我要退款"), std::vector<std::string>{"odd"}); }

TEST(Topics, TheBestComesFirstAndTheHighestRiskCounts) {
  EXPECT_EQ(topics("refund, money back for the parcel"), (std::vector<std::string>{"refund", "delivery"}));
  EXPECT_EQ(officers()->look({"parcel and refund", Author::customer, "", {}})->risk, Level::high);
  EXPECT_EQ(officers()->look({"parcel", Author::customer, "", {}})->risk, Level::low);
}

TEST(Language, IsReadFromTheTextAndElseFromTheLocale) {
  EXPECT_EQ(sight_of("Ich möchte bitte wissen, wann meine Bestellung ankommt.").language, "de");
  EXPECT_EQ(sight_of("Je voudrais savoir quand ma commande arrive, merci.").language, "fr");
  EXPECT_EQ(detector().look({"ok", Author::customer, "pl-PL", {}})->language, "pl");
  EXPECT_EQ(detector().look({"", Author::customer, "", {}})->language, "");
}

}  // namespace
}  // namespace countersign
