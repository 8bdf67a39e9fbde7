// What the four borders answer, and what the journey grants.
#include <gtest/gtest.h>

#include <algorithm>

#include "policy/gate.hpp"

namespace countersign::policy {
namespace {

using namespace testing;

TEST(NoPolicies, HoldEveryAiReplyAndSendNothingToAModel) {
  const auto none = PolicySet::none();
  Facts f;
  f.border = Border::reply;
  f.written_by = Author::ai;
  EXPECT_EQ(decide(*none, f).verdict, Verdict::hold);
  f.border = Border::prompt;
  EXPECT_EQ(decide(*none, f).verdict, Verdict::hold);
  f.border = Border::arrival;
  f.written_by = Author::customer;
  EXPECT_EQ(decide(*none, f).verdict, Verdict::hand_over);
  EXPECT_EQ(decide(*none, f).ai_may, AiMay::nothing);
  f.border = Border::reply;
  f.written_by = Author::person;
  EXPECT_EQ(decide(*none, f).verdict, Verdict::send);
  EXPECT_EQ(none->digest().size(), 64U);
}

TEST_F(Gate, LetsTheJourneyGrant) {
  const Decision d = on(arrival("delivery"));
  EXPECT_EQ(d.verdict, Verdict::send);
  EXPECT_EQ(d.moment, "delivery");
  EXPECT_EQ(d.ai_may, AiMay::reply);
  EXPECT_EQ(d.policy_digest, set_->digest());
}

TEST_F(Gate, TakesTheLeastPermissiveMoment) {
  Facts f = arrival("delivery");
  f.topics.emplace_back("refund");
  EXPECT_EQ(on(f).ai_may, AiMay::draft);
  f.findings.push_back({.kind = "angry"});
  const Decision d = on(f);
  EXPECT_EQ(d.verdict, Verdict::hand_over);
  EXPECT_EQ(d.ai_may, AiMay::summarise);
  EXPECT_EQ(d.duties.give_to->priority, "urgent");
  EXPECT_TRUE(d.duties.ai_off);
}

TEST_F(Gate, GivesAPersonWhatNoMomentKnows) {
  const Decision d = on(arrival("weather"));
  EXPECT_EQ(d.verdict, Verdict::hand_over);
  EXPECT_EQ(d.duties.give_to->queue, "support");
  EXPECT_EQ(d.rules.at(0).rule, "no_moment");
}

TEST_F(Gate, UsesTheMomentWithoutRecognitionOnlyWhereNoOtherApplies) {
  folder_.add("journey.yaml",
              "journey: J\nmoments:\n  - {id: other, ai_may: ask}\n  - {id: delivery, recognise: {topic: delivery}, "
              "ai_may: reply}\n");
  reload();
  EXPECT_EQ(on(arrival("weather")).moment, "other");
  EXPECT_EQ(on(arrival("delivery")).ai_may, AiMay::reply);
}

TEST_F(Gate, RecognisesWordsThroughTheDetectors) { EXPECT_EQ(on(arrival("moment:complaint")).moment, "complaint"); }

TEST_F(Gate, HoldsAnAiReplyThatTheJourneyDidNotGrant) {
  Facts f = facts(Border::reply, Author::ai);
  EXPECT_EQ(on(f).verdict, Verdict::send);
  for (const AiMay may : {AiMay::nothing, AiMay::triage, AiMay::summarise, AiMay::ask, AiMay::draft}) {
    f.ai_may = may;
    EXPECT_EQ(on(f).verdict, Verdict::hold);
    EXPECT_EQ(on(f).rules.at(0).policy, "journey");
  }
  f.written_by = Author::ai_edited;
  EXPECT_EQ(on(f).verdict, Verdict::hold);
  f.written_by = Author::person;
  EXPECT_EQ(on(f).verdict, Verdict::send);
}

TEST_F(Gate, NeverSendsAiTextAgainstAStop) {
  for (const auto flag : {&Facts::never_ai, &Facts::ai_stopped, &Facts::model_asked_for_person}) {
    for (const Border border : {Border::arrival, Border::prompt, Border::reply}) {
      Facts f = facts(border, border == Border::reply ? Author::ai : Author::customer);
      f.topics = {"delivery"};
      f.*flag = true;
      EXPECT_EQ(on(f).verdict, Verdict::hand_over);
      EXPECT_TRUE(on(f).duties.ai_off);
    }
    Facts person = facts(Border::reply, Author::person);
    person.*flag = true;
    EXPECT_EQ(on(person).verdict, Verdict::send);
  }
}

TEST_F(Gate, MasksPersonalDataOnTheWayToAModel) {
  Facts f = facts(Border::prompt, Author::customer);
  EXPECT_EQ(on(f).verdict, Verdict::send);
  f.findings.push_back({.kind = "email", .start = 3, .end = 9});
  const Decision d = on(f);
  EXPECT_EQ(d.verdict, Verdict::change);
  EXPECT_EQ(d.duties.mask.at("email"), Mask::pseudonym);
  EXPECT_EQ(d.duties.mask.at("health"), Mask::removed);
  const auto hide = std::find_if(d.rules.begin(), d.rules.end(), [](const RuleOutcome& r) { return r.rule == "hide"; });
  EXPECT_EQ(hide->spans, (std::vector<std::pair<std::uint32_t, std::uint32_t>>{{3, 9}}));
  f.findings.push_back({.kind = "health"});  // about the whole text: nothing to cut out
  EXPECT_EQ(on(f).verdict, Verdict::block);
}

TEST_F(Gate, KeepsModelsClosedUntilAPolicySaysWhatToHide) {
  folder_.add("data.yaml",
              policy("data", "at: prompt\nmust:\n  - not_contain: {finding: prompt_injection}\nif_not: block\n"));
  reload();
  EXPECT_EQ(on(facts(Border::prompt, Author::customer)).verdict, Verdict::hold);
  folder_.add("data.yaml",
              policy("data", "at: prompt\nmust:\n  - hide: {data: email, as: stars}\nif_not: block\n", "watch"));
  reload();
  EXPECT_EQ(on(facts(Border::prompt, Author::customer)).verdict, Verdict::hold);
}

TEST_F(Gate, NamesWhatMustNeverBeKept) {
  add("keep", "at: arrival\nmust:\n  - never_keep: {data: [card_security_code]}\nif_not: change\n");
  Facts f = arrival("delivery");
  EXPECT_EQ(on(f).verdict, Verdict::send);
  f.findings.push_back({.kind = "card_security_code", .start = 1, .end = 4});
  EXPECT_EQ(on(f).verdict, Verdict::change);
  EXPECT_TRUE(on(f).duties.never_keep.contains("card_security_code"));
  EXPECT_EQ(on(f).ai_may, AiMay::reply);
}

}  // namespace
}  // namespace countersign::policy
