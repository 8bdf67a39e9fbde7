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

Error cannot_read(const DatabaseError& error) {
  const bool ours = !error.fatal() && (error.code & 0xFF) != SQLITE_BUSY;
  return {ours ? Fault::internal : Fault::unavailable,
          "the store could not read (" + std::string(error.what()) + "); look at the log and the disk, then try again"};
}

}  // namespace

Status Readers::read(const Store::Job& job) try {
  auto connection = take();
  Status answer;
  {
    const ReadTransaction transaction(*connection);
    try {
      job(*connection);
    } catch (const Rollback& rollback) {
      answer = rollback.error;
    }
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
