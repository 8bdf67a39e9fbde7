// The jobs that share one commit: run together, each undone alone if it fails, made durable by one sync. Used by the
// store's writer (sqlite.cpp), on its thread only; the counts are read by any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <vector>

#include "store/sqlite.hpp"
#include "store/sqlite_connection.hpp"

namespace countersign::store {

/// A job, or (without one) the wish to cut the journal.
struct Item {
  Store::Job job;
  Store::Done done;
  Steady since{};  ///< when it was submitted
};

class Groups {
 public:
  /// `connection` writes and outlives this.
  explicit Groups(Connection& connection) : connection_(connection) {}

  /// Runs the jobs in their order and commits them. One answer each, or DatabaseError thrown when the whole group is
  /// lost (what is then on the disk is not known, but for a commit that never began).
  [[nodiscard]] std::vector<Status> run(const std::vector<Item>& group);
  [[nodiscard]] SqliteCounts counts() const { return {commits_, jobs_, undone_}; }
  [[nodiscard]] const SqliteGroups& measured() const { return measured_; }

 private:
  [[nodiscard]] bool run_together(const std::vector<Item>& group);
  [[nodiscard]] Status run_job(const Store::Job& job);
  void require_transaction() const;
  void commit_since(std::chrono::steady_clock::time_point began, std::size_t jobs);

  Connection& connection_;
  std::atomic<std::uint64_t> commits_ = 0;
  std::atomic<std::uint64_t> jobs_ = 0;
  std::atomic<std::uint64_t> undone_ = 0;
  SqliteGroups measured_;
};

}  // namespace countersign::store
