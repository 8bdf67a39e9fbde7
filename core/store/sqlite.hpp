// The store on SQLite: one thread writes and commits in groups, readers have connections of their own and never wait
// for it. WAL, synchronous=FULL, secure_delete. Made by app (the gateway's database) and by keys.cpp (keys.db).
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "metrics/metrics.hpp"
#include "store/store.hpp"

namespace countersign::store {

/// Brings the tables up to date inside the transaction that opens the store (apply_schema); an Error undoes all of it.
using Schema = std::function<Status(Session&)>;

struct SqliteOptions {
  std::size_t queue = 4096;      ///< jobs that may wait; one more is answered `unavailable` at once
  std::size_t group = 512;       ///< jobs that share one commit at most
  /// The journal is copied into the database when it has so many pages (of 4 KiB): a page that many messages change is
  /// then copied once for all of them.
  int journal_pages = 4000;
  std::size_t idle_readers = 8;  ///< readers' connections kept open between reads
  int busy_milliseconds = 5000;  ///< how long to wait for a foreign process (a backup) that holds the database
  const Clock* clock = nullptr;  ///< for waiting(); outlives the store; null: the machine's
};

/// Since the store was opened.
struct SqliteCounts {
  std::uint64_t commits = 0;  ///< groups made durable, one sync each
  std::uint64_t jobs = 0;     ///< jobs made durable
  std::uint64_t undone = 0;   ///< jobs rolled back alone
};

/// Of each group made durable, since the store was opened.
struct SqliteGroups {
  metrics::Histogram seconds;  ///< from its begin to its sync, jobs included
  metrics::Sizes jobs;         ///< jobs in it, those rolled back alone too
};

class SqliteStore : public Store {
 public:
  /// Opens or makes the database (0600). `unavailable` when it cannot be opened, with the path and what to do.
  [[nodiscard]] static Result<std::unique_ptr<SqliteStore>> open(const std::filesystem::path& path,
                                                                 const Schema& schema,
                                                                 const SqliteOptions& options = {});

  [[nodiscard]] virtual SqliteCounts counts() const = 0;
  [[nodiscard]] virtual const SqliteGroups& groups() const = 0;
  /// For how long the oldest job that is not answered yet has waited (for its turn, or for the disk); none: zero.
  [[nodiscard]] virtual Duration waiting() const = 0;
  /// Copies the journal into the database, synced, and cuts it to nothing; then `done`, as submit() does. Runs between
  /// groups, in its turn. `unavailable` when a reader stood in the way for all of the busy time.
  virtual void submit_truncate(Done done) = 0;
};

/// The same, as the interface that most callers want. `done` of a job that was refused (queue full, store unhealthy,
/// closing) is called on the submitting thread, before submit() returns. The destructor finishes what was queued.
/// A failed commit was perhaps written all the same: after a restart the database tells.
[[nodiscard]] Result<std::unique_ptr<Store>> open_sqlite(const std::filesystem::path& path, const Schema& schema);
/// Runs `job` in one read transaction on a database that another process may be writing; nothing is made or changed.
/// `not_found` when there is no such file.
[[nodiscard]] Status read_beside(const std::filesystem::path& path, const Store::Job& job);

}  // namespace countersign::store
