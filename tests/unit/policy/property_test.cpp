// What holds of decide() for any policies and any facts.
#include "policy/reference.hpp"
#include "policy/world.hpp"

namespace countersign::policy {
namespace {

using namespace testing;

/// A model may see something only where a policy says what must be hidden: the first such policy opens the prompt
/// border, by design. From then on rules can only restrict.
void open_prompts(Compiled& set) {
  Policy p;
  p.id = "opens";
  p.at = Border::prompt;
  Requirement hide;
  hide.must = Must::hide;
  hide.kinds = {"iban"};
  p.must.push_back(std::move(hide));
  set.policies.push_back(std::move(p));
}

constexpr unsigned kRounds = 2000;

/// A million pairs of a set and facts.
TEST(Deciding, AgreesWithTheReference) {
  for (unsigned seed = 0; seed < 40'000 && !::testing::Test::HasFailure(); ++seed) {
    World world(seed);
    const PolicySet set(std::make_unique<Compiled>(world.set()));
    for (int i = 0; i < 25; ++i) {
      const Facts facts = world.facts();
      SCOPED_TRACE(seed);
      expect_same(decide(set, facts), reference(set.compiled(), facts));
    }
  }
}

TEST(Deciding, NeverDependsOnTheOrderOfRules) {
  for (unsigned seed = 0; seed < kRounds && !::testing::Test::HasFailure(); ++seed) {
    World world(seed);
    Compiled set = world.set();
    const Facts facts = world.facts();
    const Decision before = decide_on(set, facts);
    world.shuffle(set.policies);
    world.shuffle(set.moments);
    for (Policy& p : set.policies) world.shuffle(p.must);
    const Decision after = decide_on(set, facts);
    SCOPED_TRACE(seed);
    expect_same(before, after);
    EXPECT_EQ(before.rules.size(), after.rules.size());
    EXPECT_EQ(before.looked, after.looked);
  }
}

TEST(Deciding, NeverGetsLooserByAnotherRule) {
  for (unsigned seed = 0; seed < kRounds && !::testing::Test::HasFailure(); ++seed) {
    World world(seed);
    Compiled set = world.set();
    open_prompts(set);
    const Facts facts = world.facts();
    const Decision before = decide_on(set, facts);
    Policy more = world.policy(99);
    more.mode = Mode::enforce;
    more.at = facts.border;
    set.policies.push_back(std::move(more));
    SCOPED_TRACE(seed);
    expect_stricter(before, decide_on(set, facts));
  }
}

TEST(Deciding, IsNotChangedByWatchingOrPausedRules) {
  for (unsigned seed = 0; seed < kRounds && !::testing::Test::HasFailure(); ++seed) {
    World world(seed);
    Compiled set = world.set();
    const Facts facts = world.facts();
    const Decision before = decide_on(set, facts);
    Policy more = world.policy(99);
    more.mode = seed % 2 == 0 ? Mode::watch : Mode::paused;
    more.at = facts.border;
    set.policies.push_back(std::move(more));
    SCOPED_TRACE(seed);
    const Decision after = decide_on(set, facts);
    expect_same(before, after);
    const bool seen =
        std::any_of(after.rules.begin(), after.rules.end(), [](const RuleOutcome& r) { return r.policy == "p99"; });
    EXPECT_FALSE(seed % 2 == 1 && seen) << "a paused rule was looked at";
  }
}

TEST(Deciding, GrantsNothingThatTheJourneyDoesNot) {
  for (unsigned seed = 0; seed < kRounds && !::testing::Test::HasFailure(); ++seed) {
    World world(seed);
    const Compiled set = world.set();
    Facts facts = world.facts();
    facts.border = Border::arrival;
    const Decision d = decide_on(set, facts);
    for (const Moment& m : set.moments) {
      const bool found =
          m.recognised && (std::any_of(m.or_finding.begin(), m.or_finding.end(), [&](const std::string& kind) {
            return std::any_of(facts.findings.begin(), facts.findings.end(),
                               [&](const Finding& f) { return f.kind == kind; });
          }));
      if (found) {
        EXPECT_LE(d.ai_may, m.ai_may) << seed;
      }
    }
  }
}

TEST(Deciding, IsTheSameEveryTimeAndFromEveryCopyOfTheSet) {
  const auto words = [](const Decision& d) {
    std::string all = d.policy_digest + d.error + std::to_string(d.looked);
    for (const RuleOutcome& r : d.rules)
      all += "|" + r.policy + r.rule + r.why + r.waiver + std::to_string(r.spans.size());
    return all;
  };
  for (unsigned seed = 0; seed < kRounds && !::testing::Test::HasFailure(); ++seed) {
    World world(seed);
    const Compiled documents = world.set();
    const Facts facts = world.facts();
    const PolicySet one(std::make_unique<Compiled>(documents));
    const Decision first = decide(one, facts);
    (void)decide(one, world.facts());  // what was decided in between leaves no trace
    SCOPED_TRACE(seed);
    for (const Decision& again : {decide(one, facts), decide_on(documents, facts)}) {
      expect_same(first, again);
      EXPECT_EQ(words(first), words(again));
    }
  }
}

TEST(Deciding, GivesAiNothingThatNoDocumentAllows) {
  const auto opens = [](const Policy& p) {
    return p.at == Border::prompt && p.mode == Mode::enforce &&
           std::any_of(p.must.begin(), p.must.end(),
                       [](const Requirement& r) { return r.must == Must::hide || r.must == Must::remove; });
  };
  unsigned sent = 0;
  for (unsigned seed = 0; seed < 3 * kRounds && !::testing::Test::HasFailure(); ++seed) {
    World world(seed);
    const Compiled set = world.set();
    const Facts facts = world.facts();
    const Decision d = decide_on(set, facts);
    const auto grants = [&](AiMay least) {
      return std::any_of(set.moments.begin(), set.moments.end(), [&](const Moment& m) { return m.ai_may >= least; });
    };
    SCOPED_TRACE(seed);
    if (d.verdict >= Verdict::hold) continue;
    ++sent;
    const bool of_ai = facts.written_by == Author::ai || facts.written_by == Author::ai_edited;
    if (facts.border == Border::arrival) {
      EXPECT_TRUE(grants(AiMay::ask)) << "AI goes on without a moment that lets it";
    }
    if (facts.border == Border::arrival) {
      EXPECT_TRUE(grants(d.ai_may));
    }
    if (facts.border == Border::prompt) {
      EXPECT_TRUE(std::any_of(set.policies.begin(), set.policies.end(), opens)) << "a model sees what no policy opened";
    }
    if (facts.border == Border::reply && of_ai) {
      EXPECT_TRUE(grants(AiMay::reply) && facts.ai_may == AiMay::reply) << "an AI text leaves ungranted";
    }
    if (facts.border == Border::prompt || (facts.border == Border::reply && of_ai)) {
      EXPECT_FALSE(facts.never_ai || facts.ai_stopped || facts.model_asked_for_person);
    }
  }
  EXPECT_GT(sent, kRounds / 10) << "the worlds are too strict to show anything";
}

TEST(Deciding, WithoutDocumentsGivesAiNothingWhateverTheFacts) {
  const auto none = PolicySet::none();
  for (unsigned seed = 0; seed < kRounds && !::testing::Test::HasFailure(); ++seed) {
    World world(seed);
    const Facts facts = world.facts();
    const Decision d = decide(*none, facts);
    SCOPED_TRACE(seed);
    const bool of_ai = facts.written_by == Author::ai || facts.written_by == Author::ai_edited;
    if (facts.border == Border::arrival || facts.border == Border::prompt || (facts.border == Border::reply && of_ai)) {
      EXPECT_GE(d.verdict, Verdict::hold);
    }
    if (facts.border == Border::arrival) {
      EXPECT_EQ(d.ai_may, AiMay::nothing);
    }
  }
}

TEST(Deciding, HoldsWhenTheFactsAreImpossible) {
  World world(1);
  const Compiled set = world.set();
  for (unsigned border = 4; border < 256; ++border) {
    Facts facts = world.facts();
    facts.border = static_cast<Border>(border);
    const Decision d = decide_on(set, facts);
    EXPECT_EQ(d.verdict, Verdict::hold);
    EXPECT_TRUE(d.duties.ai_off);
    EXPECT_EQ(d.ai_may, AiMay::nothing);
    EXPECT_FALSE(d.error.empty());
  }
}

}  // namespace
}  // namespace countersign::policy
