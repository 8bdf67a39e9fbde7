#include "flow/state/work.hpp"

#include <array>

namespace countersign {
namespace {
constexpr std::array<std::string_view, kTaskKinds> kWords = {"file", "answer", "deliver", "deadline", "notify"};

Task task_from(std::string_view word) {
  for (std::size_t i = 0; i < kWords.size(); ++i)
    if (kWords[i] == word) return static_cast<Task>(i);
  throw std::runtime_error("the store holds work of a kind this version does not know");
}
}  // namespace

std::string_view to_word(Task task) { return kWords.at(static_cast<std::size_t>(task)); }

namespace work {

void insert(store::Session& session, const Work& row) {
  session.run("INSERT INTO work (id, task, conversation, subject, note, due_at, tries) VALUES ($1,$2,$3,$4,$5,$6,$7)",
              {row.id, to_word(row.task), row.conversation, row.subject, row.note, micros(row.due_at),
               std::int64_t{row.tries}});
}

void finish(store::Session& session, const std::string& id) {
  if (session.run("DELETE FROM work WHERE id=$1", {id}) != 1)
    throw store::Rollback({Fault::gone, "this work was done already"});
}

void postpone(store::Session& session, const std::string& id, Time due_at, int tries) {
  session.run("UPDATE work SET due_at=$2, tries=$3 WHERE id=$1", {id, micros(due_at), std::int64_t{tries}});
}

std::vector<Work> all(store::Session& session) {
  std::vector<Work> rows;
  session.each("SELECT id, task, conversation, subject, note, due_at, tries FROM work ORDER BY id", {},
               [&](const store::Row& row) {
                 rows.push_back({row.text(0), task_from(row.text(1)), row.text(2), row.text(3), row.text(4),
                                 from_micros(row.integer(5)), static_cast<int>(row.integer(6))});
               });
  return rows;
}

std::int64_t open_for(store::Session& session, const std::string& conversation) {
  std::int64_t count = 0;
  session.first("SELECT COUNT(*) FROM work WHERE conversation=$1 AND task<>'deadline'", {conversation},
                [&](const store::Row& row) { count = row.integer(0); });
  return count;
}

}  // namespace work
}  // namespace countersign
