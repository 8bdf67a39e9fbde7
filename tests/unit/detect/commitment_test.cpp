#include "flow/detect/commitment.hpp"

#include <gtest/gtest.h>

#include "unit/detect/seen.hpp"

namespace countersign {
namespace {

std::optional<Commitment> promised(std::string_view text, Author by = Author::ai) {
  for (const auto& finding : sight_of(text, by).findings)
    if (finding.commitment) return finding.commitment;
  return std::nullopt;
}

TEST(Commitment, AmountsAreReadInHundredths) {
  using detect::cents_of;
  EXPECT_EQ(cents_of("50"), 5000);
  EXPECT_EQ(cents_of("8.5"), 850);
  EXPECT_EQ(cents_of("8,50"), 850);
  EXPECT_EQ(cents_of("1.234"), 123400);
  EXPECT_EQ(cents_of("1,234.50"), 123450);
  EXPECT_EQ(cents_of("1.234,50"), 123450);
  EXPECT_EQ(cents_of("99999999999999999999"), std::nullopt);
  EXPECT_EQ(cents_of(""), std::nullopt);
}

TEST(Commitment, MoneyHasAmountCurrencyAndDate) {
  const auto made = promised("We will refund 50 EUR to your account by Friday.");
  ASSERT_TRUE(made);
  EXPECT_EQ(made->what, "money");
  EXPECT_EQ(made->cents, 5000);
  EXPECT_EQ(made->currency, "EUR");
  EXPECT_EQ(made->by, "by friday");
}

TEST(Commitment, TheLargestOfSeveralAmountsCounts) {
  EXPECT_EQ(promised("I'll refund the £5 fee and pay you £180 back.")->cents, 18000);
}

TEST(Commitment, SumsAreReadAsTheyAreWritten) {
  const auto sum = [](const char* text) {
    const auto made = promised(text);
    return made && made->cents ? made->currency + " " + std::to_string(*made->cents) : std::string("none");
  };
  EXPECT_EQ(sum("I have credited £1.5k to your account."), "GBP 150000");
  EXPECT_EQ(sum("We will refund 2 thousand dollars."), "USD 200000");
  EXPECT_EQ(sum("Wir erstatten Ihnen 3 tausend Euro."), "EUR 300000");
  EXPECT_EQ(sum("We will refund $2 million."), "USD 200000000");
  EXPECT_EQ(sum("Vamos reembolsar R$ 1.299,00 na sua conta."), "BRL 129900");
  EXPECT_EQ(sum("Wir erstatten Ihnen EUR 50,-."), "EUR 5000");
  EXPECT_EQ(sum("We will refund 30 CAD to your card."), "CAD 3000");
}

TEST(Commitment, WhatIsPaidSeveralTimesIsAddedUp) {
  EXPECT_EQ(promised("We will refund 3 x 80 EUR.")->cents, 24000);
  EXPECT_EQ(promised("We will refund 50 EUR per month for 12 months.")->cents, 60000);
  EXPECT_EQ(promised("We will refund 50 EUR within 12 days.")->cents, 5000);
}

TEST(Commitment, TheDayIsReadInEightLanguages) {
  for (const auto* text : {"Nous vous rembourserons 20 € avant vendredi.", "Nous vous rembourserons 20 € dans les 5 jours.",
                           "Le devolvemos 20 € antes del viernes.", "Le rimborseremo 20 € entro venerdì.",
                           "Vamos devolver R$ 20 até sexta-feira.", "We storten 20 euro terug voor 3 maart.",
                           "Zwrócimy Panu 20 zł do piątku.", "Wir erstatten Ihnen 20 € bis Freitag."}) {
    const auto made = promised(text);
    ASSERT_TRUE(made) << text;
    EXPECT_FALSE(made->by.empty()) << text;
  }
}

TEST(Commitment, ManyKindsAndLanguagesAreSeen) {
  for (const auto* text : {"Your washing machine is covered by the warranty until 2028.", "We accept full responsibility for the error.",
                           "The technician will be with you on 14 March.", "Die Mahngebühr erlassen wir Ihnen.", "Nous vous remboursons 20 €.",
                           "Le devolvemos el dinero.", "Wij zijn aansprakelijk voor de schade.", "Your subscription has been cancelled."}) {
    EXPECT_TRUE(promised(text)) << text;
  }
}

TEST(Commitment, InformationConditionsAndDenialsAreNone) {
  for (const auto* text : {"Standard delivery takes three to five working days.", "Refunds are paid within 14 days of the return.",
                           "I cannot promise a refund.", "If the team approves it, you would get 50 EUR.", "Parcels cost 4.90 EUR.",
                           "You can read how this works on page 3 of our help centre.", "Thank you, your jacket is with us.",
                           "Did you receive the 20 EUR?", "Ihre Kündigung ist bei uns eingegangen und noch nicht bearbeitet."}) {
    EXPECT_FALSE(promised(text)) << text;
  }
}

TEST(Commitment, ADenialElsewhereInTheSentenceDoesNotHideAPromise) {
  for (const auto* text : {"I cannot thank you enough, we will refund 500 EUR.", "Please tell us your IBAN and we will refund 180 EUR.",
                           "This is not possible in the shop, but I'll refund 20 EUR.", "We will refund 50 EUR, is that fine?"}) {
    EXPECT_TRUE(promised(text)) << text;
  }
}

TEST(Commitment, IsLookedForInWhatPeopleSendToo) { EXPECT_TRUE(promised("We will refund 50 EUR.", Author::person)); }

TEST(Commitment, IsNothingACustomerCanMake) { EXPECT_FALSE(promised("We will refund 50 EUR.", Author::customer)); }

TEST(Reply, AdviceAndRefusalAreSeen) {
  EXPECT_TRUE(sees("You should take the consolidation loan.", "advice", Author::ai));
  EXPECT_TRUE(sees("Stop the blood pressure tablets for two days.", "advice", Author::ai));
  EXPECT_FALSE(sees("We can't give legal advice.", "advice", Author::ai));
  EXPECT_TRUE(sees("Your refund request has been denied.", "refusal", Author::ai));
  EXPECT_FALSE(sees("You can return shoes within 30 days.", "refusal", Author::ai));
}

TEST(Reply, PretendingToBeHumanIsSeen) {
  EXPECT_TRUE(sees("No, I'm a real person, promise!", "pretends_to_be_human", Author::ai));
  EXPECT_TRUE(sees("Ich bin kein Roboter.", "pretends_to_be_human", Author::ai));
  EXPECT_FALSE(sees("I'm a virtual assistant, so a machine is answering you.", "pretends_to_be_human", Author::ai));
}

}  // namespace
}  // namespace countersign
