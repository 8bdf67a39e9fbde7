// The store's one interface: a single writer that commits in groups (many jobs, one sync), and readers it never blocks.
// SQLite implements it (sqlite.hpp); SQL is kept to what PostgreSQL also speaks ($1, $2 … placeholders, ON CONFLICT).
// Called by intake, the worker, review, http and commands, on any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "base/result.hpp"

namespace countersign::store {

/// Bytes that are no text (sealed texts, digests).
struct Blob {
  std::string bytes;
};

/// A bound parameter.
using Param = std::variant<std::nullptr_t, std::int64_t, std::string_view, Blob>;

/// One row while it is being read; valid only inside the callback. Columns count from 0.
class Row {
 public:
  virtual ~Row() = default;
  [[nodiscard]] virtual bool is_null(int column) const = 0;
  [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
  [[nodiscard]] virtual std::string text(int column) const = 0;     ///< "" for NULL
  [[nodiscard]] virtual std::string blob(int column) const = 0;     ///< "" for NULL
};

/// Thrown inside a job to undo this job alone; its Done gets `error`, the others of the group go on.
class Rollback : public std::runtime_error {
 public:
  explicit Rollback(Error why) : std::runtime_error(why.message), error(std::move(why)) {}
  Error error;
};

/// One connection inside a job or a read. Not shared between threads; failures of the database are thrown as
/// std::runtime_error and end the job.
class Session {
 public:
  virtual ~Session() = default;
  /// Runs one statement; returns the number of rows it changed.
  virtual std::int64_t run(std::string_view sql, std::initializer_list<Param> params = {}) = 0;
  /// Calls `on_row` for each row.
  virtual void each(std::string_view sql, std::initializer_list<Param> params,
                    const std::function<void(const Row&)>& on_row) = 0;
  /// True if there was a row; `on_row` saw the first.
  bool first(std::string_view sql, std::initializer_list<Param> params, const std::function<void(const Row&)>& on_row) {
    bool seen = false;
    each(sql, params, [&](const Row& row) {
      if (!seen) on_row(row);
      seen = true;
    });
    return seen;
  }
};

class Store {
 public:
  using Job = std::function<void(Session&)>;  ///< may run twice (a neighbour failed); the last counts
  using Done = std::function<void(Status)>;

  virtual ~Store() = default;
  /// Queues a job for the writer. `done` is called on the writer's thread, once, after the group it was part of is durable
  /// (or has failed); it must be short and must not wait for the store. A full queue answers `unavailable` at once.
  /// After a failed sync nothing is retried: the store is unhealthy, this job and all later ones fail.
  virtual void submit(Job job, Done done) = 0;
  /// submit and wait. Never call it on the writer's thread.
  Status commit(Job job);
  /// Runs `job` on a reader's connection, on the calling thread; sees what was durable before the (outermost) call.
  virtual Status read(const Job& job) = 0;
  /// "" while all is fine; else, and then for ever: what failed, where, and what to do.
  [[nodiscard]] virtual std::string trouble() const = 0;
  [[nodiscard]] bool healthy() const { return trouble().empty(); }
};

}  // namespace countersign::store
