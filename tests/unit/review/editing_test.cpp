// Editing: the words change, what the draft owed stays owed, and the record says who wrote what.
#include "held.hpp"

namespace countersign::testing {
namespace {

class Editing : public Held {};

TEST_F(Editing, SendsTheNewWordsAsAiEditedByAPerson) {
  const auto review = held(kSmall);
  const auto act = reviews().edit(ana, review.id, review.digest, "Thank you, your jacket is with us.");
  ASSERT_TRUE(act.done.has_value());
  EXPECT_EQ(act.done->state, "sent");
  settle();
  ASSERT_EQ(delivered_by("ai_edited", "c-1").size(), 1U);
  const auto sent = delivered_by("ai_edited", "c-1")[0];
  EXPECT_NE(sent.text.find("Thank you, your jacket is with us."), std::string::npos);
  EXPECT_EQ(sent.text.find("refund"), std::string::npos);
  EXPECT_EQ(sent.notice, "ai-notice@2/en") << "it is still of AI origin";
  EXPECT_TRUE(delivered_by("ai", "c-1").empty());
}

TEST_F(Editing, ALargePromiseStillNeedsASecondPersonWhateverItSaysNow) {
  const auto review = held(kLarge);
  const auto act = reviews().edit(ana, review.id, review.digest, "Thank you, your jacket is with us.");
  ASSERT_TRUE(act.done.has_value());
  EXPECT_EQ(act.done->state, "waiting");
  EXPECT_NE(act.done->text.find("your jacket is with us"), std::string::npos);
  settle();
  EXPECT_TRUE(delivered_by("ai_edited", "c-1").empty());
  EXPECT_EQ(fault(reviews().approve(ana, review.id, act.done->digest)), Fault::forbidden);
  EXPECT_TRUE(reviews().approve(bob, review.id, review.digest).changed.has_value()) << "the old bytes are gone";
  const auto second = reviews().approve(bob, review.id, act.done->digest);
  ASSERT_TRUE(second.done.has_value());
  EXPECT_EQ(second.done->state, "sent");
  settle();
  EXPECT_EQ(delivered_by("ai_edited", "c-1").size(), 1U);
}

TEST_F(Editing, TwoEditsInARowStillOweWhatTheDraftOwed) {
  const auto review = held(kLarge);
  const auto first = reviews().edit(ana, review.id, review.digest, "Thank you, your jacket is with us.");
  ASSERT_TRUE(first.done.has_value());
  const auto second = reviews().edit(bob, review.id, first.done->digest, "Thank you, the jacket is here.");
  ASSERT_TRUE(second.done.has_value());
  EXPECT_EQ(second.done->state, "waiting") << "ana signed other words";
  settle();
  EXPECT_TRUE(delivered_by("ai_edited", "c-1").empty());
  EXPECT_EQ(now(review.id).signed_by, std::vector<std::string>{"bob"});
}

TEST_F(Editing, AnEditThatPromisesMoreReopensTheReview) {
  const auto review = held(kSmall);
  const auto act = reviews().edit(ana, review.id, review.digest, kLarge);
  ASSERT_TRUE(act.done.has_value());
  EXPECT_EQ(act.done->state, "waiting");
  const auto reopened = now(review.id);
  ASSERT_EQ(reopened.needs.size(), 1U);
  EXPECT_EQ(reopened.needs[0].people, 2);
}

TEST_F(Editing, AnotherDigestChangesNothing) {
  const auto review = held(kSmall);
  EXPECT_TRUE(reviews().edit(ana, review.id, std::string(64, '0'), "Other words").changed.has_value());
  EXPECT_EQ(now(review.id).text, review.text);
}

TEST_F(Editing, ATextThatTheRulesBlockIsRefusedAndTheReviewStays) {
  const auto review = held(kSmall);
  const auto act = reviews().edit(ana, review.id, review.digest, "Write to maria.lopez@example.org instead.");
  EXPECT_EQ(fault(act), Fault::invalid);
  EXPECT_EQ(now(review.id).state, "waiting");
  EXPECT_EQ(now(review.id).text, review.text);
}

TEST_F(Editing, OneWhoMayEditButNotSignLeavesItToASigner) {
  const auto review = held(kSmall);
  const auto act = reviews().edit({"sam", "agent"}, review.id, review.digest, "Thank you, your jacket is with us.");
  ASSERT_TRUE(act.done.has_value());
  EXPECT_EQ(act.done->state, "waiting");
  settle();
  EXPECT_TRUE(delivered_by("ai_edited", "c-1").empty());
  ASSERT_TRUE(reviews().approve(ana, review.id, act.done->digest).done);
  settle();
  EXPECT_EQ(delivered_by("ai_edited", "c-1").size(), 1U);
}

TEST_F(Editing, TheRecordSaysWhoEdited) {
  const auto review = held(kSmall);
  ASSERT_TRUE(reviews().edit(ana, review.id, review.digest, "Thank you, your jacket is with us.").done);
  bool edited = false;
  for (const auto& entry : record_of(review.message)) {
    edited = edited || (entry.text("kind") == "edited" && entry.text("actor") == id_of("ana"));
    if (entry.text("kind") == "cleared") {
      EXPECT_EQ(entry.text("author"), "ai_edited");
    }
  }
  EXPECT_TRUE(edited);
}

}  // namespace
}  // namespace countersign::testing
