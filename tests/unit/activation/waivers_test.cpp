// A waiver ends by itself on every path: the road, examples and cases, explanations, replays, comparisons, a canary.
#include "flow/policy/waivers.hpp"

#include "activation/officers.hpp"
#include "flow/policy/cases.hpp"
#include "flow/policy/compare.hpp"
#include "flow/policy/examples.hpp"
#include "flow/replay/replay.hpp"

namespace countersign::testing {
namespace {

using namespace std::chrono_literals;

constexpr const char* kQuestion = "What are your opening hours?";

/// Waived for the shop until the end of Tuesday; the clock starts on Monday.
std::string waived_rule() {
  return strict_rule(1,
                     "if_not: hold_for_review\n"
                     "except:\n  - for: {channel: [shop]}\n    reason: R\n    ticket: T-1\n"
                     "    approved_by: dpo@example.com\n    until: 2026-11-24\n"
                     "examples:\n  - given: {written_by: ai, channel: shop}\n    expect: send\n");
}

const Time kMonday = *from_rfc3339("2026-11-23T10:00:00Z");
const Time kTuesday = *from_rfc3339("2026-11-24T23:59:59Z");
const Time kWednesday = *from_rfc3339("2026-11-25T00:00:00Z");

class Waivers : public Officers {
 protected:
  Waivers() { write_policy("new.yaml", waived_rule()); }
  [[nodiscard]] policy::Loaded set_at(Time now) const {
    auto loaded = policy::PolicySet::load(policies(), now);
    if (!loaded.ok()) throw std::runtime_error(yaml::to_line(loaded.problems.front()));
    return loaded;
  }
  [[nodiscard]] static policy::Facts facts_at(Time now) {
    policy::Facts facts;
    facts.border = Border::reply;
    facts.written_by = Author::ai;
    facts.now = now;
    facts.channel = "shop";
    facts.channel_kind = "webchat";
    facts.ai_may = AiMay::reply;
    facts.sources = 1;
    return facts;
  }
  bool ai_answers(const std::string& name) {
    say_and_settle(name, kQuestion);
    return !delivered_by("ai", name).empty();
  }
};

TEST_F(Waivers, EndOnTheRoadWithoutARestart) {
  in_force(waived_rule());
  EXPECT_TRUE(ai_answers("c-1"));
  clock.advance(kWednesday - kMonday);
  EXPECT_FALSE(ai_answers("c-2"));
}

TEST_F(Waivers, EndInACanary) {
  const auto digest = agreed(waived_rule());
  Scope scope;
  scope.channel = "shop";
  ASSERT_TRUE(office().activate("dana", digest, scope).ok());
  EXPECT_TRUE(ai_answers("c-1"));
  clock.advance(kWednesday - kMonday);
  EXPECT_FALSE(ai_answers("c-2"));
}

TEST_F(Waivers, EndInABundleThatIsReadAgainLater) {
  in_force(waived_rule());
  clock.advance(kWednesday - kMonday);
  reopen();
  EXPECT_FALSE(ai_answers("c-1"));
}

TEST_F(Waivers, EndInExamplesAndCases) {
  const auto got = [](const policy::PolicySet& set) -> std::string {
    for (const auto& one : policy::run_examples(set))
      if (one.policy == "shop-held") return one.got;
    return "";
  };
  EXPECT_EQ(got(*set_at(kTuesday).set), "send");
  EXPECT_EQ(got(*set_at(kWednesday).set), "hold_for_review");
  const auto set = set_at(kMonday).set;
  for (const Time at : {kTuesday, kWednesday}) {
    policy::Case played;
    played.at = at;
    played.channel = "shop";
    policy::Turn turn;
    turn.border = Border::reply;
    turn.written_by = Author::ai;
    turn.sources = 1;
    turn.expect = "send";
    played.turns = {turn};
    const auto results = policy::play(played, *set, {});
    ASSERT_EQ(results.size(), 1U);
    EXPECT_EQ(results[0].decision.duties.approvals.contains("team_lead"), at == kWednesday) << to_rfc3339(at);
  }
}

TEST_F(Waivers, EndInExplanations) {
  const auto set = set_at(kMonday).set;
  const auto said = [&](Time at) {
    const auto facts = facts_at(at);
    return policy::explain(*set, facts, policy::decide(*set, facts));
  };
  EXPECT_TRUE(has(said(kTuesday), "waived (shop-held#1 until 2026-11-24)")) << said(kTuesday);
  EXPECT_FALSE(has(said(kWednesday), "waived")) << said(kWednesday);
}

TEST_F(Waivers, EndInReports) {
  const auto set = set_at(kMonday).set;
  const auto counted = [&](Time now) {
    const auto all = policy::waivers_of(*set, now);
    return std::count_if(all.begin(), all.end(), [](const auto& one) { return one.in_force; });
  };
  EXPECT_EQ(counted(kTuesday), 1);
  EXPECT_EQ(counted(kWednesday), 0);
}

TEST_F(Waivers, EndInReplays) {
  const auto set = set_at(kMonday).set;
  replay::Replay replayed(*set);
  for (const Time at : {kTuesday, kWednesday}) {
    replay::Recorded recorded;
    recorded.message = at == kTuesday ? "m-tuesday" : "m-wednesday";
    recorded.at = at;
    recorded.facts = facts_at(at);
    recorded.decision.verdict = Verdict::change;
    replayed.add(recorded);
  }
  std::vector<std::string> held;
  for (const auto& one : replayed.changes())
    if (one.after == Verdict::hold) held.push_back(one.message);
  EXPECT_EQ(held, std::vector<std::string>{"m-wednesday"});
}

TEST_F(Waivers, EndInComparisonsSoThatALongerOneIsLooser) {
  const auto shorter = set_at(kMonday);
  auto text = waived_rule();
  text.replace(text.find("2026-11-24"), 10, "2026-12-24");
  write_policy("new.yaml", text);
  const auto longer = set_at(kMonday);
  EXPECT_EQ(policy::compare(*shorter.set, *longer.set, kMonday).looser, 0U);  // on this day they say the same
  const auto all = policy::compare_from(*shorter.set, *longer.set, kMonday);
  EXPECT_GT(all.looser, 0U);
  EXPECT_EQ(policy::compare_from(*longer.set, *shorter.set, kMonday).looser, 0U);
  EXPECT_EQ(policy::compare_from(*shorter.set, *longer.set, kMonday + std::chrono::days(60)).looser, 0U);
}

}  // namespace
}  // namespace countersign::testing
