// The learned models: the machine that learns, its files, and what the models that come along say of texts of our own.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "flow/detect/learned/features.hpp"
#include "flow/detect/learned/hearing.hpp"
#include "flow/detect/learned/ideas.hpp"
#include "flow/detect/learned/models.hpp"
#include "flow/detect/learned/opinion.hpp"
#include "flow/detect/learned/train.hpp"
#include "flow/detect/text_view.hpp"

namespace countersign::detect::learned {
namespace {

std::vector<Example> fruit_and_tools() {
  return {{"ripe apples and pears", "fruit"}, {"a basket of apples", "fruit"},   {"sweet pears, please", "fruit"},
          {"a hammer and nails", "tools"},    {"nails for the hammer", "tools"}, {"the saw is blunt", "tools"}};
}

Opinion of(const std::string& text) { return opinion_of(folded_view(text).text, "en"); }

TEST(Learning, TellsApartWhatItWasShown) {
  const auto model = train(fruit_and_tools(), {10, 20, 0.1F, 0.0F});
  ASSERT_TRUE(model.ok());
  const auto likely = [&](const std::string& text, std::string_view label) {
    return model->judge(features_of(text))[model->place(label)];
  };
  EXPECT_GT(likely("two pears and an apple", "fruit"), 0.7F);
  EXPECT_GT(likely("where is my hammer", "tools"), 0.7F);
}

TEST(Learning, OfTheSameExamplesGivesTheSameBytes) {
  EXPECT_EQ(train(fruit_and_tools(), {})->write(), train(fruit_and_tools(), {})->write());
}

TEST(Learning, WithFeaturesLeftOutByChanceItIsTheSameEachTimeAndTellsApartAllTheSame) {
  Schooling how{10, 20, 0.1F, 0.0F};
  const auto relying = train(fruit_and_tools(), how);
  how.drop = 0.3F;
  const auto model = train(fruit_and_tools(), how);
  ASSERT_TRUE(model.ok());
  EXPECT_EQ(model->write(), train(fruit_and_tools(), how)->write());
  EXPECT_NE(model->write(), relying->write());
  EXPECT_GT(model->judge(features_of("where is my hammer"))[model->place("tools")], 0.6F);
}

TEST(Learning, NeedsTwoLabels) { EXPECT_FALSE(train({{"apples", "fruit"}}, {}).ok()); }

TEST(Learning, AModelIsReadBackAsItWasWritten) {
  const auto model = train(fruit_and_tools(), {10, 5, 0.1F, 0.0F});
  const auto again = Linear::read(model->write());
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->write(), model->write());
  EXPECT_EQ(again->judge(features_of("apples")), model->judge(features_of("apples")));
}

TEST(Learning, SaysYesOrNoToEachLabelAndNothingOfWhatNobodyKnows) {
  Schooling how{10, 20, 0.1F, 0.0F};
  how.each = true;
  const auto model = train({{"ripe apples and pears", "fruit"}, {"a hammer and nails", "tools"}, {"apples under a hammer", "fruit+tools"},
                            {"good morning", ""}, {"a crate of pears", "fruit+tools?"}},
                           how);
  ASSERT_TRUE(model.ok());
  EXPECT_EQ(model->labels(), (std::vector<std::string>{"fruit", "tools"}));
  const auto both = model->judge_each(features_of("apples and a hammer"));
  EXPECT_GT(both[0], 0.5F);
  EXPECT_GT(both[1], 0.5F);
  const auto none = model->judge_each(features_of("good morning"));
  EXPECT_LT(none[0], 0.3F);
  EXPECT_LT(none[1], 0.3F);
}

TEST(Learning, ADamagedModelIsRefused) {
  const auto file = train(fruit_and_tools(), {10, 5, 0.1F, 0.0F})->write();
  EXPECT_FALSE(Linear::read(file.substr(0, file.size() - 1)).ok());
  EXPECT_FALSE(Linear::read("x" + file).ok());
  EXPECT_FALSE(Linear::read("countersign linear 1\na b\n99 0x1p0 0x0p+0 0x0p+0\n").ok());
  EXPECT_FALSE(Linear::read("").ok());
}

TEST(Features, AreTheSameForEveryNumber) {
  EXPECT_EQ(features_of("order 4711"), features_of("order 42"));
  EXPECT_NE(features_of("order"), features_of("orders"));
}

TEST(Features, AreBoundedForAnyText) {
  std::mt19937 random(7);
  std::string text(1 << 20, ' ');
  for (auto& c : text) c = static_cast<char>(random());
  EXPECT_LT(features_of(text).size(), 100'000U);
  EXPECT_LT(features_of(std::string(1 << 20, 'a')).size(), 100'000U);
}

TEST(TheModelsThatComeAlong, CanBeRead) {
  EXPECT_EQ(risk_model().labels(), (std::vector<std::string>{"high", "low", "medium"}));
  EXPECT_EQ(mood_model().labels(), (std::vector<std::string>{"angry", "disappointed", "neither"}));
  EXPECT_EQ(injection_model().labels(), (std::vector<std::string>{"no", "yes"}));
}

TEST(TheModelsThatComeAlong, KnowWhatHangsOnAnAnswer) {
  EXPECT_EQ(of("What colours does the bag come in?").risk, Level::low);
  EXPECT_EQ(of("I need to change the PIN of my new card").risk, Level::medium);
  EXPECT_EQ(of("Somebody paid with my card and it was not me").risk, Level::high);
}

TEST(TheModelsThatComeAlong, HearAnAngryText) {
  ASSERT_TRUE(of("what the hell is wrong with you people").mood);
  EXPECT_EQ(of("what the hell is wrong with you people").mood->kind, "angry");
  EXPECT_FALSE(of("Where can I see my invoices?").mood);
  EXPECT_FALSE(of("How long does delivery to Vienna take?").mood);
  EXPECT_FALSE(of("It never disappoints, great coffee.").mood);
  EXPECT_FALSE(of("Not disappointed at all").mood);
}

TEST(TheModelsThatComeAlong, HearUnusualWordsInASentenceOfEachSide) {
  const auto hears = [](Side side, const std::string& text, std::string_view kind) {
    const auto all = hearing_of(side, folded_view(text).text).likely;
    return std::any_of(all.begin(), all.end(), [&](const Overheard& one) { return one.kind == kind && one.score >= 450; });
  };
  EXPECT_TRUE(hears(Side::customer, "could one of your people take over here, in person", "asks_for_person"));
  EXPECT_TRUE(hears(Side::customer, "ich will einfach nicht mehr auf dieser welt sein", "self_harm"));
  EXPECT_FALSE(hears(Side::customer, "where is my parcel", "asks_for_person"));
  EXPECT_TRUE(hears(Side::outgoing, "We will pay you the taxi and the second night.", "commitment"));
  EXPECT_FALSE(hears(Side::outgoing, "Which of the two hotels do you mean?", "commitment"));
}

TEST(TheModelsThatComeAlong, DenyAThreatOnlyWhereASingleWordSpeaksOfTheLaw) {
  const auto denied = [](const std::string& text) {
    const auto all = hearing_of(Side::customer, folded_view(text).text).denied;
    return std::find(all.begin(), all.end(), "legal_threat") != all.end();
  };
  EXPECT_TRUE(denied("I work at the court, please deliver to reception"));
  EXPECT_FALSE(denied("my lawyer will write to you on monday"));
  EXPECT_FALSE(denied("lawyer"));  // too short for an opinion
}

TEST(Ideas, AreTheSameInEveryLanguageAndBehindAnArticle) {
  const auto same = [](std::string_view one, std::string_view other) {
    const auto a = ideas_of(one), b = ideas_of(other);
    return !a.empty() && std::find_first_of(a.begin(), a.end(), b.begin(), b.end()) != a.end();
  };
  for (const auto* word : {"rechtsanwalt", "anwaltskanzlei", "l'avocat", "abogada", "avvocato", "advogado", "adwokata"})
    EXPECT_TRUE(same("lawyer", word)) << word;
  EXPECT_TRUE(ideas_of("umbrella").empty());
  EXPECT_TRUE(ideas_of("").empty());
  EXPECT_TRUE(ideas_of("'").empty());
}

TEST(TheModelsThatComeAlong, HaveNoOpinionOfLanguagesTheyDidNotLearn) {
  const auto opinion = opinion_of("wo finde ich meine rechnung", "de");
  EXPECT_FALSE(opinion.risk);
  EXPECT_FALSE(opinion.mood);
}

}  // namespace
}  // namespace countersign::detect::learned
