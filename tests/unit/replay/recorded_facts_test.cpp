#include "flow/audit/recorded_facts.hpp"

#include <gtest/gtest.h>

#include "flow/audit/entry_json.hpp"
#include "policy/world.hpp"

namespace countersign::audit {
namespace {

using policy::testing::World;

template <class Part>
std::string written(const Part& part) {
  std::string text;
  json::Writer to(text);
  put(to, part, Cut{});
  return text;
}

std::string duties(const policy::Decision& decision) {
  const auto whole = *json::parse(written(decision));
  const auto* duties = whole.find("duties");
  return duties == nullptr ? "" : json::dump(*duties);
}

TEST(RecordedFacts, DecideAsTheFactsTheyWereWrittenFrom) {
  World world(20261122);
  for (int i = 0; i < 20000; ++i) {
    const policy::PolicySet set(std::make_unique<policy::Compiled>(world.set()));
    const auto facts = world.facts();
    const auto text = written(facts);
    const auto parsed = json::parse(text);
    ASSERT_TRUE(parsed.ok()) << text;
    const auto read = facts_from(*parsed);
    ASSERT_TRUE(read) << text;
    const auto then = policy::decide(set, facts), now = policy::decide(set, *read);
    ASSERT_EQ(then.verdict, now.verdict) << text;
    ASSERT_EQ(duties(then), duties(now)) << text;
    ASSERT_EQ(then.ai_may, now.ai_may);
  }
}

TEST(RecordedFacts, AndTheirDecisionAreWrittenCanonically) {
  World world(7);
  for (int i = 0; i < 5000; ++i) {
    const policy::PolicySet set(std::make_unique<policy::Compiled>(world.set()));
    const auto facts = world.facts();
    for (const auto& text : {written(facts), written(policy::decide(set, facts))}) {
      const auto parsed = json::parse(text);
      ASSERT_TRUE(parsed.ok()) << text;
      ASSERT_EQ(text, json::dump(*parsed));
    }
  }
}

TEST(RecordedFacts, OfAProgramThatKnowsOtherWordsAreNotGuessed) {
  World world(1);
  auto facts = *json::parse(written(world.facts()));
  EXPECT_TRUE(facts_from(facts));
  facts.object()->insert_or_assign("risk", "enormous");
  EXPECT_FALSE(facts_from(facts));
  EXPECT_FALSE(facts_from(json::Object()));
}

}  // namespace
}  // namespace countersign::audit
