#include "store/sqlite_readers.hpp"

#include <utility>

#include "base/log.hpp"

namespace countersign::store {
namespace {

/// Leaves the transaction however the job ended.
class ReadTransaction {
 public:
  explicit ReadTransaction(Connection& connection) : connection_(connection) { connection_.run("BEGIN DEFERRED"); }
  ~ReadTransaction() {
    try {
      if (connection_.in_transaction()) connection_.run("ROLLBACK");
    } catch (const std::exception&) {
      log::warning("a read transaction could not be left");  // its connection is thrown away: see read()
    }
  }
  ReadTransaction(const ReadTransaction&) = delete;
  ReadTransaction& operator=(const ReadTransaction&) = delete;

 private:
  Connection& connection_;
};

/// The read that this thread is in: a read inside it sees the same state of the database, and costs no transaction.
class Inside {
 public:
  Inside(const Readers* readers, Connection* connection)
      : readers_(readers), connection_(connection), outer_(innermost_) {
    innermost_ = this;
  }
  ~Inside() { innermost_ = outer_; }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;
  [[nodiscard]] static Connection* connection_of(const Readers* readers) {
    for (const Inside* one = innermost_; one != nullptr; one = one->outer_)
      if (one->readers_ == readers) return one->connection_;
    return nullptr;
  }

 private:
  const Readers* readers_;
  Connection* connection_;
  const Inside* outer_;
  static thread_local const Inside* innermost_;
};
thread_local const Inside* Inside::innermost_ = nullptr;

Status run(const Store::Job& job, Connection& connection) try {
  job(connection);
  return {};
} catch (const Rollback& rollback) {
  return rollback.error;
}

Error cannot_read(const DatabaseError& error) {
  const bool ours = !error.fatal() && (error.code & 0xFF) != SQLITE_BUSY;
  return {ours ? Fault::internal : Fault::unavailable,
          "the store could not read (" + std::string(error.what()) + "); look at the log and the disk, then try again"};
}

}  // namespace

Status Readers::read(const Store::Job& job) try {
  if (Connection* outer = Inside::connection_of(this)) return run(job, *outer);
  auto connection = take();
  Status answer;
  {
    const ReadTransaction transaction(*connection);
    const Inside inside(this, connection.get());
    answer = run(job, *connection);
  }
  if (!connection->in_transaction() && !connection->broken()) give_back(std::move(connection));
  return answer;
} catch (const DatabaseError& error) {
  return cannot_read(error);
} catch (const std::exception&) {
  return Error{Fault::internal, "a read of the store failed inside; this is a fault of countersign, please report it"};
}

void Readers::close() {
  const std::lock_guard lock(mutex_);
  idle_.clear();
}

std::unique_ptr<Connection> Readers::take() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
  }
  return std::make_unique<Connection>(path_, Connection::Use::reading, busy_milliseconds_);
}

void Readers::give_back(std::unique_ptr<Connection> connection) {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < kept_) idle_.push_back(std::move(connection));
}

}  // namespace countersign::store
