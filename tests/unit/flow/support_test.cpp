// Which sentence rests on which source, and which on none.
#include "flow/grounding/support.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace countersign::grounding {
namespace {

const std::string kReturns =
    "# How do I return shoes or clothes?\n\nYou can return unworn shoes and clothes within 30 days. Print the label "
    "from "
    "your account and bring the parcel to any post office. Underwear cannot be returned.";
const std::string kDelivery =
    "# How long does delivery take?\n\nStandard delivery takes three to five working days. Express delivery takes one "
    "working day and costs 4.90 EUR.";

struct Judged {
  std::string rests;
  std::vector<int> sources;
  std::string why;
};

Judged judge(const std::string& sentence, const std::vector<std::string_view>& sources,
             const std::string& customer = "", std::string_view language = "en") {
  const auto all = ground(sentence, {sources, {customer}, language});
  if (all.size() != 1) return {"not one sentence but " + std::to_string(all.size()), {}, ""};
  return {std::string(to_word(all[0].rests)), all[0].sources, all[0].why};
}

std::string rests(const std::string& sentence, const std::string& customer = "") {
  return judge(sentence, {kReturns, kDelivery}, customer).rests;
}

TEST(Support, ASentenceRestsOnTheSourceThatSaysIt) {
  const auto first = judge("You can return unworn shoes within 30 days.", {kReturns, kDelivery});
  EXPECT_EQ(first.rests, "source");
  EXPECT_EQ(first.sources, std::vector<int>{0});
  EXPECT_EQ(judge("Standard deliveries take 3 to 5 working days.", {kReturns, kDelivery}).sources, std::vector<int>{1});
  EXPECT_EQ(rests("Express delivery costs 4,90 €."), "source") << "the same amount, written differently";
  EXPECT_EQ(rests("Please print the label and bring your parcel to a post office."), "source");
}

TEST(Support, AnAlteredNumberUnitCodeOrNameRestsOnNothing) {
  EXPECT_EQ(rests("You can return unworn shoes within 60 days."), "none");
  EXPECT_EQ(rests("You can return unworn shoes within 30 weeks."), "none");
  EXPECT_EQ(rests("Standard delivery takes three to six working days."), "none") << "in words, too";
  EXPECT_EQ(rests("Express delivery costs 4.90 USD."), "none");
  EXPECT_EQ(
      rests("Print the label from your account at https://elsewhere.example and bring the parcel to any post office."),
      "none");
  EXPECT_EQ(rests("Print the label from your account and bring the parcel to any post office of Hermes."), "none");
}

TEST(Support, WhatIsDeniedMustBeDeniedThere) {
  EXPECT_EQ(rests("Underwear cannot be returned."), "source");
  EXPECT_EQ(rests("Underwear can be returned."), "none");
  EXPECT_EQ(rests("You can't return unworn shoes and clothes within 30 days."), "none");
}

TEST(Support, WhatIsSaidWordForWordRestsThereHoweverItIsCut) {
  const std::string article = "# Are you real?\n\nNo. Questions are answered by AI, an automated assistant.";
  EXPECT_EQ(judge("Questions are answered by AI, an automated assistant.", {article}).rests, "source");
  EXPECT_EQ(judge("No, questions are answered by AI, an automated assistant.", {article}).rests, "source");
}

TEST(Support, ASentenceOfAnArticleThatIsNoSourceRestsOnNothing) {
  EXPECT_EQ(judge("Standard delivery takes three to five working days.", {kReturns}).rests, "none");
  EXPECT_EQ(judge("You can return shoes.", {}).rests, "none");
}

TEST(Support, CourtesyAndQuestionsClaimNothing) {
  for (const char* one : {"Hello Ana, thank you for your message.", "Is there anything else I can help you with?",
                          "Kind regards, your support team", "I am sorry for the inconvenience.",
                          "I will connect you with a colleague.", "Would you like me to send the label again?"})
    EXPECT_EQ(rests(one), "no_claim") << one;
  EXPECT_EQ(rests("Did you know that we pay 500 EUR?"), "none") << "a question with an amount of its own claims it";
  EXPECT_EQ(rests("We are happy to pay a bonus voucher."), "none");
}

TEST(Support, TheCustomersWordsCountOnlyWhereTheyAreSaidAgain) {
  const std::string asked = "Can I give back worn shoes after 60 days? My order is 4711.";
  EXPECT_EQ(rests("You asked whether you can give back worn shoes after 60 days.", asked), "customer");
  EXPECT_EQ(rests("You can give back worn shoes after 60 days.", asked), "none");
  EXPECT_EQ(rests("You can return the unworn shoes of order 4711 within 30 days.", asked), "source");
}

TEST(Support, WorksInEightLanguages) {
  struct Case {
    const char *language, *source, *right, *wrong;
  };
  for (const auto& one :
       std::vector<Case>{{"de", "Sie können ungetragene Schuhe innerhalb von 30 Tagen zurücksenden.",
                          "Ungetragene Schuhe können Sie in 30 Tagen zurücksenden.",
                          "Ungetragene Schuhe können Sie nicht zurücksenden."},
                         {"fr", "Vous pouvez renvoyer les chaussures non portées sous 30 jours.",
                          "Les chaussures non portées peuvent être renvoyées sous 30 jours.",
                          "Les chaussures non portées sont renvoyées sous 40 jours."},
                         {"es", "Puede devolver los zapatos sin usar en un plazo de 30 días.",
                          "Los zapatos sin usar se pueden devolver en 30 días.",
                          "Los zapatos sin usar se pueden devolver en 30 meses."},
                         {"it", "Le scarpe nuove possono essere restituite entro 30 giorni.",
                          "Può restituire le scarpe nuove entro trenta giorni.",
                          "Non può restituire le scarpe nuove entro 30 giorni."},
                         {"pt", "Os sapatos novos podem ser devolvidos no prazo de 30 dias.",
                          "Pode devolver os sapatos novos no prazo de 30 dias.",
                          "Não pode devolver os sapatos novos no prazo de 30 dias."},
                         {"nl", "Ongedragen schoenen kunt u binnen 30 dagen terugsturen.",
                          "U kunt ongedragen schoenen binnen 30 dagen terugsturen.",
                          "U kunt ongedragen schoenen binnen 90 dagen terugsturen."},
                         {"pl", "Nienoszone buty można zwrócić w ciągu 30 dni.",
                          "Nienoszone buty można zwrócić w ciągu trzydziestu dni.",
                          "Nienoszonych butów nie można zwrócić w ciągu 30 dni."},
                         {"en", "Unworn shoes may be sent back within 30 days.",
                          "You may send back unworn shoes within 30 days.", "You may never send back unworn shoes."}}) {
    EXPECT_EQ(judge(one.right, {one.source}, "", one.language).rests, "source") << one.right;
    EXPECT_EQ(judge(one.wrong, {one.source}, "", one.language).rests, "none") << one.wrong;
  }
}

TEST(Support, AnyTextIsReadInBoundedTimeAndItsUnreadEndRestsOnNothing) {
  std::string reply;
  while (reply.size() < 1'000'000) reply += "You can return unworn shoes within 30 days. ";
  const auto begin = std::chrono::steady_clock::now();
  const auto all = ground(reply, {{kReturns, reply}, {reply}, "en"});
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
  ASSERT_EQ(all.size(), kMostSentences + 1);
  EXPECT_EQ(all.back().rests, Rests::none);
  EXPECT_EQ(all.back().end, reply.size());
  for (const std::string& odd :
       {std::string("\xFF\xFE\x80"), std::string(), std::string(100'000, '.'), std::string("\0\0", 2)})
    static_cast<void>(ground(odd, {{odd}, {odd}, "xx"}));
}

TEST(Support, CountsWhatRestsOnWhat) {
  const auto counts =
      counts_of(ground("Hello. Underwear cannot be returned. We send umbrellas.", {{kReturns}, {}, "en"}));
  EXPECT_EQ(counts.sentences, 3);
  EXPECT_EQ(counts.source, 1);
  EXPECT_EQ(counts.nothing, 1);
  EXPECT_EQ(counts.none, 1);
}

}  // namespace
}  // namespace countersign::grounding
