#include "store/sqlite_group.hpp"

namespace countersign::store {

/// Together first: a savepoint per job makes SQLite copy every page that the jobs share. Only when one of them fails
/// are they undone and run again, each in its own savepoint.
std::vector<Status> Groups::run(const std::vector<Item>& group) {
  if (run_together(group)) {
    jobs_ += group.size();
    commits_ += 1;
    return std::vector<Status>(group.size());
  }
  std::vector<Status> answers;
  answers.reserve(group.size());
  std::uint64_t undone = 0;
  const auto began = std::chrono::steady_clock::now();
  connection_.run("BEGIN IMMEDIATE");
  for (const Item& item : group) {
    answers.push_back(run_job(item.job));
    if (!answers.back().ok()) ++undone;
  }
  commit_since(began, group.size());
  commits_ += 1;
  jobs_ += group.size() - undone;
  undone_ += undone;
  return answers;
}

/// False when a job failed and nothing happened. Throws DatabaseError when the whole group is lost.
bool Groups::run_together(const std::vector<Item>& group) {
  Connection& connection = connection_;
  const auto began = std::chrono::steady_clock::now();
  connection.run("BEGIN IMMEDIATE");
  bool all = true;
  try {
    for (const Item& item : group) {
      item.job(connection);
      if (!connection.in_transaction()) break;
    }
  } catch (...) {  // told by the second run
    all = false;
  }
  require_transaction();
  if (all)
    commit_since(began, group.size());
  else
    connection.run("ROLLBACK");
  return all;
}

void Groups::commit_since(std::chrono::steady_clock::time_point began, std::size_t jobs) {
  connection_.run("COMMIT");
  measured_.seconds.observe(std::chrono::steady_clock::now() - began);
  measured_.jobs.observe(jobs);
  connection_.throw_if_moved();  // what is written to a deleted file is not kept: nobody is told that it is
}

/// A full disk ends the transaction behind our back, and a job may have swallowed the error.
void Groups::require_transaction() const {
  if (connection_.broken()) throw connection_.failure();
  if (!connection_.in_transaction()) throw DatabaseError(SQLITE_ERROR, "the transaction was lost");
}

/// One job in its savepoint. Throws DatabaseError when the whole group is lost.
Status Groups::run_job(const Store::Job& job) {
  Connection& connection = connection_;
  Status outcome;
  connection.run("SAVEPOINT job");
  try {
    job(connection);
  } catch (const Rollback& rollback) {
    outcome = rollback.error;
  } catch (const DatabaseError& error) {
    outcome = Error{Fault::internal, "the store refused a change (" + std::string(error.what()) +
                                         "); this is a fault of countersign, please report it"};
  } catch (...) {
    outcome = Error{Fault::internal, "a change was undone because of a failure inside; please report it"};
  }
  require_transaction();
  if (!outcome.ok()) connection.run("ROLLBACK TO job");
  connection.run("RELEASE job");
  return outcome;
}

}  // namespace countersign::store
