// Filing: the helpdesk hears of everything, and a helpdesk that is down costs only time.
#include "flow/delivery/filing.hpp"

#include "support/road_fixture.hpp"

namespace countersign::testing {
namespace {

TEST(Pauses, GrowFromASecondToTenMinutes) {
  EXPECT_EQ(pause_after(0), std::chrono::seconds(1));
  EXPECT_EQ(pause_after(1), std::chrono::seconds(2));
  EXPECT_EQ(pause_after(5), std::chrono::seconds(32));
  EXPECT_EQ(pause_after(10), std::chrono::seconds(600));
  EXPECT_EQ(pause_after(1000), std::chrono::seconds(600));
  EXPECT_EQ(pause_after(-1), std::chrono::seconds(1));
}

class FilingTest : public Road {};

TEST_F(FilingTest, OneConversationHasOneTicketWithEveryTextInOrder) {
  say_and_settle("c-1", "How long does standard delivery take?");
  say_and_settle("c-1", "I want to talk to a human.");
  EXPECT_EQ(value("SELECT COUNT(*) FROM ticket"), "1");
  const auto notes = gateway->desk().notes(conversation("c-1").ticket);
  ASSERT_TRUE(notes.ok());
  std::vector<std::string> authors;
  for (const auto& note : *notes)
    if (note.kind != "handed_over") authors.push_back(note.author);
  EXPECT_EQ(authors, (std::vector<std::string>{"customer", "ai", "customer", "system"}));
}

TEST_F(FilingTest, AHelpdeskThatIsDownIsToldLaterAndNothingElseWaits) {
  change("ALTER TABLE ticket RENAME TO ticket_gone");
  say_and_settle("c-1", "How long does standard delivery take?");
  EXPECT_EQ(delivered("c-1").size(), 1U) << "the customer does not wait for the helpdesk";
  EXPECT_EQ(conversation("c-1").ticket, "");
  change("ALTER TABLE ticket_gone RENAME TO ticket");
  for (int i = 0; i < 8; ++i) {
    advance(std::chrono::minutes(10));
    settle();
  }
  EXPECT_FALSE(conversation("c-1").ticket.empty());
  EXPECT_EQ(value("SELECT COUNT(*) FROM ticket_note"), "2");
}

TEST_F(FilingTest, AHelpdeskThatStaysDownBecomesACase) {
  change("ALTER TABLE ticket RENAME TO ticket_gone");
  ASSERT_TRUE(say("c-1", "How long does standard delivery take?").ok());
  for (int i = 0; i < 20; ++i) {
    settle({Task::file});
    advance(std::chrono::minutes(11));
  }
  EXPECT_EQ(column("SELECT kind FROM owned_case"), std::vector<std::string>{"helpdesk_unreachable"});
  EXPECT_EQ(value("SELECT COUNT(*) FROM work WHERE task='file'"), "1") << "it is still tried";
}

class FilingAgain : public FilingTest {
 protected:
  FilingAgain() {
    change("ALTER TABLE ticket RENAME TO ticket_gone");
    file("How long does standard delivery take?");
    change("ALTER TABLE ticket_gone RENAME TO ticket");
  }
  void file(const std::string& text) {
    ASSERT_TRUE(say("c-1", text).ok());
    settle({Task::file});
  }
  std::vector<std::string> notes() {
    std::vector<std::string> texts;
    const auto notes = gateway->desk().notes(conversation("c-1").ticket);
    for (const auto& note : *notes) texts.push_back(note.text);
    return texts;
  }
};

TEST_F(FilingAgain, ALaterTextWaitsForTheOneThatIsTriedAgain) {
  file("What are your opening hours?");
  EXPECT_EQ(value("SELECT COUNT(*) FROM ticket_note"), "0") << "it overtook the first one";
  advance(std::chrono::seconds(1));
  settle({Task::file});
  settle({Task::file});
  EXPECT_EQ(notes(),
            (std::vector<std::string>{"How long does standard delivery take?", "What are your opening hours?"}));
}

TEST_F(FilingAgain, WhatIsACaseAlreadyHoldsNothingUp) {
  change(
      "INSERT INTO owned_case (id, conversation, kind, message, why, state, at) SELECT id, conversation, "
      "'helpdesk_refused', subject, 'no', 'open', 0 FROM work WHERE task='file'");
  file("What are your opening hours?");
  EXPECT_EQ(notes(), std::vector<std::string>{"What are your opening hours?"});
}

TEST_F(FilingTest, TheSameWorkTwiceMakesOneNote) {
  ASSERT_TRUE(say("c-1", "How long does standard delivery take?").ok());
  const auto before = work();
  settle({Task::file});
  for (const auto& piece : before)
    if (piece.task == Task::file) {
      ASSERT_TRUE(gateway->store().commit([&](store::Session& session) { work::insert(session, piece); }).ok());
    }
  settle({Task::file});
  EXPECT_EQ(value("SELECT COUNT(*) FROM ticket_note"), "1");
}

}  // namespace
}  // namespace countersign::testing
