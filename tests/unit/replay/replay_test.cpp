#include "flow/replay/replay.hpp"

#include <gtest/gtest.h>

#include "flow/audit/entry.hpp"
#include "policy/folder.hpp"
#include "store/schema.hpp"
#include "store/sqlite.hpp"

namespace countersign::replay {
namespace {

using policy::testing::Folder;
using policy::testing::test_time;

/// A record in a real database, read by another connection while it is open.
class ReplayTest : public ::testing::Test {
 protected:
  ReplayTest() {
    complete(old_);
    complete(stricter_).add("more.yaml",
                            policy::testing::policy("advice",
                                                    "at: reply\napplies_to: {written_by: ai}\nmust:\n"
                                                    "  - not_contain: {finding: advice}\nif_not: hold_for_review\n"));
    complete(watching_).add("more.yaml",
                            policy::testing::policy("advice",
                                                    "at: reply\napplies_to: {written_by: ai}\nmust:\n"
                                                    "  - not_contain: {finding: advice}\nif_not: hold_for_review\n",
                                                    "watch"));
    auto opened = store::open_sqlite(path(), [](store::Session& session) { return store::apply_schema(session); });
    EXPECT_TRUE(opened.ok());
    store_ = std::move(*opened);
  }
  [[nodiscard]] std::filesystem::path path() const { return data_.path() / "countersign.db"; }
  static std::shared_ptr<const policy::PolicySet> set(const Folder& folder) { return folder.load(test_time()).set; }

  /// A reply of AI, decided by `by` and recorded; a day later each.
  void record(const std::string& message, const policy::PolicySet& by, const std::vector<std::string>& findings,
              const std::string& topic = "delivery", bool with_facts = true) {
    policy::Facts facts;
    facts.border = Border::reply;
    facts.written_by = Author::ai;
    facts.now = test_time() + std::chrono::hours(24 * recorded_++);
    facts.channel = "shop";
    facts.topics = {topic};
    facts.ai_may = AiMay::reply;
    for (const auto& kind : findings) facts.findings.push_back({.kind = kind, .start = 0, .end = 4});
    const auto decision = decide(by, facts);
    ASSERT_TRUE(store_
                    ->commit([&](store::Session& session) {
                      audit::Entry entry;
                      entry.kind = audit::Kind::cleared;
                      entry.at = facts.now;
                      entry.message = message;
                      entry.decision = &decision;
                      entry.facts = with_facts ? &facts : nullptr;
                      audit::record(session, entry);
                    })
                    .ok());
  }
  Passed read(const std::function<void(const Recorded&)>& each, Time since = {}) {
    const auto passed =
        read_decisions([this](const store::Store::Job& job) { return store::read_beside(path(), job); }, since, each,
                       [this](std::size_t done, std::size_t all) {
                         progress_ = {done, all};
                       });
    EXPECT_TRUE(passed.ok());
    return *passed;
  }

  Folder old_, stricter_, watching_, data_;
  std::unique_ptr<store::Store> store_;
  std::pair<std::size_t, std::size_t> progress_;
  int recorded_ = 0;
};

TEST_F(ReplayTest, SaysWhatWouldBeOtherwiseByWhichPolicyWhereAndAboutWhat) {
  const auto then = set(old_), with = set(stricter_);
  record("m-1", *then, {});
  record("m-2", *then, {"advice"});
  record("m-3", *then, {"advice"}, "refund");
  Replay replay(*with);
  const auto passed = read([&](const Recorded& one) { replay.add(one); });
  EXPECT_EQ(progress_, (std::pair<std::size_t, std::size_t>{3, 3}));
  EXPECT_EQ(
      as_text(replay, passed, 2, true),
      "3 decisions replayed: 2 would be stricter, 0 looser\n"
      "reply: 3 decisions\n"
      "    1 would go on (before: 3)\n"
      "    2 would be held (before: 0)\n"
      "2 minutes of review a day more, at 2 minutes each\n"
      "by policy\n    advice: 2 stricter, 0 looser\n"
      "by channel\n    shop: 2 stricter, 0 looser\n"
      "by topic\n    delivery: 1 stricter, 0 looser\n    refund: 1 stricter, 0 looser\n"
      "2026-11-22T20:00:00.000000Z m-2 reply shop: verdict send becomes hold, to a queue, or more urgent (advice)\n"
      "2026-11-23T20:00:00.000000Z m-3 reply shop: verdict send becomes hold, to a queue, or more urgent (advice)\n");
}

TEST_F(ReplayTest, ComparesTwoSetsOnTheSameFacts) {
  const auto then = set(old_), with = set(stricter_);
  record("m-1", *then, {"advice"});
  Replay back(*then, with.get());
  const auto passed = read([&](const Recorded& one) { back.add(one); });
  EXPECT_EQ(back.totals().looser, 1U);
  EXPECT_EQ(back.changes().at(0).because, std::vector<std::string>{"advice"}) << "which asked before";
  EXPECT_EQ(json::dump(*as_json(back, passed).find("by_policy")), R"({"advice":{"looser":1,"stricter":0}})");
}

TEST_F(ReplayTest, ANoticeThatIsGoneIsLooserThoughTheVerdictIsTheSame) {
  Folder shown;
  complete(shown).add("more.yaml",
                      policy::testing::policy("say",
                                              "at: reply\napplies_to: {written_by: ai}\nmust:\n"
                                              "  - show_notice: ai-notice\n  - label: ai\nif_not: add_the_notice\n"));
  Folder marked;
  complete(marked).add("more.yaml", policy::testing::policy("say",
                                                            "at: reply\napplies_to: {written_by: ai}\nmust:\n"
                                                            "  - label: ai\nif_not: add_the_notice\n"));
  const auto then = set(shown), with = set(marked);
  record("m-1", *then, {});
  Replay replay(*with);
  read([&](const Recorded& one) { replay.add(one); });
  ASSERT_EQ(replay.changes().size(), 1U);
  EXPECT_EQ(replay.changes()[0].what, std::vector<std::string>{"without the notice ai-notice"});
  EXPECT_EQ(replay.changes()[0].because, std::vector<std::string>{"say"});
  EXPECT_EQ(replay.totals().looser, 1U);
  Replay same(*then);
  read([&](const Recorded& one) { same.add(one); });
  EXPECT_TRUE(same.changes().empty());
}

TEST_F(ReplayTest, ReadsOnlyWhatIsYoungEnoughAndSaysWhatItCannotReplay) {
  const auto then = set(old_);
  record("m-1", *then, {});
  record("m-2", *then, {}, "delivery", false);
  record("m-3", *then, {});
  std::vector<std::string> seen;
  const auto passed =
      read([&](const Recorded& one) { seen.push_back(one.message); }, test_time() + std::chrono::hours(1));
  EXPECT_EQ(seen, std::vector<std::string>{"m-3"});
  EXPECT_EQ(passed.without_facts, 1U);
  Replay none(*then);
  EXPECT_NE(as_text(none, passed, 2, false).find("1 decision has no facts on record and could not be replayed"),
            std::string::npos);
}

TEST_F(ReplayTest, ReportsWhatWatchingRulesWouldHaveDone) {
  const auto watching = set(watching_);
  record("m-1", *watching, {});
  record("m-2", *watching, {"advice"});
  WatchReport report;
  read([&](const Recorded& one) { report.add(one); });
  EXPECT_EQ(as_text(report, true), "advice (watching): 1 would go on, 1 would be held\n    advice m-2\n");
  EXPECT_EQ(as_text(WatchReport(), true), "no rule was in watch mode\n");
}

TEST_F(ReplayTest, SaysWhatTheWatchingRulesOfAnotherSetWouldHaveDoneWithWhatCame) {
  watching_.add("never.yaml", policy::testing::policy("never",
                                                      "at: reply\napplies_to: {written_by: ai, channel: [sms]}\nmust:\n"
                                                      "  - not_contain: {finding: advice}\nif_not: block\n",
                                                      "watch"));
  const auto then = set(old_), with = set(watching_);
  record("m-1", *then, {});
  record("m-2", *then, {"advice"});
  WatchReport report(*with), of_the_record;
  Replay replay(*with);
  read([&](const Recorded& one) {
    report.add(one);
    of_the_record.add(one);
    replay.add(one);
  });
  EXPECT_EQ(as_text(report, true),
            "advice (watching): 1 would go on, 1 would be held\n"
            "never (watching): never applied to what came\n    advice m-2\n");
  EXPECT_EQ(json::dump(as_json(report)), R"({"advice":{"hold":1,"send":1},"never":{}})");
  EXPECT_EQ(as_text(of_the_record, false), "no rule was in watch mode\n") << "nothing watched then";
  EXPECT_TRUE(replay.changes().empty()) << "watching changes nothing";
}

TEST_F(ReplayTest, OfADatabaseThatIsNotThereSaysSoAndMakesNone) {
  const auto nowhere = data_.path() / "nowhere.db";
  EXPECT_EQ(store::read_beside(nowhere, [](store::Session&) {}).error().fault, Fault::not_found);
  EXPECT_FALSE(std::filesystem::exists(nowhere));
}

}  // namespace
}  // namespace countersign::replay
