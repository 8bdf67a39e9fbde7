#include "flow/policy/compare.hpp"

#include <gtest/gtest.h>

#include "flow/policy/document_diff.hpp"
#include "policy/world.hpp"

namespace countersign::policy {
namespace {

using namespace testing;

PolicySet set_of(Compiled compiled) {
  seal(compiled);
  return PolicySet(std::make_unique<Compiled>(std::move(compiled)));
}

/// The same set with one thing changed, as people change sets.
Compiled changed(const Compiled& before, World& world) {
  Compiled after = before;
  switch (world.pick(6)) {
    case 0:
      after.policies.push_back(world.policy(90));
      break;
    case 1:
      if (!after.policies.empty()) after.policies.pop_back();
      break;
    case 2:
      if (!after.policies.empty()) after.policies.front().applies_to = world.condition();
      break;
    case 3:
      if (!after.policies.empty() && !after.policies.back().must.empty())
        after.policies.back().must.front() = world.requirement();
      break;
    case 4:
      if (!after.policies.empty()) after.policies.front().waivers = world.policy(91).waivers;
      break;
    default:
      after.moments.push_back(world.moment(92));
  }
  return after;
}

/// Customers write what arrives and what models read; they write no reply.
Facts possible(Facts facts) {
  if (facts.border == Border::arrival || facts.border == Border::prompt) facts.written_by = Author::customer;
  if (facts.border == Border::reply && facts.written_by == Author::customer) facts.written_by = Author::ai;
  return facts;
}

TEST(Compare, FindsEveryLoosenessThatRandomFactsFind) {
  World world(7);
  int proved = 0, looser = 0;
  for (int i = 0; i < 2000; ++i) {
    const Compiled one = world.set();
    const PolicySet before = set_of(one), after = set_of(changed(one, world));
    const Comparison all = compare(before, after, test_time(), 150'000);
    if (!all.exact) continue;
    ++proved;
    looser += all.looser > 0 ? 1 : 0;
    if (all.looser > 0) continue;
    for (int j = 0; j < 300; ++j) {
      const Facts facts = possible(world.facts());
      const auto lost = loosened(decide(before, facts), decide(after, facts));
      ASSERT_TRUE(lost.empty()) << "set " << i << ": " << in_words(facts) << ": " << lost.front();
    }
  }
  EXPECT_GT(proved, 100);
  EXPECT_GT(looser, 20);
  EXPECT_LT(looser, proved - 20);
}

class Diff : public ::testing::Test {
 protected:
  const std::string held_ = policy("p",
                                   "at: reply\napplies_to: {written_by: ai, topic: [delivery]}\nmust:\n"
                                   "  - be_approved_by: {role: team_lead, people: 2}\nif_not: hold_for_review\n");
  Comparison compared(const std::string& before, const std::string& after) {
    complete(old_).add("p.yaml", before);
    complete(new_).add("p.yaml", after);
    const auto a = old_.load(test_time()), b = new_.load(test_time());
    EXPECT_TRUE(a.ok() && b.ok());
    return compare(*a.set, *b.set, test_time());
  }
  std::string with(const std::string& old, const std::string& fresh) {
    std::string text = held_;
    return text.replace(text.find(old), old.size(), fresh);
  }
  Folder old_, new_;
};

TEST_F(Diff, OfTheSameSetsIsNothing) {
  const auto all = compared(held_, held_);
  EXPECT_EQ(all.looser + all.stricter, 0U);
  EXPECT_TRUE(all.exact);
  EXPECT_TRUE(document_diff(old_.load(test_time()).files, new_.load(test_time()).files).lines.empty());
}

TEST_F(Diff, FewerSignaturesAreLooserAndSaidWhere) {
  const auto all = compared(held_, with("people: 2", "people: 1"));
  EXPECT_GT(all.looser, 0U);
  EXPECT_EQ(all.stricter, 0U);
  ASSERT_FALSE(all.examples_looser.empty());
  EXPECT_EQ(in_words(all.examples_looser[0].facts), "reply, ai, topic delivery");
  EXPECT_EQ(all.examples_looser[0].what, std::vector<std::string>{"fewer signatures of team_lead"});
  const auto diff = document_diff(old_.load(test_time()).files, new_.load(test_time()).files);
  EXPECT_EQ(diff.lines,
            (std::vector<std::string>{"policy p: must: {be_approved_by: {role: team_lead, people: 2}} is gone",
                                      "policy p: must: {be_approved_by: {role: team_lead, people: 1}} is new"}));
  EXPECT_EQ(diff.kinds, std::set<std::string>{"policy"});
}

TEST_F(Diff, AWaiverIsLooserUntilItEnds) {
  const std::string waiver =
      "except:\n  - {for: {channel: [sms]}, reason: r, ticket: t, approved_by: a, until: 2027-01-31}\n";
  const auto all = compared(held_, held_ + waiver);
  EXPECT_GT(all.looser, 0U);
  EXPECT_EQ(in_words(all.examples_looser.at(0).facts), "reply, ai, channel sms, topic delivery");
  const auto a = old_.load(test_time()), b = new_.load(test_time());
  EXPECT_EQ(compare(*a.set, *b.set, test_time() + std::chrono::hours(24 * 80)).looser, 0U);
  EXPECT_TRUE(document_diff(a.files, b.files).waives_more) << "several together may loosen what none does alone";
  EXPECT_FALSE(document_diff(b.files, b.files).waives_more);
  EXPECT_FALSE(document_diff(b.files, a.files).waives_more);
}

TEST_F(Diff, ASecondDocumentOfTheSameNameIsSeen) {
  const SourceFiles before{{"a.yaml", "roles: Who\nlist: []\n"}};
  auto after = before;
  after.push_back({"b.yaml", "roles: Who\nlist:\n  - {name: boss, permission: officer}\n"});
  const auto diff = document_diff(before, after);
  EXPECT_EQ(diff.lines, std::vector<std::string>{"roles Who (2) is new"});
  EXPECT_TRUE(diff.kinds.contains("roles"));
}

TEST_F(Diff, ARuleThatOnlyWatchesAsksNothing) {
  EXPECT_GT(compared(held_, with("mode: enforce", "mode: watch")).looser, 0U);
}

TEST_F(Diff, ACommitmentLimitIsTriedBelowAtAndAbove) {
  const std::string before = policy("p",
                                    "at: reply\napplies_to: {written_by: ai, commitment_over: 100 EUR}\nmust:\n"
                                    "  - be_approved_by: {role: team_lead, people: 1}\nif_not: hold_for_review\n");
  std::string after = before;
  after.replace(after.find("100 EUR"), 7, "101 EUR");
  const auto all = compared(before, after);
  ASSERT_FALSE(all.examples_looser.empty());
  EXPECT_EQ(in_words(all.examples_looser[0].facts), "reply, ai, finding commitment of 10001 hundredths of EUR");
}

TEST_F(Diff, ADeadlineOfOneChannelAmongSeveralIsSeen) {
  const auto with_wait = [](const std::string& chat) {
    return policy("p", "at: reply\napplies_to: {written_by: ai}\nif_nobody_answers: {after: {webchat: " + chat +
                           ", email: 4 hours, any_other: 4 hours}, then: give_to_a_person}\n");
  };
  const auto all = compared(with_wait("10 minutes"), with_wait("10 hours"));
  ASSERT_FALSE(all.examples_looser.empty());
  EXPECT_EQ(all.examples_looser[0].what, std::vector<std::string>{"later or no deadline on webchat"});
}

TEST_F(Diff, TellsWhenItTriedNotEverything) {
  complete(old_).add("p.yaml", held_);
  const auto a = old_.load(test_time());
  EXPECT_FALSE(compare(*a.set, *a.set, test_time(), 3).exact);
}

TEST_F(Diff, NamesDocumentsThatCameWentAndChanged) {
  complete(old_)
      .add("p.yaml", held_)
      .add("q.yaml", policy("q", "at: arrival\nmust:\n  - not_contain: {finding: angry}\nif_not: block\n"));
  complete(new_)
      .add("other-name.yaml", with("owner: o@", "owner: x@"))
      .add("n.yaml", "notice: N\nid: fresh\nversion: 1\ntexts: {en: {any: hi}}\n");
  const auto diff = document_diff(old_.load(test_time()).files, new_.load(test_time()).files);
  EXPECT_EQ(diff.lines, (std::vector<std::string>{"policy p: owner: o@example.com -> x@example.com", "policy q is gone",
                                                  "notice fresh is new"}));
  EXPECT_EQ(diff.kinds, (std::set<std::string>{"notice", "policy"}));
}

}  // namespace
}  // namespace countersign::policy
