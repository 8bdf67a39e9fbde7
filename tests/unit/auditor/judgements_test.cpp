// Decisions of a record, judged again.
#include "unit/auditor/record.hpp"

namespace countersign::auditor {
namespace {

Object decision(std::string_view verdict, std::string_view rule, Object more = {}) {
  Object broken{{"met", false}, {"mode", "enforce"}, {"policy", "promises"}, {"verdict", rule}};
  for (auto& [key, value] : more) broken.insert_or_assign(key, std::move(value));
  return {{"policy", "p1"}, {"rules", Array{std::move(broken)}}, {"verdict", verdict}};
}
Object owing(std::string_view verdict, int people) {
  return {{"duties", Object{{"approvals", Object{{"team_lead", people}}}}}, {"policy", "p1"}, {"verdict", verdict}};
}
const Object kInForce{{"more", Object{{"digest", "p1"}}}};

TEST(Judgements, ADecisionIsAsStrictAsTheRulesItNames) {
  const auto with = [](const Object& made) {
    return Record().add("policy_activated", kInForce).add("decided", {{"decision", made}}).findings();
  };
  EXPECT_NE(with(decision("send", "block"))
                .find("its decision is \"send\", and the rule promises that it names asks for \"block\""),
            std::string::npos);
  EXPECT_EQ(with(decision("block", "hold")), "");
  EXPECT_EQ(with(decision("send", "block", {{"met", true}})), "");
  EXPECT_EQ(with(decision("send", "block", {{"mode", "watch"}})), "");
  EXPECT_EQ(with(decision("send", "block", {{"waiver", "GRC-1"}})), "");
}

TEST(Judgements, ADecisionIsByPoliciesThatWereInForce) {
  const Object made{{"decision", Object{{"policy", "p2"}, {"verdict", "send"}}}};
  EXPECT_NE(Record().add("policy_activated", kInForce).add("decided", made).findings().find(
                "its decision is by the policies p2, which nobody put in force before"),
            std::string::npos);
  EXPECT_EQ(Record().add("policy_activated", {{"more", Object{{"canary_digest", "p2"}, {"digest", "p1"}}}})
                .add("decided", made).findings(),
            "");
}

TEST(Judgements, AHeldTextKeepsItsDutiesItsAuthorAndItsConversation) {
  const auto with = [](int people, std::string_view author, std::string_view conversation, bool is_signed = true) {
    Record record;
    record.add("policy_activated", kInForce)
        .add("arrived", revision("c", 0))
        .add("held", {{"author", "ai"}, {"conversation", "c"}, {"decision", owing("hold", 2)}, {"message", "m1"}});
    Array signers;
    for (const auto* who : {"user:ana", "user:ben"}) {
      if (!is_signed) continue;
      record.add("approved", by(who, "m1"));
      signers.emplace_back(who);
    }
    return record
        .cleared("m1", {{"author", author},
                        {"conversation", conversation},
                        {"decision", owing(is_signed ? "hold" : "send", people)},
                        {"more", Object{{"signed_by", signers}}}})
        .findings();
  };
  EXPECT_EQ(with(2, "ai", "c"), "");
  EXPECT_EQ(with(2, "ai_edited", "c"), "");
  const auto told = [](const std::string& findings, const char* what) {
    EXPECT_NE(findings.find(what), std::string::npos) << what << "\n" << findings;
  };
  told(with(1, "ai", "c"), "cleared by a decision without the approval of 2 team_lead, which it owed");
  told(with(2, "person", "c"), "message m1 is cleared as a text by \"person\", and AI wrote it");
  told(with(2, "ai", "d"), "message m1 is cleared in the conversation d, and an earlier entry has it in c");
  told(with(2, "ai", "c", false), "message m1 is cleared, and nobody signed it since it was held for people");
}

}  // namespace
}  // namespace countersign::auditor
