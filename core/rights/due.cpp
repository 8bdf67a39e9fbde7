#include "rights/due.hpp"

#include <array>
#include <stdexcept>

namespace countersign::rights {
namespace {

constexpr std::int64_t kRows = 20'000;  // of one run

/// Where the rows of a kind stand, each with its conversation c, and when one is due.
struct Rows {
  std::string_view what;
  std::string_view from;                   ///< "message m JOIN conversation c ON …"
  std::string_view id;                     ///< of the row
  std::string_view due;                    ///< with $1, the time
  std::array<std::string_view, 4> remove;  ///< statements with $1, the id, in this order; "" for none
};

constexpr std::array kCustomers = {
    Rows{"texts", "conversation c", "c.id", "c.updated_at<$1", {}},
    Rows{"drafts",
         "message m JOIN conversation c ON c.id=m.conversation",
         "m.id",
         "m.fate IN ('blocked','dropped') AND m.at<$1 "
         "AND NOT EXISTS (SELECT 1 FROM work WHERE work.subject=m.id) "
         "AND NOT EXISTS (SELECT 1 FROM review v WHERE v.message=m.id AND v.state='waiting') "
         "AND NOT EXISTS (SELECT 1 FROM owned_case o WHERE o.message=m.id AND o.state='open')",
         {"DELETE FROM event WHERE message=$1", "DELETE FROM outbox WHERE message=$1",
          "DELETE FROM review WHERE message=$1", "DELETE FROM message WHERE id=$1"}},
    Rows{"tickets",
         "ticket_note n JOIN ticket t ON t.id=n.ticket JOIN conversation c ON c.id=t.conversation",
         "n.id",
         "t.state='closed' AND t.updated_at<$1",
         {"DELETE FROM ticket_note WHERE id=$1"}},
    Rows{"questions",
         "unanswered u JOIN conversation c ON c.id=u.conversation",
         "u.id",
         "u.at<$1",
         {"DELETE FROM unanswered WHERE id=$1"}},
    Rows{"cases",
         "owned_case o JOIN conversation c ON c.id=o.conversation",
         "o.id",
         "o.state='closed' AND o.at<$1",
         {"DELETE FROM owned_case WHERE id=$1"}},
    // An entry whose message is gone belongs to nobody any more.
    Rows{"details",
         "detail d JOIN entry e ON e.id=d.entry LEFT JOIN message m ON m.id=e.message LEFT JOIN conversation c ON "
         "c.id=m.conversation",
         "d.entry",
         "e.at<$1",
         {"DELETE FROM detail WHERE entry=$1"}},
    Rows{"repeats",
         "event v LEFT JOIN message m ON m.id=v.message LEFT JOIN conversation c ON c.id=m.conversation",
         "v.ref",
         "v.at<$1",
         {"DELETE FROM event WHERE ref=$1"}},
};

const Rows* rows_of(std::string_view what) {
  for (const auto& one : kCustomers)
    if (one.what == what) return &one;
  return nullptr;
}

std::string still_due(const Rows& rows) {
  return " FROM " + std::string(rows.from) + " WHERE " + std::string(rows.due) + " AND " + std::string(kNotHeld);
}

std::int64_t remove_requests(store::Session& session, Time before) {
  const auto at = micros(before);
  return session.run(
             "DELETE FROM right_request WHERE state IN ('done','withdrawn') AND ended_at<$1 AND NOT EXISTS "
             "(SELECT 1 FROM errand e WHERE e.request=right_request.id AND e.done_at IS NULL)",
             {at}) +
         session.run("DELETE FROM errand WHERE done_at<$1", {at}) +
         session.run("DELETE FROM legal_hold WHERE lifted_at<$1", {at});
}

/// Their ids stay in the record and name nobody then. Who takes the name later is somebody else, with another id.
std::int64_t remove_staff(store::Session& session, Time before) {
  std::vector<std::string> names;
  session.each(R"(SELECT name FROM "user" WHERE removed_at<$1)", {micros(before)},
               [&](const store::Row& row) { names.push_back(row.text(0)); });
  for (const auto& name : names)
    for (const auto* sql : {R"(DELETE FROM token WHERE "user"=$1)", R"(DELETE FROM "user" WHERE name=$1)",
                            "DELETE FROM staff WHERE name=$1"})
      session.run(sql, {name});
  return static_cast<std::int64_t>(names.size());
}

}  // namespace

std::vector<std::string> due_rows(store::Session& session, std::string_view what, Time before) {
  std::vector<std::string> due;
  if (const auto* rows = rows_of(what); rows != nullptr)
    session.each("SELECT " + std::string(rows->id) + still_due(*rows) + "LIMIT $2", {micros(before), kRows},
                 [&](const store::Row& row) { due.push_back(row.text(0)); });
  return due;
}

std::int64_t remove_due(store::Session& session, std::string_view what, Time before,
                        const std::vector<std::string>& ids) {
  if (what == "requests") return remove_requests(session, before);
  if (what == "staff") return remove_staff(session, before);
  const auto* rows = rows_of(what);
  if (rows == nullptr) throw std::logic_error("nothing of this kind can be removed");
  const auto look = "SELECT 1" + still_due(*rows) + "AND " + std::string(rows->id) + "=$2";
  std::int64_t removed = 0;
  for (const auto& id : ids) {
    if (!session.first(look, {micros(before), id}, [](const store::Row&) {})) continue;
    for (const auto sql : rows->remove)
      if (!sql.empty()) session.run(sql, {id});
    ++removed;
  }
  return removed;
}

std::int64_t count_held(store::Session& session, std::string_view what, Time before) {
  const auto* rows = rows_of(what);
  if (rows == nullptr) return 0;
  std::int64_t count = 0;
  session.first("SELECT count(*) FROM " + std::string(rows->from) + " WHERE " + std::string(rows->due) + " AND NOT (" +
                    std::string(kNotHeld) + ")",
                {micros(before)}, [&](const store::Row& row) { count = row.integer(0); });
  return count;
}

}  // namespace countersign::rights
