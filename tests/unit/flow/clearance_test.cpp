// Clearance: between "passed" and "sent" the text, its row and its entry are compared, and the world is looked at again.
#include "base/crypto.hpp"
#include "support/road_fixture.hpp"

namespace countersign::testing {
namespace {

class ClearanceTest : public Road {
 protected:
  /// A cleared reply that waits in the outbox; returns its id.
  std::string cleared(const std::string& name = "c-1") {
    EXPECT_TRUE(say(name, "How long does standard delivery take?").ok());
    settle({Task::answer});
    const auto message = value("SELECT message FROM outbox WHERE conversation='" + conversation(name).id + "'");
    EXPECT_FALSE(message.empty());
    EXPECT_TRUE(customer_side.seen().empty());
    return message;
  }
  void expect_kept_back(const std::string& message) {
    settle();
    EXPECT_TRUE(delivered_by("ai", "c-1").empty());
    EXPECT_EQ(value("SELECT state FROM outbox WHERE message='" + message + "'"), "dead");
    EXPECT_EQ(value("SELECT kind FROM owned_case WHERE message='" + message + "'"), "not_delivered");
    EXPECT_NE(conversation("c-1").owner, Owner::ai);
    EXPECT_FALSE(conversation("c-1").queue.empty());
  }
};

TEST_F(ClearanceTest, SendsWhatIsAsItPassed) {
  const auto message = cleared();
  settle();
  ASSERT_EQ(delivered("c-1").size(), 1U);
  EXPECT_EQ(delivered("c-1")[0].id, message);
  EXPECT_EQ(delivered("c-1")[0].receipt, value("SELECT id FROM entry WHERE kind='cleared' AND message='" + message + "'"));
}

TEST_F(ClearanceTest, NeverSendsATextThatWasChangedInTheStore) {
  const auto message = cleared();
  const auto customer = conversation("c-1").customer;
  const auto other = house().keys.seal(customer, "message:" + message, "We owe you 1000 EUR.");
  ASSERT_TRUE(other.ok());
  ASSERT_TRUE(gateway->store().commit([&](store::Session& session) {
    session.run("UPDATE message SET sealed=$2 WHERE id=$1", {message, store::Blob{*other}});
  }).ok());
  expect_kept_back(message);
}

TEST_F(ClearanceTest, NeverSendsAChangedTextWhoseRowWasChangedWithIt) {
  const auto message = cleared();
  const std::string text = "We owe you 1000 EUR.";
  const auto other = house().keys.seal(conversation("c-1").customer, "message:" + message, text);
  ASSERT_TRUE(gateway->store().commit([&](store::Session& session) {
    session.run("UPDATE message SET sealed=$2 WHERE id=$1", {message, store::Blob{*other}});
    session.run("UPDATE outbox SET digest=$2 WHERE message=$1", {message, crypto::sha256_hex(text)});
  }).ok());
  expect_kept_back(message);
}

TEST_F(ClearanceTest, NeverSendsWhatHasNoEntry) {
  const auto message = cleared();
  change("DELETE FROM entry WHERE kind='cleared' AND message='" + message + "'");
  record_makes_sense = false;
  expect_kept_back(message);
}

TEST_F(ClearanceTest, NeverSendsOnTheEntryOfAnotherMessage) {
  const auto message = cleared();
  const auto another = cleared("c-2");
  change("UPDATE outbox SET receipt=(SELECT receipt FROM outbox WHERE message='" + another + "') WHERE message='" + message + "'");
  expect_kept_back(message);
  EXPECT_EQ(delivered("c-2").size(), 1U) << "the other conversation goes on";
}

TEST_F(ClearanceTest, NeverSendsARowWhoseMessageIsGone) {
  const auto message = cleared();
  change("DELETE FROM message WHERE id='" + message + "'");
  settle();
  EXPECT_TRUE(delivered_by("ai", "c-1").empty());
}

TEST_F(ClearanceTest, JudgesAgainWhenThePoliciesChanged) {
  const auto message = cleared();
  const auto before = value("SELECT policy_digest FROM outbox WHERE message='" + message + "'");
  write_policy("rules/01-ai-disclosure.yaml",
               slurp(folder.path / "policies/rules/01-ai-disclosure.yaml") + "# a comment is a change of the bytes\n");
  load_policies();
  settle();
  ASSERT_EQ(delivered("c-1").size(), 1U);
  EXPECT_EQ(delivered("c-1")[0].notice, "ai-notice@2/en") << "the first AI text carries the full notice also when judged twice";
  EXPECT_NE(value("SELECT policy_digest FROM outbox WHERE message='" + message + "'"), before);
  EXPECT_EQ(value("SELECT COUNT(*) FROM entry WHERE kind='cleared' AND message='" + message + "'"), "2");
}

TEST_F(ClearanceTest, HoldsWhatTheNewPoliciesHold) {
  const auto message = cleared();
  write_policy("rules/99-all-signed.yaml",
               "policy: Everything is signed\nid: all-signed\nversion: 1\nowner: o@example.com\nwhy: [house_rule]\nmode: enforce\n"
               "at: reply\napplies_to: {written_by: ai}\nmust:\n  - be_approved_by: {role: team_lead, people: 1}\n"
               "if_not: hold_for_review\nexamples:\n  - given: {written_by: ai}\n    expect: hold_for_review\n");
  load_policies();
  settle();
  EXPECT_TRUE(delivered_by("ai", "c-1").empty());
  const auto review = the_review();
  EXPECT_EQ(review.message, message);
  ASSERT_TRUE(reviews().approve({"ana", "reviewer"}, review.id, review.digest).done);
  settle();
  EXPECT_EQ(delivered_by("ai", "c-1").size(), 1U);
}

TEST_F(ClearanceTest, SendsNothingOfTheAiOnceItIsStopped) {
  cleared();
  ASSERT_TRUE(house().stop.set("channel:shop", true, "user:ana", clock.now()).ok());
  settle();
  EXPECT_TRUE(delivered_by("ai", "c-1").empty());
  EXPECT_NE(conversation("c-1").owner, Owner::ai);
}

TEST_F(ClearanceTest, SendsNothingOfTheAiOnceAPersonHasTheConversation) {
  cleared();
  ASSERT_TRUE(reviews().take_over({"sam", "agent"}, conversation("c-1").id).ok());
  settle();
  EXPECT_TRUE(delivered("c-1").empty());
}

TEST_F(ClearanceTest, SendsNothingOfTheAiOnceTheCustomerAskedForAPerson) {
  cleared();
  ASSERT_TRUE(say("c-1", "Stop. I want to talk to a real person please.").ok());
  settle();
  EXPECT_TRUE(delivered_by("ai", "c-1").empty());
  EXPECT_FALSE(delivered_by("system", "c-1").empty());
}

}  // namespace
}  // namespace countersign::testing
