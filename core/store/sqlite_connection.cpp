#include "store/sqlite_connection.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

namespace countersign::store {
namespace {

constexpr std::size_t kept_statements = 256;

class SqliteRow final : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}
  [[nodiscard]] bool is_null(int column) const override {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }
  [[nodiscard]] std::int64_t integer(int column) const override { return sqlite3_column_int64(statement_, column); }
  [[nodiscard]] std::string text(int column) const override {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return copy(bytes, column);
  }
  [[nodiscard]] std::string blob(int column) const override {
    return copy(static_cast<const char*>(sqlite3_column_blob(statement_, column)), column);
  }

 private:
  [[nodiscard]] std::string copy(const char* bytes, int column) const {
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }
  sqlite3_stmt* statement_;
};

/// SQLite gives its journal files the mode of the database: so the database is made first, for its owner only.
void make_private(const std::string& path) {
  const int file = ::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (file >= 0) ::close(file);  // a failure is told by SQLite itself, in a moment
}

int remember_pages(void* pages, sqlite3* /*db*/, const char* /*name*/, int count) {
  *static_cast<int*>(pages) = count;
  return SQLITE_OK;
}

}  // namespace

bool DatabaseError::fatal() const {
  switch (code & 0xFF) {
    case SQLITE_IOERR:
    case SQLITE_FULL:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
      return true;
    default:
      return false;
  }
}

/// A prepared statement in use: out of the cache (so a callback may run the same SQL), reset and back at the end.
class Connection::Lease {
 public:
  Lease(Connection& connection, std::string_view sql)
      : connection_(connection), sql_(sql), prepared_(connection.take(sql)) {}
  ~Lease() {
    sqlite3_reset(get());
    sqlite3_clear_bindings(get());
    connection_.give_back(sql_, std::move(prepared_));
  }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  [[nodiscard]] sqlite3_stmt* get() const { return prepared_.statement.get(); }
  [[nodiscard]] const Prepared& prepared() const { return prepared_; }

 private:
  Connection& connection_;
  std::string_view sql_;
  Prepared prepared_;
};

Connection::Connection(const std::filesystem::path& path, Use use, int busy_milliseconds) {
  const std::string name = path.string();
  if (use == Use::writing) make_private(name);
  const int flags = (use == Use::writing ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_NOMUTEX;
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(name.c_str(), &opened, flags, nullptr);
  db_.reset(opened);
  if (code != SQLITE_OK) fail(code, "opening it");
  configure(use, busy_milliseconds);
}

Connection::~Connection() = default;

void Connection::configure(Use use, int busy_milliseconds) {
  sqlite3_extended_result_codes(db_.get(), 1);
  sqlite3_busy_timeout(db_.get(), busy_milliseconds);
  run("PRAGMA trusted_schema=OFF");
  run("PRAGMA temp_store=MEMORY");
  if (use == Use::reading) {
    run("PRAGMA query_only=ON");
    return;
  }
  std::string mode;
  each("PRAGMA journal_mode=WAL", {}, [&](const Row& row) { mode = row.text(0); });
  if (mode != "wal") throw DatabaseError(SQLITE_CANTOPEN, "its file system cannot hold a write-ahead journal");
  run("PRAGMA synchronous=FULL");
  run("PRAGMA secure_delete=ON");
  run("PRAGMA foreign_keys=ON");
  // SQLite's own automatic checkpoint drops its errors, and a sync that failed there would be tried again and
  // "succeed". The writer calls checkpoint() instead and listens. (Setting this hook replaces the automatic one.)
  sqlite3_wal_hook(db_.get(), &remember_pages, &journal_pages_);
}

std::int64_t Connection::run(std::string_view sql, std::initializer_list<Param> params) {
  const Lease lease(*this, sql);
  bind(lease.prepared(), params);
  const auto before = sqlite3_total_changes64(db_.get());
  while (step(lease.get())) {
  }
  // sqlite3_changes64 keeps the count of an earlier statement when this one changed nothing.
  return sqlite3_total_changes64(db_.get()) == before ? 0 : sqlite3_changes64(db_.get());
}

void Connection::each(std::string_view sql, std::initializer_list<Param> params,
                      const std::function<void(const Row&)>& on_row) {
  const Lease lease(*this, sql);
  bind(lease.prepared(), params);
  const SqliteRow row(lease.get());
  while (step(lease.get())) on_row(row);
}

Connection::Prepared Connection::take(std::string_view sql) {
  if (const auto found = idle_.find(sql); found != idle_.end() && !found->second.empty()) {
    Prepared prepared = std::move(found->second.back());
    found->second.pop_back();
    return prepared;
  }
  return prepare(std::string(sql));
}

Connection::Prepared Connection::prepare(const std::string& sql) {
  sqlite3_stmt* made = nullptr;
  const char* rest = nullptr;
  const int code = sqlite3_prepare_v3(db_.get(), sql.c_str(), static_cast<int>(sql.size()) + 1,
                                      SQLITE_PREPARE_PERSISTENT, &made, &rest);
  Prepared prepared{Statement(made), {}};
  if (code != SQLITE_OK) fail(code, "preparing a statement");
  const std::string_view tail(rest == nullptr ? "" : rest);
  if (made == nullptr || tail.find_first_not_of(" \t\r\n;") != std::string_view::npos) {
    throw std::logic_error("a statement of the store must be one statement: " + sql.substr(0, 60));
  }
  // SQLite numbers $1, $2 by their first appearance: they are names to it. Looked up once per statement.
  for (int number = 1; number <= sqlite3_bind_parameter_count(made); ++number)
    prepared.places.push_back(sqlite3_bind_parameter_index(made, ("$" + std::to_string(number)).c_str()));
  return prepared;
}

void Connection::give_back(std::string_view sql, Prepared prepared) noexcept {
  try {
    auto found = idle_.find(sql);
    if (found == idle_.end()) {
      if (idle_.size() >= kept_statements) idle_.clear();
      found = idle_.emplace(std::string(sql), std::vector<Prepared>()).first;
    }
    found->second.push_back(std::move(prepared));
  } catch (const std::bad_alloc&) {
    return;  // it is only a cache: the statement is prepared again next time
  }
}

void Connection::bind(const Prepared& prepared, std::initializer_list<Param> params) {
  sqlite3_stmt* const statement = prepared.statement.get();
  if (prepared.places.size() != params.size()) {
    throw std::logic_error("a statement of the store was given another number of parameters than it names");
  }
  auto place = prepared.places.begin();
  for (const Param& param : params) {
    const int at = *place++;
    int code = SQLITE_OK;
    // An empty text or blob needs an address, or it would become NULL.
    if (const auto* integer = std::get_if<std::int64_t>(&param)) {
      code = sqlite3_bind_int64(statement, at, *integer);
    } else if (const auto* text = std::get_if<std::string_view>(&param)) {
      const char* bytes = text->empty() ? "" : text->data();
      code = sqlite3_bind_text64(statement, at, bytes, text->size(), SQLITE_STATIC, SQLITE_UTF8);
    } else if (const auto* blob = std::get_if<Blob>(&param)) {
      code = sqlite3_bind_blob64(statement, at, blob->bytes.data(), blob->bytes.size(), SQLITE_STATIC);
    } else {
      code = sqlite3_bind_null(statement, at);
    }
    if (code != SQLITE_OK) fail(code, "binding a parameter");
  }
}

bool Connection::step(sqlite3_stmt* statement) {
  const int code = sqlite3_step(statement);
  if (code != SQLITE_ROW && code != SQLITE_DONE) fail(code, "running a statement");
  return code == SQLITE_ROW;
}

int Connection::run_checkpoint(int mode) {
  const int code = sqlite3_wal_checkpoint_v2(db_.get(), nullptr, mode, nullptr, nullptr);
  if (code == SQLITE_OK) journal_pages_ = 0;
  if (code != SQLITE_OK && (code & 0xFF) != SQLITE_BUSY) fail(code, "copying the journal into the database");
  return code;
}

void Connection::checkpoint() { run_checkpoint(SQLITE_CHECKPOINT_PASSIVE); }

bool Connection::truncate_journal() { return run_checkpoint(SQLITE_CHECKPOINT_TRUNCATE) == SQLITE_OK; }

std::array<Connection::FileId, 2> Connection::files() const {
  const std::string name = sqlite3_db_filename(db_.get(), "main");
  std::array<FileId, 2> found{};
  const std::array<std::string, 2> paths = {name, name + "-wal"};
  for (std::size_t i = 0; i < paths.size(); ++i) {
    struct stat facts {};
    if (::stat(paths.at(i).c_str(), &facts) == 0) found.at(i) = {facts.st_dev, facts.st_ino};
  }
  return found;
}

void Connection::throw_if_moved() {
  const auto now = files();
  for (std::size_t i = 0; i < now.size(); ++i)
    if (files_.at(i) == FileId{}) files_.at(i) = now.at(i);
  if (now != files_) {
    failure_ = DatabaseError(moved_code, "it is not where it was");
    throw *failure_;
  }
}

void Connection::leave_files_alone() noexcept {
  sqlite3_db_config(db_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

void Connection::fail(int code, std::string_view doing) {
  const char* reason = db_ == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(db_.get());
  const int system = db_ == nullptr ? 0 : sqlite3_system_errno(db_.get());
  const bool disk = (code & 0xFF) == SQLITE_IOERR || (code & 0xFF) == SQLITE_CANTOPEN;
  DatabaseError error(code, std::string(doing) + ": " + reason, disk ? system : 0);
  if (error.fatal() && !failure_) failure_ = error;
  throw error;
}

}  // namespace countersign::store
