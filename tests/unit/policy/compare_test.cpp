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
  EXPECT_TRUE(document_diff(a.files, b.files).waives_more);
  EXPECT_FALSE(document_diff(b.files, b.files).waives_more);
  EXPECT_FALSE(document_diff(b.files, a.files).waives_more);
}

TEST_F(Diff, ARuleThatStaysForOneRegionHidesNoLossElsewhere) {
  const std::string everywhere =
      "at: reply\napplies_to: {written_by: ai}\nmust:\n  - be_approved_by: {role: team_lead, people: 1}\n"
      "if_not: hold_for_review\n";
  std::string in_germany = everywhere;
  in_germany.insert(in_germany.find("}"), ", region: [DE]");
  old_.add("q.yaml", policy("q", in_germany));
  new_.add("q.yaml", policy("q", in_germany));
  std::string in_the_union = everywhere;
  in_the_union.insert(in_the_union.find("}"), ", region: [EU]");
  const std::string weak =
      policy("p", "at: reply\napplies_to: {written_by: ai}\nmust:\n  - label: ai\nif_not: add_the_notice\n");
  const auto all = compared(policy("p", everywhere), weak);
  EXPECT_TRUE(all.exact);
  EXPECT_GT(all.looser, 0U);
  EXPECT_EQ(in_words(all.examples_looser.at(0).facts), "reply, ai, region that is none of these");
  // A member of the union that no rule names.
  const auto union_only = compared(policy("p", in_the_union), weak);
  EXPECT_GT(union_only.looser, 0U);
}

TEST_F(Diff, AChannelsNameAndItsKindAreTriedApart) {
  const std::string hold =
      "at: reply\napplies_to: {channel: [webchat]}\nmust:\n  - be_approved_by: {role: team_lead, people: 1}\n"
      "if_not: hold_for_review\n";
  const std::string waived =
      hold + "except:\n  - {for: {channel: [web]}, reason: r, ticket: t, approved_by: a, until: 2027-01-31}\n";
  old_.add("q.yaml", policy("q", waived));
  new_.add("q.yaml", policy("q", waived));
  const std::string weak = policy("p", "at: reply\napplies_to: {written_by: ai}\nmust:\n  - label: ai\nif_not: add_the_notice\n");
  const auto all = compared(policy("p", hold), weak);
  EXPECT_GT(all.looser, 0U) << "on the channel web, which is a webchat, nothing is held any more";
  const auto said = in_words(all.examples_looser.at(0).facts);
  EXPECT_TRUE(said.ends_with("web (a webchat)") || said.ends_with("webchat (a web)")) << said;
}

TEST_F(Diff, ALongerWaitThanTheGatewaysOwnIsLooser) {
  const std::string hold =
      "at: reply\napplies_to: {written_by: person}\nmust:\n  - be_approved_by: {role: team_lead, people: 1}\n"
      "if_not: hold_for_review\n";
  const auto wait = [&](const std::string& time) {
    return policy("p", hold + "if_nobody_answers: {after: {webchat: " + time + ", any_other: " + time + "}, then: give_to_a_person}\n");
  };
  EXPECT_GT(compared(policy("p", hold), wait("300 hours")).looser, 0U);
  EXPECT_EQ(compared(policy("p", hold), wait("5 minutes")).looser, 0U);
}

TEST_F(Diff, AnyNumberOfWaiversTogetherIsTried) {
  const auto waived = [](const std::string& id, const std::string& when) {
    return policy(id,
                  "at: reply\napplies_to: {written_by: ai}\nmust:\n  - be_approved_by: {role: team_lead, people: 1}\n"
                  "if_not: hold_for_review\nexcept:\n  - {for: {finding: [" +
                      when + "]}, reason: r, ticket: t, approved_by: a, until: 2027-01-31}\n");
  };
  for (auto* folder : {&old_, &new_})
    folder->add("a.yaml", waived("a", "email")).add("b.yaml", waived("b", "phone")).add("c.yaml", waived("c", "iban"));
  const std::string strong =
      policy("p",
             "at: reply\napplies_to: {written_by: ai}\nmust:\n  - be_approved_by: {role: team_lead, people: 1}\n"
             "if_not: hold_for_review\n");
  const auto all = compared(
      strong, policy("p", "at: reply\napplies_to: {written_by: ai}\nmust:\n  - label: ai\nif_not: add_the_notice\n"));
  EXPECT_TRUE(all.exact);
  ASSERT_GT(all.looser, 0U);
  EXPECT_EQ(in_words(all.examples_looser.at(0).facts), "reply, ai, finding email, finding iban, finding phone");
}

TEST_F(Diff, WhoGivesWorkToAnotherQueueIsNamed) {
  const auto giving = [](const std::string& queue, const std::string& more = "") {
    return policy("p", "at: arrival\napplies_to: {topic: [refund" + more +
                           "]}\nmust:\n  - be_answered_by: person\n"
                           "if_not: give_to_a_person\ngive_to: {queue: " +
                           queue + ", priority: urgent}\n");
  };
  const std::string people =
      kSupport +
      std::string("  - id: night\n    time_zone: UTC\n    languages: [en]\n    hours: {monday: \"08:00-18:00\"}\n");
  const auto told = [&](const std::string& before, const std::string& after) {
    const auto put = [&](Folder& folder, const std::string& text) {
      complete(folder).add("p.yaml", text).add("staffing.yaml", people);
      return folder.load(test_time());
    };
    const auto a = put(old_, before), b = put(new_, after);
    EXPECT_TRUE(a.ok() && b.ok());
    return compare(*a.set, *b.set, test_time()).rerouted;
  };
  const std::vector<std::string> by_p = {"policy p"};
  EXPECT_EQ(told(giving("support"), giving("night")), by_p);
  EXPECT_EQ(told(giving("night"), giving("night", ", delivery")), by_p);
  EXPECT_TRUE(told(giving("night"), giving("night")).empty());
  EXPECT_TRUE(told(giving("support"), giving("support", ", delivery")).empty()) << "there is only one queue";
  new_.add("journey.yaml",
           "journey: J\ngive_to: {queue: night, priority: normal}\nmoments:\n  - {id: all, ai_may: draft}\n");
  const auto moved = compare(*old_.load(test_time()).set, *new_.load(test_time()).set, test_time());
  EXPECT_EQ(moved.rerouted, (std::vector<std::string>{"moment complaint", "policy p", "the journey"}));
}

TEST_F(Diff, ALessUrgentJourneyIsLooserThoughNoRuleReachesIt) {
  complete(old_).add("p.yaml", held_);
  complete(new_).add("p.yaml", held_);
  std::string urgent = kJourney;
  urgent.replace(urgent.find("normal"), 6, "urgent");
  old_.add("journey.yaml", urgent);
  const auto a = old_.load(test_time()), b = new_.load(test_time());
  EXPECT_GT(compare(*a.set, *b.set, test_time()).looser, 0U);
  EXPECT_EQ(compare(*b.set, *a.set, test_time()).looser, 0U);
}

TEST_F(Diff, OfLongTextsItShowsWhatDiffers) {
  const std::string same = "We are a long text that says the same for quite a while, and only then ";
  const auto notice = [&](const std::string& end) {
    return SourceFiles{{"n.yaml", "notice: N\nid: n\nversion: 1\ntexts: {en: {any: \"" + same + end + "\"}}\n"}};
  };
  EXPECT_EQ(document_diff(notice("a person answers, as soon as somebody is there again."),
                          notice("AI answers, as soon as somebody is there again."))
                .lines,
            std::vector<std::string>{
                "notice n: texts: en: any: ... a while, and only then a person answers, as soon as som... -> "
                "... a while, and only then AI answers, as soon as som..."});
  // Entries that begin alike are not the same.
  const auto words = [&](const std::string& end) {
    return SourceFiles{{"t.yaml", "topics: T\nlist:\n  - {id: t, words: {en: [\"" + same + end + "\"]}}\n"}};
  };
  EXPECT_EQ(document_diff(words("one"), words("two")).lines.size(), 2U);
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
  complete(new_);
  const auto a = old_.load(test_time()), b = new_.load(test_time());
  const auto part = compare(*a.set, *b.set, test_time(), 1);
  EXPECT_FALSE(part.exact);
  EXPECT_EQ(part.asked, 1U);
  EXPECT_TRUE(compare(*a.set, *b.set, test_time()).exact);
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
