#include <gtest/gtest.h>

#include "base/crypto.hpp"
#include "flow/audit/entry.hpp"
#include "flow/audit/entry_json.hpp"

namespace countersign::audit {
namespace {

constexpr std::string_view id = "01ARYZ6S41TSV4RRFFQ69G5FAV";
constexpr std::size_t limit = 16 * 1024;

policy::Decision thousand_rules() {
  policy::Decision made;
  made.verdict = Verdict::hold;
  for (int i = 0; i < 1000; ++i) {
    policy::RuleOutcome rule;
    rule.policy = "policy-" + std::to_string(i);
    rule.rule = "show";
    rule.mode = "enforce";
    rule.met = i % 100 != 0;
    rule.verdict = rule.met ? Verdict::send : Verdict::hold;
    rule.why = "the rule number " + std::to_string(i) + " has something to say";
    rule.legal = {"law-" + std::to_string(i % 7)};
    made.rules.push_back(rule);
  }
  return made;
}

TEST(EntrySize, AThousandRulesAreCutToTheDecidingOnes) {
  const auto made = thousand_rules();
  Entry entry;
  entry.decision = &made;
  const Written written = write(entry, id);
  EXPECT_LE(written.bytes.size(), limit);
  const auto value = json::parse(written.bytes);
  ASSERT_TRUE(value.ok());
  const json::Value* said = value->find("decision");
  EXPECT_EQ(*said->find("matched")->integer(), 1000);
  const json::Array& rules = *said->find("rules")->array();
  ASSERT_EQ(rules.size(), 10U);
  for (const auto& rule : rules) EXPECT_EQ(rule.text("verdict"), "hold");
  EXPECT_EQ(rules[1].text("policy"), "policy-100");
  EXPECT_NE(rules[1].text("why"), "");
  EXPECT_EQ(said->find("legal")->array()->size(), 7U);
}

TEST(EntrySize, TheDetailIsWholeAndItsDigestStandsInTheEntry) {
  const auto made = thousand_rules();
  Entry entry;
  entry.decision = &made;
  const Written written = write(entry, id);
  EXPECT_EQ(json::parse(written.bytes)->text("detail"), crypto::sha256_hex(written.detail));
  const auto detail = json::parse(written.detail);
  ASSERT_TRUE(detail.ok());
  EXPECT_EQ(detail->find("decision")->find("rules")->array()->size(), 1000U);
  EXPECT_EQ(detail->text("id"), id);
}

TEST(EntrySize, ARuleThatAWaiverLetPassIsNeverCutAway) {
  auto made = thousand_rules();
  made.rules[501].waiver = "policy-501#1 until 2027-01-01";
  Entry entry;
  entry.decision = &made;
  EXPECT_NE(write(entry, id).bytes.find(R"("policy":"policy-501")"), std::string::npos);
}

TEST(EntrySize, NothingMakesAnEntryLargerThanTheLimit) {
  auto made = thousand_rules();
  policy::Facts facts;
  const std::string long_word(70'000, '\x01');
  for (auto& rule : made.rules) {
    rule.met = false;
    rule.verdict = Verdict::hold;
    rule.why = std::string(900, 'w');
    rule.waiver = rule.policy + std::string(900, 'w');
    rule.legal.assign(20, rule.policy + std::string(100, 'l'));
    rule.spans.assign(100, {1, 2});
  }
  made.error = made.moment = made.policy_digest = long_word;
  made.duties.give_to = policy::Route{long_word, long_word};
  for (int i = 0; i < 500; ++i) {
    const std::string name = std::to_string(i) + std::string(200, 'n');
    made.duties.approvals[name] = 1;
    made.duties.never_keep.insert(name);
    facts.findings.push_back({.kind = name, .commitment = Commitment{name, 1, "EUR", ""}});
    facts.topics.push_back(name);
    facts.notices_shown.push_back({name, {}});
  }
  facts.channel = facts.channel_kind = facts.brand = facts.model = long_word;
  Entry entry;
  entry.conversation = entry.message = entry.channel = entry.author = entry.actor = entry.border = long_word;
  entry.text_digest = entry.plugin_digest = entry.notice = entry.reason = long_word;
  entry.more = {{"long", long_word}};
  entry.decision = &made;
  entry.facts = &facts;
  const Written written = write(entry, id);
  EXPECT_LE(written.bytes.size(), limit);
  EXPECT_TRUE(json::parse(written.bytes).ok());
  EXPECT_EQ(json::parse(written.bytes)->text("detail"), crypto::sha256_hex(written.detail));
}

TEST(EntrySize, OneByteDecidesWhetherItIsCut) {
  Entry entry;
  const std::size_t bare = write(entry, id).bytes.size() + std::string_view(R"("reason":"",)").size();
  entry.reason = std::string(limit - bare, 'r');
  EXPECT_EQ(write(entry, id).bytes.size(), limit);
  EXPECT_EQ(write(entry, id).detail, "");
  entry.reason += 'r';
  EXPECT_LT(write(entry, id).bytes.size(), limit);
  EXPECT_NE(write(entry, id).detail, "");
}

TEST(EntrySize, ClippingNeverSplitsACharacter) {
  EXPECT_EQ(clipped("abc", 3), "abc");
  EXPECT_EQ(clipped("abc", 2), "ab");
  EXPECT_EQ(clipped("a\xE2\x82\xAC", 3), "a");
  EXPECT_EQ(clipped("a\xE2\x82\xAC", 4), "a\xE2\x82\xAC");
  EXPECT_EQ(clipped("\xF0\x9F\x98\x80", 3), "");
}

}  // namespace
}  // namespace countersign::audit
