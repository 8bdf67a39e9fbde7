// The report's figures, counted from the record of a road that ran; retention's job; the export's rows.
#include "report/figures.hpp"

#include "report/export.hpp"
#include "report/report.hpp"
#include "report/resources.hpp"
#include "rights/rights.hpp"
#include "support/road_fixture.hpp"

namespace countersign::testing {
namespace {

using namespace std::chrono_literals;

class ReportTest : public Road {
 protected:
  ReportTest() : Road(RoadOptions{{"gpt"}, "resend", "webchat"}) {}
  [[nodiscard]] report::Figures figures(Duration back = std::chrono::hours(24)) {
    return *report::figures_of(house(), clock.now() - back, clock.now());
  }
  [[nodiscard]] report::Period period() { return {clock.now() - std::chrono::hours(24), clock.now(), "Shop & Co"}; }
  [[nodiscard]] std::shared_ptr<const policy::PolicySet> set() { return house().rules.get()->set; }
  /// A draft that promises money is held for a person.
  review::Review held(const std::string& conversation) {
    model_server.drafts("We will refund 50 EUR to your account by Friday.");
    say_and_settle(conversation, "Could you tell me what happens with my returned jacket?");
    return the_review();
  }
};

TEST_F(ReportTest, CountsWhoWroteWhatAndWhetherAiSaidSo) {
  const auto review = held("c-1");
  ASSERT_TRUE(reviews().approve({"ana", "reviewer"}, review.id, review.digest).done);
  settle();
  const auto found = figures();
  const auto& shop = found.channels.at("shop");
  EXPECT_EQ(shop.arrived, 1);
  EXPECT_EQ(shop.ai, 1);
  EXPECT_EQ(shop.ai_disclosed, 1);
  EXPECT_EQ(shop.first_ai, 1);
  EXPECT_EQ(shop.first_ai_disclosed, 1);
  EXPECT_EQ(shop.written.at("ai"), 1);
  EXPECT_GE(shop.delivered, 1);
  EXPECT_EQ(found.kinds.at("held"), 1);
  EXPECT_EQ(found.reviewers.size(), 1U);
}

TEST_F(ReportTest, ANoticeThatIsMissingIsSeen) {
  report::Figures found;
  report::Line line{
      1, "a", clock.now(), "cleared", "p-1", "m-1", R"({"author":"ai","channel":"shop","kind":"cleared"})"};
  found.add(line);
  line.body = R"({"author":"ai","channel":"shop","kind":"cleared","notice":"ai-notice@1/en"})";
  line.conversation = "p-2";
  found.add(line);
  EXPECT_EQ(found.channels.at("shop").ai, 2);
  EXPECT_EQ(found.channels.at("shop").ai_disclosed, 1);
  EXPECT_EQ(found.channels.at("shop").first_ai_disclosed, 1);
  EXPECT_NE(report::as_text(report::to_sheet(found, period(), *set())).find("50 %"), std::string::npos);
}

TEST_F(ReportTest, SaysWhichPolicyHeldWhatPeopleSignedUnchangedAndHowLongItTook) {
  const auto review = held("c-1");
  advance(4min);
  ASSERT_TRUE(reviews().approve({"ana", "reviewer"}, review.id, review.digest).done);
  const auto found = figures();
  ASSERT_FALSE(found.rules.empty());
  std::int64_t unchanged = 0, stopped = 0;
  for (const auto& [name, one] : found.rules) {
    unchanged += one.approved_unchanged;
    stopped += one.held;
  }
  EXPECT_GE(stopped, 1);
  EXPECT_EQ(unchanged, stopped);
  ASSERT_EQ(found.to_a_signature.count(), 1U);
  EXPECT_GE(found.to_a_signature.percentile(50), 240);
  EXPECT_LE(found.to_a_signature.percentile(50), 250);
}

TEST_F(ReportTest, WhatASecondPersonRejectedWasNotSignedUnchanged) {
  report::Figures found;
  const auto line = [&](const char* kind, const char* more) {
    found.add({1, "a", clock.now(), kind, "p-1", "m-1",
               std::string(R"({"channel":"shop","kind":")") + kind + "\"" + more + "}"});
  };
  const char* decision =
      R"(,"decision":{"verdict":"hold","rules":[{"policy":"refund","met":false,"mode":"enforce","verdict":"hold"}]})";
  line("held", decision);
  line("approved", R"(,"actor":"user:1")");
  line("rejected", R"(,"actor":"user:2")");
  EXPECT_EQ(found.rules.at("refund").approved_unchanged, 0);
  EXPECT_EQ(found.to_a_signature.count(), 0U);
  line("held", decision);
  line("approved", R"(,"actor":"user:1")");
  line("edited", R"(,"actor":"user:2")");
  line("cleared", R"(,"author":"ai_edited")");
  EXPECT_EQ(found.rules.at("refund").approved_unchanged, 0);
  EXPECT_EQ(found.to_a_signature.count(), 1U);
}

TEST_F(ReportTest, WhoWasErasedWaitsForNobody) {
  say_and_settle("c-1", "I want to talk to a human agent please.");
  EXPECT_EQ(figures().waiting_for_a_person(), 1);
  const auto& erasure = gateway->rights().erasure;
  ASSERT_TRUE(erasure.ask_or_confirm({"olga", users::Permission::officer}, "shop", "u-1").ok());
  ASSERT_TRUE(erasure.ask_or_confirm({"oscar", users::Permission::operator_}, "shop", "u-1").ok());
  EXPECT_EQ(figures().waiting_for_a_person(), 0);
}

TEST_F(ReportTest, OfNothingThereIsNoShareAndNoBar) {
  const auto page = report::as_html(report::to_sheet({}, period(), *set()));
  EXPECT_EQ(page.find("class=\"bar\""), std::string::npos);
  EXPECT_NE(page.find("there were none"), std::string::npos);
}

TEST_F(ReportTest, MeasuresHowLongPeopleWaitForAPerson) {
  say_and_settle("c-1", "I want to talk to a human agent please.");
  say_and_settle("c-2", "I want to talk to a human agent please.");
  advance(2min);
  ASSERT_TRUE(reviews().take_over({"ana", "agent"}, conversation("c-1").id));
  const auto found = figures();
  ASSERT_EQ(found.to_a_person.count(), 1U);
  EXPECT_GE(found.to_a_person.percentile(50), 120);
  EXPECT_EQ(found.to_a_person.within(3min), 1);
  EXPECT_EQ(found.waiting_for_a_person(), 1);
}

TEST_F(ReportTest, APeriodLeavesOutWhatCameBefore) {
  say_and_settle("c-1", "I want to talk to a human agent please.");
  advance(std::chrono::hours(48));
  EXPECT_TRUE(figures(std::chrono::hours(1)).channels.empty());
  EXPECT_EQ(figures(std::chrono::hours(72)).channels.at("shop").arrived, 1);
}

TEST_F(ReportTest, AWaiverIsInForceUntilItsDayAndThenIsNot) {
  const auto file = folder.path / "policies/rules/11-promises.yaml";
  spill(
      file,
      slurp(file) +
          "except:\n  - {for: {channel: [sms]}, reason: a trial, ticket: T-1, approved_by: olga, until: 2026-12-01}\n");
  const auto loaded = policy::PolicySet::load(folder.path / "policies", clock.now());
  std::string problems;
  for (const auto& one : loaded.problems) problems += yaml::to_line(one) + "\n";
  ASSERT_TRUE(loaded.ok()) << problems;
  const auto text = [&](Time at) { return json::dump(report::to_json({}, {clock.now(), at, ""}, *loaded.set)); };
  EXPECT_NE(text(clock.now()).find(R"("in_force":true)"), std::string::npos) << text(clock.now());
  EXPECT_NE(text(*from_rfc3339("2026-12-02T00:00:00Z")).find(R"("in_force":false)"), std::string::npos);
}

TEST_F(ReportTest, ThePageNeedsNothingFromElsewhereAndRunsNothing) {
  report::Figures found;
  found.add({1, "a", clock.now(), "handed_over", "p-1", "",
             R"({"kind":"handed_over","channel":"shop","reason":"<script>alert</script>"})"});
  const auto page = report::as_html(report::to_sheet(found, period(), *set()));
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_NE(page.find("&lt;script&gt;"), std::string::npos);
  EXPECT_NE(page.find("Shop &amp; Co"), std::string::npos);
  EXPECT_NE(page.find("default-src 'none'"), std::string::npos);
  for (const auto* outside : {"http://", "https://", "src=", "@import", "url("})
    EXPECT_EQ(page.find(outside), std::string::npos) << outside;
}

TEST_F(ReportTest, CsvIsQuotedAndStartsNoFormula) {
  const std::string body = "{\"kind\":\"handed_over\",\"channel\":\"=cmd\",\"reason\":\"a, \\\"b\\\"\"}";
  const auto row = report::csv_row({7, "01A", clock.now(), "handed_over", "", "", body});
  EXPECT_NE(row.find("'=cmd"), std::string::npos) << row;
  EXPECT_NE(row.find("\"a, \"\"b\"\"\""), std::string::npos) << row;
  const auto commas = [](const std::string& text) { return std::count(text.begin(), text.end(), ','); };
  EXPECT_EQ(commas(report::csv_header()),
            commas(report::csv_row({1, "a", clock.now(), "erased", "", "", R"({"kind":"erased"})"})));
}

TEST(Since, APeriodIsOverAndHasTwoEnds) {
  const auto now = *from_rfc3339("2026-11-23T10:00:00Z");
  const auto week = report::span_from("2026-11-01", "2026-11-08", now);
  ASSERT_TRUE(week.ok());
  EXPECT_EQ(week->until - week->since, std::chrono::hours(24 * 7));
  EXPECT_EQ(report::span_from("30d", "", now)->until, now);
  EXPECT_NE(report::span_from("2026-12-01", "", now).error().message.find("in the future"), std::string::npos);
  EXPECT_NE(report::span_from("30d", "2026-12-01", now).error().message.find("in the future"), std::string::npos);
  EXPECT_NE(report::span_from("1d", "2d", now).error().message.find("later than since"), std::string::npos);
}

TEST(Since, IsASpanADayOrATime) {
  const auto now = *from_rfc3339("2026-11-23T10:00:00Z");
  EXPECT_EQ(*report::since_from("30d", now), now - std::chrono::hours(720));
  EXPECT_EQ(*report::since_from("90m", now), now - std::chrono::minutes(90));
  EXPECT_EQ(to_rfc3339(*report::since_from("2026-11-01", now)).substr(0, 10), "2026-11-01");
  for (const auto* wrong : {"", "30", "d", "-3d", "30 d", "yesterday", "999999999d"})
    EXPECT_FALSE(report::since_from(wrong, now).ok()) << wrong;
}

}  // namespace
}  // namespace countersign::testing
