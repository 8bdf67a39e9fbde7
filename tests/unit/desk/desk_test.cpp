// The built-in desk: one ticket for a conversation, notes once, sealed, most urgent first.
#include "desk/desk.hpp"

#include <algorithm>

#include "support/road_fixture.hpp"

namespace countersign::testing {
namespace {

class DeskTest : public Road {
 protected:
  /// A request as helpdesk.desk makes it.
  plugin::Response ask(const std::string& path, json::Object members, const std::string& key = "") {
    plugin::Request request{"POST", "desk:" + path, {}, json::dump(json::Value(std::move(members)))};
    if (!key.empty()) request.headers.emplace_back("Idempotency-Key", key);
    return gateway->desk().answer(request);
  }
  /// A conversation that is in the store; returns our id of it.
  std::string known(const std::string& name) {
    EXPECT_TRUE(say(name, "hello there").ok());
    return conversation(name).id;
  }
  json::Object event(const std::string& conversation, const std::string& text, const std::string& queue = "support",
                     const std::string& priority = "normal") {
    return {{"conversation", conversation}, {"subject", "A question"}, {"queue", queue},
            {"priority", priority},         {"kind", "message"},       {"text", text},
            {"written_by", "customer"}};
  }
  static std::string ticket_of(const plugin::Response& response) {
    return std::string(json::parse(response.body)->text("ticket"));
  }
};

TEST_F(DeskTest, OpensOneTicketForAConversationHoweverOftenItIsAsked) {
  const auto id = known("c-1");
  const auto first = ask("tickets", event(id, "one"), "k-1");
  const auto again = ask("tickets", event(id, "one"), "k-1");
  const auto other = ask("tickets", event(id, "two"), "k-2");
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(ticket_of(first), "T-1");
  EXPECT_EQ(ticket_of(again), "T-1");
  EXPECT_EQ(ticket_of(other), "T-1");
  const auto notes = gateway->desk().notes("T-1");
  ASSERT_TRUE(notes.ok());
  ASSERT_EQ(notes->size(), 2U);
  EXPECT_EQ((*notes)[0].text, "one");
  EXPECT_EQ((*notes)[1].text, "two");
}

TEST_F(DeskTest, AddsANoteOnceAndMovesTheTicketToItsQueue) {
  const auto id = known("c-1");
  ask("tickets", event(id, "one"), "k-1");
  EXPECT_EQ(ask("tickets/T-1/notes", event(id, "two", "care-team", "urgent"), "k-2").status, 201);
  EXPECT_EQ(ask("tickets/T-1/notes", event(id, "two", "care-team", "urgent"), "k-2").status, 201);
  EXPECT_EQ(gateway->desk().notes("T-1")->size(), 2U);
  EXPECT_EQ(gateway->desk().ticket("T-1")->queue, "care-team");
  EXPECT_EQ(gateway->desk().ticket("T-1")->priority, "urgent");
}

TEST_F(DeskTest, AnEmptyQueueLeavesTheTicketWhereItIs) {
  const auto id = known("c-1");
  ask("tickets", event(id, "one", "care-team", "urgent"), "k-1");
  ask("tickets/T-1/notes", event(id, "two", "", ""), "k-2");
  EXPECT_EQ(gateway->desk().ticket("T-1")->queue, "care-team");
  EXPECT_EQ(gateway->desk().ticket("T-1")->priority, "urgent");
}

TEST_F(DeskTest, AnswersWhatItDoesNotKnowWithAStatusAndNeverThrows) {
  const auto id = known("c-1");
  EXPECT_EQ(ask("tickets/T-99/notes", event(id, "x"), "k").status, 404);
  EXPECT_EQ(ask("tickets/../notes", event(id, "x"), "k").status, 404);
  EXPECT_EQ(ask("nosuch", {}, "").status, 404);
  EXPECT_EQ(gateway->desk().answer({"POST", "desk:tickets", {}, "{"}).status, 400);
  EXPECT_EQ(gateway->desk().answer({"POST", "desk:tickets", {}, "[]"}).status, 400);
  EXPECT_EQ(gateway->desk().answer({"POST", "desk:tickets/notes", {}, "{}"}).status, 404);
  EXPECT_GE(ask("tickets", event("01NOSUCHCONVERSATION", "x"), "k").status, 400);
}

TEST_F(DeskTest, ListsTheMostUrgentFirst) {
  for (const auto& [name, priority] :
       std::vector<std::pair<std::string, std::string>>{{"c-1", "normal"}, {"c-2", "page_someone"}, {"c-3", "urgent"}})
    ask("tickets", event(known(name), "x", "support", priority), "k-" + name);
  const auto tickets = gateway->desk().tickets("", "open", 10);
  ASSERT_TRUE(tickets.ok());
  std::vector<std::string> priorities;
  for (const auto& ticket : *tickets) priorities.push_back(ticket.priority);
  EXPECT_EQ(priorities, (std::vector<std::string>{"page_someone", "urgent", "normal"}));
}

TEST_F(DeskTest, ListsPageByPageSoThatNoTicketIsOutOfReach) {
  for (int i = 0; i < 7; ++i) {
    const auto name = "c-" + std::to_string(i);
    ask("tickets", event(known(name), "x", "support", i == 5 ? "urgent" : "normal"), "k-" + name);
  }
  std::vector<std::string> seen;
  std::string after;
  for (;;) {
    const auto page = gateway->desk().tickets("", "open", 3, after);
    ASSERT_TRUE(page.ok());
    for (const auto& ticket : *page) seen.push_back(ticket.id);
    if (page->size() < 3) break;
    after = place_of(page->back());
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"T-6", "T-1", "T-2", "T-3", "T-4", "T-5", "T-7"}));
  for (const char* wrong : {"x", "1", "1.2", "1.2.x", "1.2.3.4", "1..3"})
    EXPECT_EQ(gateway->desk().tickets("", "open", 3, wrong).error().fault, Fault::invalid) << wrong;
}

TEST_F(DeskTest, ListsByQueueAndState) {
  ask("tickets", event(known("c-1"), "x", "support"), "k-1");
  ask("tickets", event(known("c-2"), "x", "care-team"), "k-2");
  ASSERT_EQ(gateway->desk().tickets("care-team", "open", 10)->size(), 1U);
  ASSERT_TRUE(gateway->desk().close("T-2", "sam").ok());
  EXPECT_TRUE(gateway->desk().tickets("care-team", "open", 10)->empty());
  EXPECT_EQ(gateway->desk().tickets("", "closed", 10)->size(), 1U);
  EXPECT_EQ(gateway->desk().close("T-99", "sam").error().fault, Fault::not_found);
}

TEST_F(DeskTest, ANewMessageOpensAClosedTicketAgain) {
  const auto id = known("c-1");
  ask("tickets", event(id, "one"), "k-1");
  ASSERT_TRUE(gateway->desk().close("T-1", "sam").ok());
  ask("tickets/T-1/notes", event(id, "two"), "k-2");
  EXPECT_EQ(gateway->desk().ticket("T-1")->state, "open");
}

TEST_F(DeskTest, NotesAndClosingAreOnTheRecordWithoutTheirWords) {
  ask("tickets", event(known("c-1"), "x"), "k-1");
  ASSERT_TRUE(gateway->desk().note("T-1", "sam", "a pelican note").ok());
  ASSERT_TRUE(gateway->desk().close("T-1", "sam").ok());
  ASSERT_TRUE(gateway->desk().close("T-1", "ada").ok()) << "closed already: nothing happens";
  const auto noted = column("SELECT body FROM entry WHERE kind='noted'");
  const auto closed = column("SELECT body FROM entry WHERE kind='ticket_closed'");
  ASSERT_EQ(noted.size(), 1U);
  ASSERT_EQ(closed.size(), 1U);
  EXPECT_NE(noted[0].find(id_of("sam")), std::string::npos);
  EXPECT_EQ(noted[0].find("pelican"), std::string::npos);
  EXPECT_NE(closed[0].find("\"ticket\":\"T-1\""), std::string::npos);
}

TEST_F(DeskTest, KeepsANoteOnceForAKeyAndRefusesOtherWordsForIt) {
  ask("tickets", event(known("c-1"), "x"), "k-1");
  ASSERT_TRUE(gateway->desk().note("T-1", "sam", "a pelican note", "once").ok());
  ASSERT_TRUE(gateway->desk().note("T-1", "sam", "a pelican note", "once").ok());
  EXPECT_EQ(gateway->desk().note("T-1", "sam", "a heron note", "once").error().fault, Fault::conflict);
  EXPECT_EQ(gateway->desk().notes("T-1")->size(), 2U);
  EXPECT_EQ(column("SELECT body FROM entry WHERE kind='noted'").size(), 1U);
}

TEST_F(DeskTest, SealsItsNotes) {
  ask("tickets", event(known("c-1"), "the walrus writes"), "k-1");
  ASSERT_TRUE(gateway->desk().note("T-1", "sam", "a pelican note").ok());
  EXPECT_EQ(gateway->desk().notes("T-1")->back().text, "a pelican note");
  EXPECT_EQ(raw_data().find("walrus"), std::string::npos);
  EXPECT_EQ(raw_data().find("pelican"), std::string::npos);
}

}  // namespace
}  // namespace countersign::testing
