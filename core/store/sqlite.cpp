#include "store/sqlite.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/log.hpp"
#include "store/sqlite_connection.hpp"
#include "store/sqlite_failure.hpp"
#include "store/sqlite_group.hpp"
#include "store/sqlite_readers.hpp"

namespace countersign::store {
namespace {

class Sqlite final : public SqliteStore {
 public:
  Sqlite(const std::filesystem::path& path, const SqliteOptions& options, std::unique_ptr<Connection> connection)
      : path_(path.string()),
        options_(options),
        clock_(options.clock == nullptr ? machine_ : *options.clock),
        writer_connection_(std::move(connection)),
        groups_(*writer_connection_),
        readers_(path, options.idle_readers, options.busy_milliseconds),
        writer_([this] { write_loop(); }) {}
  ~Sqlite() override;

  void submit(Job job, Done done) override { enqueue({std::move(job), std::move(done), clock_.steady()}); }
  void submit_truncate(Done done) override { enqueue({nullptr, std::move(done), clock_.steady()}); }
  Status read(const Job& job) override { return readers_.read(job); }
  [[nodiscard]] std::string trouble() const override;
  [[nodiscard]] SqliteCounts counts() const override { return groups_.counts(); }
  [[nodiscard]] const SqliteGroups& groups() const override { return groups_.measured(); }
  [[nodiscard]] Duration waiting() const override;

 private:
  void enqueue(Item item);
  void write_loop();
  [[nodiscard]] std::vector<Item> next_group();
  void commit_group(std::vector<Item>& group);
  [[nodiscard]] Status truncate();
  void keep_journal_short();
  [[nodiscard]] Error stop(const DatabaseError& why);
  [[nodiscard]] Error stopped() const { return {Fault::unavailable, trouble()}; }

  const std::string path_;
  const SqliteOptions options_;
  const SystemClock machine_;
  const Clock& clock_;
  std::unique_ptr<Connection> writer_connection_;  // the writer's thread only
  Groups groups_;
  Readers readers_;
  std::atomic<bool> healthy_ = true;
  mutable std::mutex trouble_mutex_;
  std::string trouble_;  // guarded by trouble_mutex_
  mutable std::mutex mutex_;
  std::condition_variable work_;
  std::deque<Item> queue_;              // guarded by mutex_
  std::optional<Steady> in_hand_since_;  // guarded by mutex_; of the oldest job the writer is at
  bool closing_ = false;                // guarded by mutex_
  std::thread writer_;                  // last: it uses all of the above
};

void answer(const Item& item, Status status) {
  if (!item.done) return;
  try {
    item.done(std::move(status));
  } catch (const std::exception&) {
    log::error("an answer of the store was not taken");  // the job is durable (or not) whatever its caller does
  }
}

Sqlite::~Sqlite() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  work_.notify_one();
  writer_.join();
  readers_.close();  // the writer's connection closes last: only the last one may tidy the journal up
}

void Sqlite::enqueue(Item item) {
  Error refusal;
  {
    const std::lock_guard lock(mutex_);
    if (!healthy_) {
      refusal = stopped();
    } else if (closing_) {
      refusal = {Fault::unavailable, "the store is closing; try again after the restart"};
    } else if (queue_.size() >= options_.queue) {
      refusal = {Fault::unavailable, "the store has more work queued than it takes; try again in a moment"};
    } else {
      queue_.push_back(std::move(item));
      if (queue_.size() == 1) work_.notify_one();
      return;
    }
  }
  answer(item, std::move(refusal));
}

void Sqlite::write_loop() {
  for (auto group = next_group(); !group.empty(); group = next_group()) {
    if (!healthy_) {
      for (const Item& item : group) answer(item, stopped());
    } else if (!group.front().job) {
      answer(group.front(), truncate());
    } else {
      commit_group(group);
    }
  }
}

/// Everything queued that may share a commit; empty when the store closes and nothing is left.
std::vector<Item> Sqlite::next_group() {
  std::unique_lock lock(mutex_);
  in_hand_since_.reset();
  work_.wait(lock, [this] { return closing_ || !queue_.empty(); });
  if (!queue_.empty()) in_hand_since_ = queue_.front().since;
  std::vector<Item> group;
  while (!queue_.empty() && group.size() < options_.group) {
    const bool alone = !queue_.front().job;
    if (alone && !group.empty()) break;
    group.push_back(std::move(queue_.front()));
    queue_.pop_front();
    if (alone) break;
  }
  return group;
}

void Sqlite::commit_group(std::vector<Item>& group) {
  std::vector<Status> answers;
  try {
    answers = groups_.run(group);
  } catch (const DatabaseError& error) {
    // Busy before anything ran is a foreign process in the way; all else leaves doubt about what is on the disk.
    const bool waiting = (error.code & 0xFF) == SQLITE_BUSY && !writer_connection_->in_transaction();
    const Error why = waiting ? Error{Fault::unavailable, "another program holds the database at " + path_ +
                                                              "; end it (a backup, a shell) and try again"}
                              : stop(error);
    answers.assign(group.size(), why);
  } catch (const std::exception&) {
    answers.assign(group.size(), stop(DatabaseError(SQLITE_ERROR, "a failure inside")));
  }
  for (std::size_t i = 0; i < group.size(); ++i) answer(group[i], std::move(answers[i]));
  if (healthy_) keep_journal_short();
}

Status Sqlite::truncate() try {
  if (writer_connection_->truncate_journal()) return {};
  return Error{Fault::unavailable, "a long read keeps the journal at " + path_ + " from being cut; try again"};
} catch (const DatabaseError& error) {
  return stop(error);
}

void Sqlite::keep_journal_short() {
  if (writer_connection_->journal_pages() < options_.journal_pages) return;
  try {
    writer_connection_->checkpoint();
  } catch (const DatabaseError& error) {
    const Error why = stop(error);  // told to every later job; this group's jobs are durable in the journal
    log::error(why.message);
  }
}

/// For ever: after a failed sync the kernel may call lost pages clean, and a retry would lie.
Error Sqlite::stop(const DatabaseError& why) {
  {
    const std::lock_guard lock(trouble_mutex_);
    if (trouble_.empty()) trouble_ = what_happened(path_, why);
  }
  healthy_ = false;
  writer_connection_->leave_files_alone();
  log::error("the store stopped", {{"sqlite_code", std::int64_t{why.code}}, {"why", why.what()}});
  try {
    if (writer_connection_->in_transaction()) writer_connection_->run("ROLLBACK");
  } catch (const DatabaseError&) {
    log::error("the last transaction of the store could not be undone; a restart does it");
  }
  return stopped();
}

Duration Sqlite::waiting() const {
  const std::lock_guard lock(mutex_);
  if (!in_hand_since_ && queue_.empty()) return {};
  return clock_.steady() - (in_hand_since_ ? *in_hand_since_ : queue_.front().since);
}

std::string Sqlite::trouble() const {
  if (healthy_) return {};
  const std::lock_guard lock(trouble_mutex_);
  return trouble_;
}

}  // namespace

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::filesystem::path& path, const Schema& schema,
                                                       const SqliteOptions& options) {
  try {
    auto connection = std::make_unique<Connection>(path, Connection::Use::writing, options.busy_milliseconds);
    connection->run("BEGIN IMMEDIATE");
    if (const Status ready = schema(*connection); !ready.ok()) return ready.error();
    connection->run("COMMIT");
    connection->throw_if_moved();  // from here on they stay where they are
    return std::unique_ptr<SqliteStore>(std::make_unique<Sqlite>(path, options, std::move(connection)));
  } catch (const DatabaseError& failure) {
    return Error{Fault::unavailable, cannot_open(path.string(), failure)};
  } catch (const std::exception& failure) {
    return Error{Fault::unavailable, "cannot open the database " + path.string() + " (" + failure.what() + ")"};
  }
}

Result<std::unique_ptr<Store>> open_sqlite(const std::filesystem::path& path, const Schema& schema) {
  auto opened = SqliteStore::open(path, schema);
  if (!opened.ok()) return opened.error();
  return std::unique_ptr<Store>(std::move(*opened));
}

Status read_beside(const std::filesystem::path& path, const Store::Job& job) {
  if (!std::filesystem::exists(path)) return Error{Fault::not_found, path.string() + ": there is no such database"};
  return Readers(path, 0, SqliteOptions().busy_milliseconds).read(job);
}

}  // namespace countersign::store
