#include "flow/audit/recorded_facts.hpp"

#include <gtest/gtest.h>

#include "flow/audit/entry_json.hpp"
#include "policy/world.hpp"

namespace countersign::audit {
namespace {

using policy::testing::World;

std::string duties(const policy::Decision& decision) {
  const json::Value whole = to_json(decision, Cut{});
  const auto* duties = whole.find("duties");
  return duties == nullptr ? "" : json::dump(*duties);
}

TEST(RecordedFacts, DecideAsTheFactsTheyWereWrittenFrom) {
  World world(20261122);
  for (int i = 0; i < 20000; ++i) {
    const policy::PolicySet set(std::make_unique<policy::Compiled>(world.set()));
    const auto facts = world.facts();
    const auto written = json::parse(json::dump(to_json(facts, Cut{})));
    ASSERT_TRUE(written.ok());
    const auto read = facts_from(*written);
    ASSERT_TRUE(read) << json::dump(*written);
    const auto then = policy::decide(set, facts), now = policy::decide(set, *read);
    ASSERT_EQ(then.verdict, now.verdict) << json::dump(*written);
    ASSERT_EQ(duties(then), duties(now)) << json::dump(*written);
    ASSERT_EQ(then.ai_may, now.ai_may);
  }
}

TEST(RecordedFacts, OfAProgramThatKnowsOtherWordsAreNotGuessed) {
  World world(1);
  auto written = to_json(world.facts(), Cut{});
  EXPECT_TRUE(facts_from(written));
  written["risk"] = "enormous";
  EXPECT_FALSE(facts_from(written));
  EXPECT_FALSE(facts_from(json::Object()));
}

}  // namespace
}  // namespace countersign::audit
