// The human path: a conversation that goes to a person stays there, with everything they need, and the customer is told.
#include "support/road_fixture.hpp"

namespace countersign::testing {
namespace {

class PeopleTest : public Road {};

TEST_F(PeopleTest, AHandOverSetsTheQueueTellsTheHelpdeskAndTheCustomer) {
  say_and_settle("c-1", "This is outrageous, I am furious!");
  const auto of = conversation("c-1");
  EXPECT_EQ(of.owner, Owner::nobody);
  EXPECT_EQ(of.queue, "care-team");
  EXPECT_EQ(of.priority, "urgent");
  const auto ticket = gateway->desk().ticket(of.ticket);
  ASSERT_TRUE(ticket.ok());
  EXPECT_EQ(ticket->queue, "care-team");
  EXPECT_EQ(ticket->priority, "urgent");
  const auto notes = gateway->desk().notes(of.ticket);
  ASSERT_TRUE(notes.ok());
  std::string packet;
  for (const auto& note : *notes)
    if (note.kind == "handed_over") packet = note.text;
  EXPECT_NE(packet.find("Customer: Ana"), std::string::npos);
  EXPECT_NE(packet.find("queue: care-team"), std::string::npos);
  ASSERT_EQ(delivered("c-1").size(), 1U);
  EXPECT_EQ(delivered("c-1")[0].written_by, "system");
}

TEST_F(PeopleTest, TheCustomerIsToldOnceAndNotAtEveryMessage) {
  say_and_settle("c-1", "I want to talk to a human.");
  say_and_settle("c-1", "I said I want to talk to a human, now!");
  EXPECT_EQ(delivered("c-1").size(), 1U);
}

TEST_F(PeopleTest, TheUrgentQueueWinsWhenThingsGetWorse) {
  say_and_settle("c-1", "I want to talk to a human.");
  EXPECT_EQ(conversation("c-1").priority, "normal");
  say_and_settle("c-1", "I want to kill myself");
  EXPECT_EQ(conversation("c-1").queue, "trained-care");
  EXPECT_EQ(conversation("c-1").priority, "page_someone");
}

TEST_F(PeopleTest, APromiseOfTimeComesFromStaffing) {
  say_and_settle("c-1", "I want to talk to a human.");   // a Monday, 11:00 in Berlin
  ASSERT_EQ(delivered("c-1").size(), 1U);
  const auto promised = house().rules.get()->set->promise("support", clock.now(), "en");
  ASSERT_FALSE(promised.empty());
  EXPECT_NE(delivered("c-1")[0].text.find(promised), std::string::npos);
}

TEST_F(PeopleTest, APersonsReplyGoesOutAsWrittenWithoutAnAiMark) {
  say_and_settle("c-1", "I want to talk to a human.");
  const auto written = reviews().write({"sam", "agent"}, conversation("c-1").id, "Sam here, how can I help?");
  ASSERT_TRUE(written.ok());
  EXPECT_EQ(written->state, "sent");
  settle();
  const auto replies = delivered_by("person", "c-1");
  ASSERT_EQ(replies.size(), 1U);
  EXPECT_EQ(replies[0].text, "Sam here, how can I help?");
  EXPECT_EQ(replies[0].notice, "");
  EXPECT_EQ(conversation("c-1").owner, Owner::person);
  EXPECT_EQ(conversation("c-1").agent, "sam");
}

TEST_F(PeopleTest, APersonsTextThatTheRulesBlockIsNotSentAndTheAuthorLearnsWhy) {
  say_and_settle("c-1", "I want to talk to a human.");
  const auto written = reviews().write({"sam", "agent"}, conversation("c-1").id, "Your code is CVV 737 for card 4111 1111 1111 1111");
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().fault, Fault::invalid);
  EXPECT_NE(written.error().message.find("someone-elses-data"), std::string::npos);
  settle();
  EXPECT_TRUE(delivered_by("person", "c-1").empty());
}

TEST_F(PeopleTest, TheAiStaysOffUntilThePersonGivesTheConversationBack) {
  say_and_settle("c-1", "I want to talk to a human.");
  ASSERT_TRUE(reviews().write({"sam", "agent"}, conversation("c-1").id, "Sam here.").ok());
  say_and_settle("c-1", "What are your opening hours?");
  EXPECT_TRUE(delivered_by("ai", "c-1").empty());
  ASSERT_TRUE(reviews().give_back({"sam", "agent"}, conversation("c-1").id).ok());
  say_and_settle("c-1", "How long does standard delivery take?");
  const auto replies = delivered_by("ai", "c-1");
  ASSERT_EQ(replies.size(), 2U) << "the question that was open, and the new one";
  EXPECT_EQ(replies[0].notice, "ai-notice@2/en") << "the AI says again what it is";
}

TEST_F(PeopleTest, AConversationThatTheAiHasCannotBeGivenBack) {
  say_and_settle("c-1", "How long does standard delivery take?");
  const auto back = reviews().give_back({"sam", "agent"}, conversation("c-1").id);
  ASSERT_FALSE(back.ok());
  EXPECT_EQ(back.error().fault, Fault::gone);
}

TEST_F(PeopleTest, AMessageForWhoeverHasTheConversationReachesTheirTicket) {
  say_and_settle("c-1", "I want to talk to a human.");
  ASSERT_TRUE(reviews().take_over({"sam", "agent"}, conversation("c-1").id).ok());
  say_and_settle("c-1", "Are you there?");
  EXPECT_EQ(conversation("c-1").owner, Owner::person);
  const auto notes = gateway->desk().notes(conversation("c-1").ticket);
  ASSERT_TRUE(notes.ok());
  EXPECT_EQ(notes->back().text, "Are you there?");
}

TEST_F(PeopleTest, AnAngryMessageDoesNotTakeTheConversationFromThePersonWhoHasIt) {
  say_and_settle("c-1", "I want to talk to a human.");
  ASSERT_TRUE(reviews().take_over({"sam", "agent"}, conversation("c-1").id).ok());
  say_and_settle("c-1", "This is outrageous, I am furious!");
  EXPECT_EQ(conversation("c-1").owner, Owner::person);
  EXPECT_EQ(conversation("c-1").agent, "sam");
}

TEST_F(PeopleTest, WhoeverHasTheConversationTheWordsForAnEmergencyAreSaid) {
  say_and_settle("c-1", "I want to talk to a human.");
  ASSERT_TRUE(reviews().take_over({"sam", "agent"}, conversation("c-1").id).ok());
  say_and_settle("c-1", "I want to kill myself");
  EXPECT_NE(delivered("c-1").back().text.find("You matter"), std::string::npos);
  EXPECT_EQ(conversation("c-1").agent, "sam");
  EXPECT_EQ(conversation("c-1").priority, "page_someone");
}

}  // namespace
}  // namespace countersign::testing
