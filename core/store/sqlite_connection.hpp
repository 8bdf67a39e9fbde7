// One SQLite connection with its prepared statements; known to this room only. One thread at a time.
#pragma once

#include <sqlite3.h>

#include <array>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "store/store.hpp"

namespace countersign::store {

/// Not one of SQLite's: the files are no longer where they were.
constexpr int moved_code = SQLITE_CANTOPEN | (250 << 8);

/// A failure of the database. The text names tables and columns, never values.
class DatabaseError : public std::runtime_error {
 public:
  explicit DatabaseError(int result, const std::string& what, int system_error = 0)
      : std::runtime_error(what), code(result), system(system_error) {}
  /// The disk or the file failed: nothing that was not synced before can be trusted.
  [[nodiscard]] bool fatal() const;
  int code;    ///< SQLite's extended result code
  int system;  ///< errno of the call that failed; 0 when none is known
};

class Connection final : public Session {
 public:
  enum class Use { writing, reading };
  /// Throws DatabaseError.
  Connection(const std::filesystem::path& path, Use use, int busy_milliseconds);
  ~Connection() override;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  std::int64_t run(std::string_view sql, std::initializer_list<Param> params = {}) override;
  void each(std::string_view sql, std::initializer_list<Param> params,
            const std::function<void(const Row&)>& on_row) override;

  [[nodiscard]] bool in_transaction() const { return sqlite3_get_autocommit(db_.get()) == 0; }
  /// True once any statement met a fatal error, even if the job swallowed it.
  [[nodiscard]] bool broken() const { return failure_.has_value(); }
  [[nodiscard]] const DatabaseError& failure() const { return *failure_; }
  /// Pages in the journal after the last commit.
  [[nodiscard]] int journal_pages() const { return journal_pages_; }
  /// Copies what readers allow into the database, without waiting. Throws on a failed write or sync.
  void checkpoint();
  /// The same for all of it, and cuts the journal to nothing; false when a reader was in the way.
  [[nodiscard]] bool truncate_journal();
  /// Throws (fatal) when database or journal is no longer the file at its path.
  void throw_if_moved();
  /// After a failed sync: leave the files as they are, closing included.
  void leave_files_alone() noexcept;

 private:
  struct Closer {
    void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
  };
  struct Finalizer {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  using Statement = std::unique_ptr<sqlite3_stmt, Finalizer>;
  struct Prepared {
    Statement statement;
    std::vector<int> places;  ///< SQLite's number of $1, $2 …
  };
  /// So that a view finds its statement without being copied.
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view sql) const { return std::hash<std::string_view>{}(sql); }
  };
  class Lease;
  /// Which file a name stands for; {0, 0}: none.
  using FileId = std::pair<std::uint64_t, std::uint64_t>;  // device, inode
  [[nodiscard]] std::array<FileId, 2> files() const;

  void configure(Use use, int busy_milliseconds);
  [[nodiscard]] Prepared take(std::string_view sql);
  [[nodiscard]] Prepared prepare(const std::string& sql);
  void give_back(std::string_view sql, Prepared prepared) noexcept;
  void bind(const Prepared& prepared, std::initializer_list<Param> params);
  [[nodiscard]] bool step(sqlite3_stmt* statement);
  int run_checkpoint(int mode);
  [[noreturn]] void fail(int code, std::string_view doing);

  std::unique_ptr<sqlite3, Closer> db_;
  std::unordered_map<std::string, std::vector<Prepared>, Hash, std::equal_to<>> idle_;
  std::optional<DatabaseError> failure_;
  std::array<FileId, 2> files_{};  ///< database and journal, as they were opened
  int journal_pages_ = 0;
};

}  // namespace countersign::store
