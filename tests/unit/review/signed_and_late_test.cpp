// Signed, but not yet out: the channel was down, and the world moved before it came back. A signature holds for the state
// it was given to, and for nothing later.
#include "held.hpp"

namespace countersign::testing {
namespace {

class SignedAndLate : public Held {
 protected:
  /// A signed AI text whose first try failed.
  void approve_while_the_channel_is_down() {
    const auto review = held(kSmall);
    customer_side.answers(503);
    ASSERT_TRUE(reviews().approve(ana, review.id, review.digest).done.has_value());
    settle();
    customer_side.answers([&](const http::Request& request) {
      texts_ += request.body;
      return http::json(200, json::Object());
    });
  }
  void come_back() {
    advance(std::chrono::minutes(5));
    settle();
  }
  [[nodiscard]] bool refund_was_sent() const { return texts_.find("refund 50 EUR") != std::string::npos; }

 private:
  std::string texts_;
};

TEST_F(SignedAndLate, ItIsSentWhenNothingMoved) {
  approve_while_the_channel_is_down();
  come_back();
  EXPECT_TRUE(refund_was_sent());
}

TEST_F(SignedAndLate, NoAiTextLeavesAfterAPersonTookOver) {
  approve_while_the_channel_is_down();
  ASSERT_TRUE(reviews().take_over({"sam", "agent"}, conversation("c-1").id).ok());
  come_back();
  EXPECT_FALSE(refund_was_sent());
}

TEST_F(SignedAndLate, NoAiTextLeavesAfterTheCustomerAskedForAPerson) {
  approve_while_the_channel_is_down();
  say_and_settle("c-1", "I want to talk to a human now.");
  come_back();
  EXPECT_FALSE(refund_was_sent());
}

TEST_F(SignedAndLate, TheSignatureEndsWithThePoliciesItWasGivenUnder) {
  approve_while_the_channel_is_down();
  write_policy("rules/99-more.yaml",
               "policy: One more\nid: one-more\nversion: 1\nowner: a@example.com\nwhy: [house_rule]\nmode: watch\nat: arrival\n"
               "must:\n  - not_contain: {finding: [advice]}\nif_not: block\n");
  load_policies();
  come_back();
  EXPECT_FALSE(refund_was_sent());
  EXPECT_EQ(waiting().size(), 1U) << "it waits for a person again";
}

TEST_F(SignedAndLate, TheSignatureEndsWithTheCustomersNextMessage) {
  approve_while_the_channel_is_down();
  model_server.answers(500);   // no second draft in this test
  ASSERT_TRUE(say("c-1", "Could you tell me what happens with my returned shoes?").ok());
  settle({Task::deliver});
  come_back();
  EXPECT_FALSE(refund_was_sent());
}

class Members : public Held {};

TEST_F(Members, OnlyThoseTheOfficerListsMaySign) {
  write_policy("roles.yaml", "roles: R\nlist:\n  - {name: team_lead, permission: reviewer, members: [lea, leo]}\n"
               "  - {name: care_lead, permission: agent}\n");
  load_policies();
  const auto review = held(kLarge);
  EXPECT_EQ(fault(reviews().approve({"mallory", "team_lead"}, review.id, review.digest)), Fault::forbidden);
  ASSERT_TRUE(reviews().approve({"lea", "reviewer"}, review.id, review.digest).done.has_value());
  const auto act = reviews().approve({"leo", "team_lead"}, review.id, review.digest);
  ASSERT_TRUE(act.done.has_value());
  EXPECT_EQ(act.done->state, "sent");
}

TEST_F(Members, ARemovedUsersSignatureCountsNoMore) {
  const auto review = held(kLarge);
  const auto everybody = gateway->roles();
  ASSERT_TRUE(users::add(gateway->store(), everybody, "ana", "reviewer", clock.now()).ok());
  ASSERT_EQ(reviews().approve(ana, review.id, review.digest).done->state, "waiting");
  ASSERT_TRUE(users::remove(gateway->store(), "ana", clock.now()).ok());
  const auto act = reviews().approve(bob, review.id, review.digest);
  ASSERT_TRUE(act.done.has_value());
  EXPECT_EQ(act.done->state, "waiting");
}

class Words : public Held {};

TEST_F(Words, BlankOnesAreRefusedWhereverPeopleWrite) {
  const auto review = held(kSmall);
  EXPECT_EQ(fault(reviews().edit(ana, review.id, review.digest, " \n")), Fault::invalid);
  EXPECT_EQ(reviews().write({"sam", "agent"}, conversation("c-1").id, "").error().fault, Fault::invalid);
  EXPECT_EQ(reviews().write({"sam", "agent"}, conversation("c-1").id, std::string(70'000, 'x')).error().fault, Fault::too_large);
  EXPECT_FALSE(gateway->desk().note("T-1", "sam", "\t").ok());
}

}  // namespace
}  // namespace countersign::testing
