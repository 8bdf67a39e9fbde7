// What each requirement asks, and what comes of it.
#include <gtest/gtest.h>

#include "flow/policy/examples.hpp"
#include "policy/gate.hpp"

namespace countersign::policy {
namespace {

using namespace testing;

TEST_F(Gate, ShowsTheNoticeAtTheStartWhenAskedOnReturnAndAfterAWhile) {
  add("notice-policy",
      "at: reply\napplies_to: {written_by: ai}\nmust:\n  - show_notice: ai-notice\n    when: [conversation_starts, "
      "customer_asks_if_ai, ai_returns]\n"
      "    again_after: 3 hours\n  - label: ai\nif_not: add_the_notice\n");
  Facts f = facts(Border::reply, Author::ai);
  const auto shown = [&] { return on(f).duties.notices.contains("ai-notice"); };
  EXPECT_TRUE(shown());
  f.notices_shown = {{"ai-notice", f.now - std::chrono::hours(2)}};
  EXPECT_FALSE(shown());
  EXPECT_TRUE(on(f).duties.label);
  f.customer_asks_if_ai = true;
  EXPECT_TRUE(shown());
  f.customer_asks_if_ai = false;
  f.ai_returns = true;
  EXPECT_TRUE(shown());
  f.ai_returns = false;
  f.notices_shown = {{"ai-notice", f.now - std::chrono::hours(3)}};
  EXPECT_TRUE(shown());
  f.notices_shown = {{"ai-notice", f.now + std::chrono::hours(1)}};  // the clock went backwards
  EXPECT_TRUE(shown());
  f.written_by = Author::ai_edited;
  EXPECT_TRUE(shown());
  f.written_by = Author::person;
  EXPECT_FALSE(shown());
  EXPECT_FALSE(on(f).duties.label);
}

Finding promise(const std::string& what, std::optional<std::int64_t> cents, const std::string& currency) {
  Finding finding{.kind = "commitment", .start = 1, .end = 5};
  finding.commitment = Commitment{what, cents, currency, ""};
  return finding;
}

TEST_F(Gate, AsksMorePeopleForLargerPromises) {
  add("one",
      "at: reply\napplies_to: {written_by: ai, finding: commitment}\nmust:\n  - be_approved_by: {role: team_lead, "
      "people: 1}\nif_not: hold_for_review\n");
  add("two",
      "at: reply\napplies_to: {written_by: ai, commitment_over: 100 EUR}\nmust:\n  - be_approved_by: {role: team_lead, "
      "people: 2}\nif_not: hold_for_review\n");
  const auto people = [&](const Finding& finding) {
    Facts f = facts(Border::reply, Author::ai);
    f.findings = {finding};
    EXPECT_EQ(on(f).verdict, Verdict::hold);
    return on(f).duties.approvals.at("team_lead");
  };
  EXPECT_EQ(people(promise("money", 5000, "EUR")), 1);
  EXPECT_EQ(people(promise("money", 10000, "EUR")), 1);
  EXPECT_EQ(people(promise("money", 10001, "EUR")), 2);
  EXPECT_EQ(people(promise("money", 5000, "USD")), 2) << "an amount that cannot be compared is not small";
  EXPECT_EQ(people(promise("money", std::nullopt, "")), 2);
  EXPECT_EQ(people(promise("date", std::nullopt, "")), 1);
}

TEST_F(Gate, OnlyRecordsWhatAWatchingPolicyWouldDo) {
  add("watcher", "at: reply\napplies_to: {written_by: ai}\nmust:\n  - rest_on_a_source: {}\nif_not: block\n", "watch");
  const Decision d = on(facts(Border::reply, Author::ai));
  EXPECT_EQ(d.verdict, Verdict::send);
  EXPECT_EQ(d.rules.at(0).mode, "watch");
  EXPECT_EQ(d.rules.at(0).verdict, Verdict::block);
}

TEST_F(Gate, LetsAWaiverLoosenUntilItsLastDayIsOver) {
  add("strict",
      "at: reply\napplies_to: {written_by: ai}\nmust:\n  - rest_on_a_source: {}\nif_not: block\n"
      "except:\n  - {for: {brand: lite}, reason: r, ticket: t, approved_by: b, until: 2026-11-21}\n");
  Facts f = facts(Border::reply, Author::ai);
  EXPECT_EQ(on(f).verdict, Verdict::block);
  f.brand = "lite";
  EXPECT_EQ(on(f).verdict, Verdict::send);
  EXPECT_EQ(on(f).rules.at(0).waiver, "strict#1 until 2026-11-21");
  f.now = *from_rfc3339("2026-11-21T23:59:59Z");
  EXPECT_EQ(on(f).verdict, Verdict::send);
  f.now = *from_rfc3339("2026-11-22T00:00:00Z");
  EXPECT_EQ(on(f).verdict, Verdict::block);
}

TEST_F(Gate, NamesTheEarliestDeadlineForTheChannel) {
  add("d1",
      "at: reply\napplies_to: {written_by: ai}\nif_nobody_answers: {after: {webchat: 10 minutes, email: 4 business "
      "hours, any_other: 1 hour}, then: give_to_a_person}\n");
  add("d2",
      "at: reply\napplies_to: {written_by: ai}\nif_nobody_answers: {after: {any_other: 30 minutes}, then: "
      "give_to_a_person}\n");
  Facts f = facts(Border::reply, Author::ai);
  EXPECT_EQ(on(f).duties.deadline.at("webhook"), std::chrono::minutes(30));
  f.channel_kind = "webchat";
  EXPECT_EQ(on(f).duties.deadline.at("webchat"), std::chrono::minutes(10));
  folder_.add("d2.yaml", policy("d2",
                                "at: reply\napplies_to: {written_by: person}\nif_nobody_answers: {after: {any_other: "
                                "30 minutes}, then: give_to_a_person}\n"));
  reload();
  f.channel_kind = "email";
  EXPECT_FALSE(on(f).duties.deadline.contains("email"));
  EXPECT_EQ(on(f).duties.staffed_deadline.at("email"), std::chrono::hours(4)) << "of the queue that gets it";
}

TEST_F(Gate, MatchesChannelsByKindAndByName) {
  add("c",
      "at: reply\napplies_to: {written_by: ai, channel: [shop, sms]}\nmust:\n  - rest_on_a_source: {}\nif_not: "
      "block\n");
  Facts f = facts(Border::reply, Author::ai);
  EXPECT_EQ(on(f).verdict, Verdict::block);
  f.channel = "other";
  EXPECT_EQ(on(f).verdict, Verdict::send);
  EXPECT_EQ(on(f).looked, 1);
  f.channel_kind = "sms";
  EXPECT_EQ(on(f).verdict, Verdict::block);
}

TEST_F(Gate, AppliesToPeopleOnlyWhatNamesThem) {
  add("leak", "at: reply\nmust:\n  - not_contain: {finding: someone_elses_data}\nif_not: block\n");
  add("ai-only",
      "at: reply\napplies_to: {written_by: ai}\nmust:\n  - not_contain: {finding: commitment}\nif_not: "
      "hold_for_review\n");
  Facts f = facts(Border::reply, Author::person);
  f.findings.push_back({.kind = "commitment", .start = 1, .end = 2});
  EXPECT_EQ(on(f).verdict, Verdict::send);
  f.findings.push_back({.kind = "someone_elses_data", .start = 1, .end = 2});
  EXPECT_EQ(on(f).verdict, Verdict::block);
}

TEST_F(Gate, FallsBackToEnglishAndToAnyChannel) {
  EXPECT_EQ(set_->notice("ai-notice", "de-AT", "webchat")->text, "Ich bin KI.");
  EXPECT_EQ(set_->notice("ai-notice", "de", "sms")->text, "Ich bin KI.");
  EXPECT_EQ(set_->notice("ai-notice", "en", "sms")->text, "AI");
  EXPECT_EQ(set_->notice("ai-notice", "fi", "webchat")->reference(), "ai-notice@4/en");
  EXPECT_FALSE(set_->notice("nothing", "en", "sms"));
  EXPECT_EQ(set_->role("team_lead")->permission, "reviewer");
  EXPECT_EQ(set_->role("nobody"), nullptr);
}

TEST_F(Gate, RunsExamplesAndSaysWhichFail) {
  add("ex",
      "at: reply\napplies_to: {written_by: ai}\nmust:\n  - not_contain: {finding: advice}\nif_not: "
      "hold_for_review\nexamples:\n"
      "  - {given: {finding: advice}, expect: hold_for_review}\n  - {given: {finding: advice}, expect: send}\n"
      "  - {given: {text: take this pill}, expect: hold_for_review}\n");
  const auto see = [](const Glimpse&) -> std::optional<Sight> {
    Sight sight;
    sight.findings.push_back({.kind = "advice", .start = 0, .end = 4});
    return sight;
  };
  const auto results = run_examples(*set_, see);
  ASSERT_EQ(results.size(), 3U);
  EXPECT_TRUE(results[0].ok && results[2].ok);
  EXPECT_FALSE(results[1].ok);
  EXPECT_EQ(results[1].got, "hold_for_review");
  EXPECT_EQ(results[1].line, 14);
  EXPECT_FALSE(run_examples(*set_)[2].ok);
  std::vector<std::string> reached, missed;
  for (const auto& one : coverage(*set_, results[0].outcomes)) (one.reached ? reached : missed).push_back(one.policy);
  EXPECT_EQ(reached, std::vector<std::string>{"ex"});
  EXPECT_EQ(missed, (std::vector<std::string>{"data", "data"})) << "hide and remove";
}

TEST_F(Gate, ExplainsWhoLookedAndWhyTheyHadNothingToSay) {
  add("one",
      "at: reply\napplies_to: {written_by: ai, channel: sms}\nmust:\n  - not_contain: {finding: advice}\nif_not: "
      "block\n");
  add("two",
      "at: reply\napplies_to: {finding: [refusal, advice]}\nmust:\n  - be_approved_by: {role: team_lead, people: "
      "2}\nif_not: hold_for_review\n");
  add("three",
      "at: reply\napplies_to: {written_by: ai, commitment_over: 100 EUR}\nmust:\n  - label: ai\nif_not: "
      "add_the_notice\n");
  Facts f = facts(Border::reply, Author::ai);
  f.channel_kind = "webchat";
  f.findings.push_back({.kind = "advice", .start = 0, .end = 4});
  const std::string text = explain(*set_, f, on(f));
  EXPECT_NE(text.find("    would pass: signed by 2 of team_lead\n"), std::string::npos) << text;
  EXPECT_NE(text.find("- one: does not apply, channel is webchat, not sms\n"), std::string::npos) << text;
  EXPECT_NE(text.find("- three: does not apply, it promises no more than 100 EUR\n"), std::string::npos) << text;
  f.findings.clear();
  EXPECT_NE(explain(*set_, f, on(f)).find("- two: does not apply, nothing was seen of refusal, advice\n"),
            std::string::npos);
}

TEST_F(Gate, ExplainsInPlainWords) {
  Facts f = facts(Border::prompt, Author::customer);
  f.findings.push_back({.kind = "email", .start = 3, .end = 9});
  const std::string text = explain(*set_, f, on(f));
  EXPECT_EQ(text,
            "It goes to the model with data hidden or removed. (prompt, customer: change)\n"
            "- data (version 1), hide: change. The text contains email. [bytes 3 to 9]\n"
            "    would pass: masked by itself where it stands\n"
            "    No law; the company's own promise: People are not left alone with a machine where it matters.\n"
            "1 further requirement holds; 0 policies did not apply.\n");
}

TEST_F(Gate, AShareIsCheckedAfterwardsAndTheLargestCounts) {
  add("small", "at: reply\napplies_to: {written_by: ai}\ncheck_afterwards: {share: 2 percent}\n");
  add("large", "at: reply\napplies_to: {written_by: ai, channel: sms}\ncheck_afterwards: {share: 25 percent}\n");
  Facts f = facts(Border::reply, Author::ai);
  EXPECT_EQ(on(f).duties.checked_percent, 2);
  f.channel_kind = "sms";
  EXPECT_EQ(on(f).duties.checked_percent, 25);
  f.written_by = Author::person;
  EXPECT_EQ(on(f).duties.checked_percent, 0);
}

TEST(Shares, HaveAUnitAndStandAtReply) {
  Folder folder;
  complete(folder)
      .add("a.yaml", policy("a", "at: reply\ncheck_afterwards: {share: 2%}\n"))
      .add("b.yaml", policy("b", "at: reply\ncheck_afterwards: {share: 101 percent}\n"))
      .add("c.yaml", policy("c", "at: arrival\ncheck_afterwards: {share: 1 percent}\n"));
  const std::vector<std::string> want = {
      "a.yaml:8:27 P142 \"2%\" is not a share; write 1 percent to 100 percent. Did you mean 2 percent?",
      "b.yaml:8:27 P142 \"101 percent\" is not a share; write 1 percent to 100 percent",
      "c.yaml:8:19 P120 AI sends at reply; \"check_afterwards\" belongs to a policy at: reply"};
  auto found = lines(folder.load(test_time()), folder.path());
  std::erase_if(found, [](const std::string& line) { return line.find("warning") != std::string::npos; });
  EXPECT_EQ(found, want);
}

TEST(ReviewDays, OfAnArticleCountBeforeThoseOfItsFolder) {
  const KnowledgeTerms articles{"k", "o", "2026-11-20", {{"Hours", "2026-11-21"}, {"https://a/returns", "2026-11-01"}}};
  const auto past = [&](const char* title, const char* address) {
    return past_review({articles}, title, address, test_time());  // 2026-11-21, 20:00
  };
  EXPECT_EQ(past("Delivery", ""), "2026-11-20");
  EXPECT_EQ(past("Hours", ""), "") << "its last day is not over";
  EXPECT_EQ(past("Returns", "https://a/returns"), "2026-11-01");
  EXPECT_EQ(past_review({}, "Delivery", "", test_time()), "");
}

}  // namespace
}  // namespace countersign::policy
