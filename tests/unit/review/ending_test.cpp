// Reject, take over, and the deadline: whatever ends a review without a signature, the text never leaves and a person
// has the conversation.
#include "held.hpp"

namespace countersign::testing {
namespace {

class Ending : public Held {
 protected:
  void expect_never_sent(const review::Review& review) {
    settle();
    advance(std::chrono::hours(48));
    settle();
    for (const auto& reply : delivered("c-1")) EXPECT_EQ(reply.text.find("refund"), std::string::npos);
    EXPECT_EQ(value("SELECT fate FROM message WHERE id='" + review.message + "'"), "dropped");
    EXPECT_EQ(value("SELECT COUNT(*) FROM outbox WHERE message='" + review.message + "'"), "0");
    EXPECT_EQ(value("SELECT COUNT(*) FROM work WHERE task='deadline'"), "0");
  }
};

TEST_F(Ending, ARejectedDraftNeverLeavesAndAPersonAnswers) {
  const auto review = held(kSmall);
  ASSERT_TRUE(reviews().reject(ana, review.id, "Ana Okapi promised nothing").ok());
  EXPECT_EQ(now(review.id).state, "rejected");
  EXPECT_EQ(conversation("c-1").owner, Owner::nobody);
  EXPECT_FALSE(conversation("c-1").queue.empty());
  expect_never_sent(review);
  EXPECT_EQ(raw_data().find("Okapi"), std::string::npos) << "people write names into reasons";
}

TEST_F(Ending, WhoTakesOverHasItAndTheDraftIsDropped) {
  const auto review = held(kSmall);
  ASSERT_TRUE(reviews().take_over_review({"sam", "agent"}, review.id).ok());
  EXPECT_EQ(conversation("c-1").owner, Owner::person);
  EXPECT_EQ(conversation("c-1").agent, "sam");
  EXPECT_EQ(now(review.id).state, "taken_over");
  expect_never_sent(review);
}

TEST_F(Ending, TakingAConversationOverClosesItsReviews) {
  const auto review = held(kSmall);
  ASSERT_TRUE(reviews().take_over({"sam", "agent"}, conversation("c-1").id).ok());
  EXPECT_TRUE(waiting().empty());
  EXPECT_EQ(fault(reviews().approve(ana, review.id, review.digest)), Fault::gone);
  expect_never_sent(review);
}

TEST_F(Ending, WhoWritesThemselvesClosesTheReview) {
  const auto review = held(kSmall);
  ASSERT_TRUE(reviews().write({"sam", "agent"}, conversation("c-1").id, "Sam here, your jacket is with us.").ok());
  EXPECT_TRUE(waiting().empty());
  expect_never_sent(review);
  EXPECT_EQ(delivered_by("person", "c-1").size(), 1U);
}

TEST_F(Ending, ADeadlineGivesItToAPersonAndNeverSends) {
  const auto review = held(kSmall);
  advance(std::chrono::minutes(9));
  settle();
  EXPECT_EQ(now(review.id).state, "waiting");
  advance(std::chrono::minutes(2));
  settle();
  EXPECT_EQ(now(review.id).state, "expired");
  EXPECT_EQ(conversation("c-1").owner, Owner::nobody);
  EXPECT_EQ(value("SELECT COUNT(*) FROM entry WHERE kind='expired'"), "1");
  expect_never_sent(review);
}

TEST_F(Ending, ADeadlineIsKeptOverARestart) {
  const auto review = held(kSmall);
  reopen();
  advance(std::chrono::minutes(11));
  settle();
  EXPECT_EQ(now(review.id).state, "expired");
}

TEST_F(Ending, ADecidedReviewHasNoDeadlineAnyMore) {
  const auto review = held(kSmall);
  ASSERT_TRUE(reviews().approve(ana, review.id, review.digest).done);
  advance(std::chrono::hours(1));
  settle();
  EXPECT_EQ(now(review.id).state, "approved");
  EXPECT_EQ(conversation("c-1").owner, Owner::ai);
}

TEST_F(Ending, WhoAsksForAPersonMeanwhileGetsNoDraftAnyMore) {
  const auto review = held(kSmall);
  say_and_settle("c-1", "Stop, I want to talk to a real person.");
  EXPECT_EQ(now(review.id).state, "withdrawn");
  EXPECT_EQ(fault(reviews().approve(ana, review.id, review.digest)), Fault::gone);
  expect_never_sent(review);
}

TEST_F(Ending, AnUnknownReviewIsNotFound) {
  EXPECT_EQ(fault(reviews().approve(ana, "01NOSUCHREVIEW", std::string(64, '0'))), Fault::not_found);
  EXPECT_EQ(reviews().reject(ana, "01NOSUCHREVIEW", "no").error().fault, Fault::not_found);
}

TEST_F(Ending, AnUnknownConversationIsNotFound) {
  EXPECT_EQ(reviews().take_over(ana, "01NOSUCH").error().fault, Fault::not_found);
  EXPECT_EQ(reviews().give_back(ana, "01NOSUCH").error().fault, Fault::not_found);
  EXPECT_EQ(reviews().write(ana, "01NOSUCH", "hello").error().fault, Fault::not_found);
}

TEST_F(Ending, TheTextsOfReviewsAreSealed) {
  held(kSmall);
  EXPECT_EQ(raw_data().find("refund 50"), std::string::npos);
}

class HelpdeskReplies : public Road {};

TEST_F(HelpdeskReplies, AnAgentsReplyTakesTheReplyBorderAndARepeatedEventChangesNothing) {
  say_and_settle("c-1", "I want to talk to a human.");
  const plugin::AgentReply reply{"h-1", conversation("c-1").ticket, "sam", "Sam here, how can I help?"};
  ASSERT_TRUE(reviews().agent_reply(reply).ok());
  ASSERT_TRUE(reviews().agent_reply(reply).ok());
  settle();
  ASSERT_EQ(delivered_by("person", "c-1").size(), 1U);
  EXPECT_EQ(delivered_by("person", "c-1")[0].text, "Sam here, how can I help?");
}

TEST_F(HelpdeskReplies, TheSameTextUnderTheSameKeyIsAnsweredLikeTheFirstTimeAndSentOnce) {
  say_and_settle("c-1", "I want to talk to a human.");
  const auto id = conversation("c-1").id;
  const review::Actor sam{"sam", "agent"};
  const auto first = reviews().write(sam, id, "Sam here, how can I help?", "key-1");
  settle();
  reopen();
  const auto again = reviews().write(sam, id, "Sam here, how can I help?", "key-1");
  ASSERT_TRUE(first.ok() && again.ok());
  EXPECT_EQ(again->message, first->message);
  EXPECT_EQ(again->state, "sent");
  const auto other = reviews().write(sam, id, "Something else.", "key-1");
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().fault, Fault::conflict);
  ASSERT_TRUE(reviews().write(sam, id, "Something else.", "key-2").ok());
  settle();
  EXPECT_EQ(delivered_by("person", "c-1").size(), 2U);
}

TEST_F(HelpdeskReplies, AnUnknownTicketIsNotFound) {
  const auto status = reviews().agent_reply({"h-1", "T-999", "sam", "Hello"});
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().fault, Fault::not_found);
}

TEST_F(HelpdeskReplies, NoTicketIsNobodysTicket) {
  ASSERT_TRUE(say("c-1", "I want to talk to a human.").ok());  // not filed yet: its ticket is ""
  EXPECT_FALSE(reviews().agent_reply({"h-1", "", "sam", "Hello"}).ok());
}

}  // namespace
}  // namespace countersign::testing
