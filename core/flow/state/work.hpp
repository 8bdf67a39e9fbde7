// Work: the durable list of what is still to do (tell the helpdesk, answer, deliver, wait for a
// reviewer, call who is on call). A row is
// written in the transaction of the step that needs it and removed in the transaction of the step that did it, so a
// crash at any moment leaves either the work or its result. The Worker (flow/worker.hpp) runs it.
#pragma once

#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/store.hpp"

namespace countersign {

enum class Task { file, answer, deliver, deadline, notify };
inline constexpr std::size_t kTaskKinds = 5;
[[nodiscard]] std::string_view to_word(Task task);

struct Work {
  std::string id;
  Task task = Task::file;
  std::string conversation;  ///< work of one conversation never runs at the same time
  std::string subject;       ///< message or review the task is about; notify: who, and until when
  std::string note;          ///< file: what kind of ticket event; deliver: the channel; notify: by whom
  Time due_at{};
  int tries = 0;

  [[nodiscard]] bool operator==(const Work&) const = default;
};

namespace work {
void insert(store::Session& session, const Work& row);
/// Throws Rollback(gone) when another step did it already.
void finish(store::Session& session, const std::string& id);
void postpone(store::Session& session, const std::string& id, Time due_at, int tries);
[[nodiscard]] std::vector<Work> all(store::Session& session);
[[nodiscard]] std::int64_t open_for(store::Session& session, const std::string& conversation);
}  // namespace work

}  // namespace countersign
