// Version 1 of the gateway's tables. Times are microseconds since 1970; bodies are bytes whose digests are published,
// so they are kept as they were written.
#include "store/schema.hpp"

namespace countersign::store {

namespace {

constexpr std::string_view kRoad[] = {
    R"(CREATE TABLE conversation(
         id TEXT PRIMARY KEY, ref TEXT NOT NULL UNIQUE, channel TEXT NOT NULL, customer TEXT NOT NULL,
         owner TEXT NOT NULL, agent TEXT NOT NULL, queue TEXT NOT NULL, priority TEXT NOT NULL,
         moment TEXT NOT NULL, ai_may TEXT NOT NULL, language TEXT NOT NULL, region TEXT NOT NULL,
         revision INTEGER NOT NULL, turn INTEGER NOT NULL, ai_turns INTEGER NOT NULL, ai_returns INTEGER NOT NULL,
         never_ai INTEGER NOT NULL, notices TEXT NOT NULL, ticket TEXT NOT NULL,
         created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, sealed BLOB NOT NULL))",
    "CREATE INDEX conversation_of_customer ON conversation(customer)",
    "CREATE INDEX conversation_of_ticket ON conversation(ticket)",
    "CREATE INDEX conversation_without_owner ON conversation(id) WHERE owner='nobody'",  // the backlog valve counts them
    R"(CREATE TABLE message(
         id TEXT PRIMARY KEY, conversation TEXT NOT NULL, author TEXT NOT NULL, writer TEXT NOT NULL,
         fate TEXT NOT NULL, in_reply_to TEXT NOT NULL, notice TEXT NOT NULL, at INTEGER NOT NULL,
         asks_if_ai INTEGER NOT NULL, sealed BLOB NOT NULL))",
    "CREATE INDEX message_of_conversation ON message(conversation, id)",
    // What came in, by look-up values: the same event again is answered like the first one.
    "CREATE TABLE event(ref TEXT PRIMARY KEY, body_mac TEXT NOT NULL, message TEXT NOT NULL, at INTEGER NOT NULL) "
    "WITHOUT ROWID",
    R"(CREATE TABLE work(
         id TEXT PRIMARY KEY, task TEXT NOT NULL, conversation TEXT NOT NULL, subject TEXT NOT NULL,
         note TEXT NOT NULL, due_at INTEGER NOT NULL, tries INTEGER NOT NULL) WITHOUT ROWID)",
    "CREATE INDEX work_of_conversation ON work(conversation)",
    "CREATE INDEX work_of_subject ON work(subject)",
    R"(CREATE TABLE outbox(
         message TEXT PRIMARY KEY, conversation TEXT NOT NULL, channel TEXT NOT NULL, state TEXT NOT NULL,
         digest TEXT NOT NULL, policy_digest TEXT NOT NULL, receipt TEXT NOT NULL, reply BLOB NOT NULL,
         tries INTEGER NOT NULL, turn INTEGER NOT NULL))",
    R"(CREATE TABLE review(
         id TEXT PRIMARY KEY, conversation TEXT NOT NULL, message TEXT NOT NULL, state TEXT NOT NULL,
         digest TEXT NOT NULL, reasons TEXT NOT NULL, needs TEXT NOT NULL, policy_digest TEXT NOT NULL,
         revision INTEGER NOT NULL, due_at INTEGER NOT NULL, created_at INTEGER NOT NULL, decided_at INTEGER,
         sealed BLOB NOT NULL, reason BLOB))",
    "CREATE INDEX review_by_state ON review(state, due_at)",
    "CREATE INDEX review_of_conversation ON review(conversation)",
    // Something a person must own: blocked texts, dead letters, unknown deliveries.
    R"(CREATE TABLE owned_case(
         id TEXT PRIMARY KEY, conversation TEXT NOT NULL, kind TEXT NOT NULL, message TEXT NOT NULL,
         why TEXT NOT NULL, state TEXT NOT NULL, at INTEGER NOT NULL))",
    "CREATE INDEX case_of_conversation ON owned_case(conversation)",
    R"(CREATE TABLE unanswered(
         id TEXT PRIMARY KEY, conversation TEXT NOT NULL, message TEXT NOT NULL, model TEXT NOT NULL,
         why TEXT NOT NULL, at INTEGER NOT NULL))",
    "CREATE TABLE stop(scope TEXT PRIMARY KEY, actor TEXT NOT NULL, at INTEGER NOT NULL)",
    R"(CREATE TABLE ticket(
         id INTEGER PRIMARY KEY AUTOINCREMENT, conversation TEXT NOT NULL UNIQUE, subject TEXT NOT NULL,
         queue TEXT NOT NULL, priority TEXT NOT NULL, state TEXT NOT NULL, created_at INTEGER NOT NULL,
         updated_at INTEGER NOT NULL))",
    R"(CREATE TABLE ticket_note(
         id TEXT PRIMARY KEY, ticket INTEGER NOT NULL, kind TEXT NOT NULL, author TEXT NOT NULL,
         writer TEXT NOT NULL,
         at INTEGER NOT NULL, sealed BLOB NOT NULL))",
    "CREATE INDEX note_of_ticket ON ticket_note(ticket, at)",
    // What was in force when the server last ran: a change is recorded once, not at every start.
    "CREATE TABLE in_force(what TEXT PRIMARY KEY, digest TEXT NOT NULL)",
};

}  // namespace

std::vector<std::string_view> schema_v1() {
  std::vector<std::string_view> all{
      R"(CREATE TABLE entry(
           seq INTEGER PRIMARY KEY AUTOINCREMENT,
           id TEXT NOT NULL UNIQUE,
           at INTEGER NOT NULL,
           kind TEXT NOT NULL,
           conversation TEXT,
           message TEXT,
           body BLOB NOT NULL))",
      "CREATE INDEX entry_of_conversation ON entry(conversation, seq)",
      "CREATE INDEX entry_of_message ON entry(message, seq)",
      "CREATE TABLE detail(entry TEXT NOT NULL PRIMARY KEY, body BLOB NOT NULL)",
  };
  all.insert(all.end(), std::begin(kRoad), std::end(kRoad));
  return all;
}

}  // namespace countersign::store
