// Version 5: people's rights. Requests with their due dates, what is left to do elsewhere after an erasure, legal holds,
// what a customer wished for good, and how far the record was sent to other systems.
#include "store/schema.hpp"

namespace countersign::store {

std::vector<std::string_view> schema_v5() {
  return {
      // `customer` is Keys::index of them, "" once they are erased.
      R"(CREATE TABLE right_request(
           id TEXT PRIMARY KEY, kind TEXT NOT NULL, state TEXT NOT NULL, customer TEXT NOT NULL, channel TEXT NOT NULL,
           asked_by TEXT NOT NULL, permission TEXT NOT NULL, asked_at INTEGER NOT NULL, due_at INTEGER NOT NULL,
           confirmed_by TEXT NOT NULL DEFAULT '', ended_at INTEGER))",
      "CREATE INDEX request_of_customer ON right_request(customer)",
      R"(CREATE TABLE errand(
           id TEXT PRIMARY KEY, request TEXT NOT NULL, what TEXT NOT NULL, reference TEXT NOT NULL,
           due_at INTEGER NOT NULL, done_by TEXT NOT NULL DEFAULT '', done_at INTEGER))",
      R"(CREATE TABLE legal_hold(
           id TEXT PRIMARY KEY, customer TEXT NOT NULL, channel TEXT NOT NULL, reason TEXT NOT NULL,
           set_by TEXT NOT NULL, set_at INTEGER NOT NULL, lifted_by TEXT NOT NULL DEFAULT '', lifted_at INTEGER))",
      "CREATE INDEX hold_of_customer ON legal_hold(customer)",
      R"(CREATE TABLE customer_wish(
           customer TEXT PRIMARY KEY, no_ai INTEGER NOT NULL, restricted INTEGER NOT NULL, set_by TEXT NOT NULL,
           at INTEGER NOT NULL))",
      "CREATE TABLE stream_cursor(name TEXT PRIMARY KEY, seq INTEGER NOT NULL, at INTEGER NOT NULL)",
      "CREATE INDEX conversation_by_age ON conversation(updated_at)",
  };
}

}  // namespace countersign::store
