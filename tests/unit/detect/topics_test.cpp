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

TEST(Topics, AreLearnedFromAFewSentencesOfCustomers) {
  policy::DetectionTerms terms;
  terms.topics = {{"delivery", {"delivery"}, Level::low, {"Where is my parcel?", "When will my order be here?",
                   "My package has not arrived yet", "The courier did not come", "Wann kommt mein Paket an?"}},
                  {"claim", {"claim"}, Level::high, {"My roof was damaged by the storm", "I had an accident with my car",
                   "Water came into the cellar and ruined the floor", "Ich hatte einen Unfall mit dem Auto"}}};
  const auto detector = make_detector(terms);
  const auto sees = [&](std::string_view text) { return *detector->look({text, Author::customer, "", {}}); };
  EXPECT_EQ(sees("my parcel has still not arrived").topics, std::vector<std::string>{"delivery"});
  EXPECT_EQ(sees("the storm damaged the roof of our house").topics, std::vector<std::string>{"claim"});
  EXPECT_EQ(sees("the storm damaged the roof of our house").risk, Level::high);
  EXPECT_TRUE(sees("Thank you, that was all.").topics.empty());
  EXPECT_TRUE(sees("Do you sell gift cards?").topics.empty());
}

TEST(Topics, OfWordsStandBeforeThoseThatWereLearned) {
  policy::DetectionTerms terms;
  terms.topics = {{"delivery", {"delivery"}, Level::low, {"Where is my parcel?", "My package has not arrived yet"}},
                  {"refund", {"refund"}, Level::medium}};
  const auto sight = make_detector(terms)->look({"my package has not arrived, I want a refund", Author::customer, "", {}});
  EXPECT_EQ(sight->topics.front(), "refund");
}

TEST(Language, IsReadFromTheTextAndElseFromTheLocale) {
  EXPECT_EQ(sight_of("Ich möchte bitte wissen, wann meine Bestellung ankommt.").language, "de");
  EXPECT_EQ(sight_of("Je voudrais savoir quand ma commande arrive, merci.").language, "fr");
  EXPECT_EQ(detector().look({"ok", Author::customer, "pl-PL", {}})->language, "pl");
  EXPECT_EQ(detector().look({"", Author::customer, "", {}})->language, "");
}

TEST(Language, AFewWordsAreHeardInTheirLanguage) {
  const std::pair<const char*, const char*> said[] = {
      {"en", "still waiting here"},      {"en", "any news on it?"},         {"de", "geht immer noch nicht"},
      {"de", "noch jemand da?"},         {"fr", "toujours rien recu"},      {"fr", "et mon remboursement ?"},
      {"es", "sigo esperando respuesta"}, {"es", "ya no me funciona"},      {"it", "ancora nessuna risposta"},
      {"it", "dove sta il pacco?"},      {"pt", "ainda estou à espera"},    {"pt", "cadê meu pedido"},
      {"nl", "nog steeds niks gehoord"}, {"nl", "waar blijft mijn pakje"},  {"pl", "nadal czekam na odpowiedz"},
      {"pl", "gdzie moja paczka"}};
  for (const auto& [language, text] : said) EXPECT_EQ(sight_of(text).language, language) << text;
  EXPECT_EQ(sight_of("我想要更多的信息").language, "zh");
  EXPECT_EQ(sight_of("Siparişim nerede kaldı, hâlâ gelmedi").language, "tr");
}

}  // namespace
}  // namespace countersign
