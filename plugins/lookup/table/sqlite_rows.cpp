// A SQLite file, opened read-only. What a customer wrote is only ever a parameter; names of table and columns come from
// the settings and are quoted. A statement that takes longer than its time is ended.
#include <sqlite3.h>

#include <chrono>
#include <mutex>

#include "rows.hpp"

namespace table {
namespace {

constexpr int kBusyMilliseconds = 500;
constexpr std::chrono::milliseconds kLongest{2000};
constexpr int kStepsBetweenLooks = 10'000;

using Clock = std::chrono::steady_clock;

std::string quoted(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) out.append(c == '"' ? 2 : 1, c);
  return out + "\"";
}

struct Close {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, Close>;
using Statement = std::unique_ptr<sqlite3_stmt, Close>;

/// Only reading; no statement of ours needs more, and none of a view may do more.
int allow_reading(void*, int action, const char*, const char*, const char*, const char*) {
  return action == SQLITE_SELECT || action == SQLITE_READ || action == SQLITE_FUNCTION || action == SQLITE_RECURSIVE
             ? SQLITE_OK
             : SQLITE_DENY;
}

int past(void* end) { return Clock::now() > *static_cast<const Clock::time_point*>(end) ? 1 : 0; }

class SqliteRows final : public Rows {
 public:
  SqliteRows(const Settings& settings, const Warn& warn) : file_(settings.file), columns_(settings.columns.size()) {
    std::string list;
    for (const auto& name : settings.columns) list += (list.empty() ? "t." : ", t.") + quoted(name);
    sql_ = "SELECT " + list + " FROM " + quoted(settings.table) + " AS t WHERE t." + quoted(settings.columns[kKey]) +
           " = ?1 AND t." + quoted(settings.columns[kCustomer]) + " = ?2 LIMIT 2";
    Database database = connect();
    if (!prepare(database.get(), sql_))
      throw Problem(CS_INVALID, "the file cannot be asked (" + std::string(sqlite3_errmsg(database.get())) +
                                    "): correct `table` and the names of its columns");
    if (scans(database.get()))
      warn("no index on `" + settings.columns[kKey] + "`: every lookup reads the whole table; make one");
  }

  [[nodiscard]] Hit find(std::string_view key, std::string_view customer) const override {
    const Database database = connect();
    Clock::time_point end = Clock::now() + kLongest;
    sqlite3_progress_handler(database.get(), kStepsBetweenLooks, past, &end);
    const Statement statement = prepare(database.get(), sql_);
    if (!statement) throw unreadable(database.get());
    bind(statement.get(), 1, key);
    bind(statement.get(), 2, customer);
    Hit hit;
    for (int code = sqlite3_step(statement.get()); code != SQLITE_DONE; code = sqlite3_step(statement.get())) {
      if (code != SQLITE_ROW) throw unreadable(database.get());
      if (hit.what == Hit::What::one) return {Hit::What::several, {}};
      hit.what = Hit::What::one;
      for (std::size_t i = 0; i < columns_; ++i) hit.values.push_back(value(statement.get(), static_cast<int>(i)));
    }
    // A number column would take "04711" for 4711, and a NOCASE one "ana" for "Ana": the bytes decide.
    if (hit.what == Hit::What::one && (hit.values[kKey] != key || hit.values[kCustomer] != customer)) return {};
    return hit;
  }

  [[nodiscard]] std::string changed() const override { return changed_at(file_); }

 private:
  /// A connection of its own for each call costs some ten microseconds, and always sees the file that is there now.
  [[nodiscard]] Database connect() const {
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(file_.c_str(), &raw, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
    Database database(raw);
    if (code != SQLITE_OK) throw unreadable(raw);
    sqlite3_busy_timeout(raw, kBusyMilliseconds);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_set_authorizer(raw, allow_reading, nullptr);
    return database;
  }

  static Statement prepare(sqlite3* database, const std::string& sql) {
    sqlite3_stmt* raw = nullptr;
    sqlite3_prepare_v2(database, sql.c_str(), static_cast<int>(sql.size()), &raw, nullptr);
    return Statement(raw);
  }

  static void bind(sqlite3_stmt* statement, int place, std::string_view value) {
    sqlite3_bind_text(statement, place, value.data(), static_cast<int>(value.size()), SQLITE_TRANSIENT);
  }

  static std::string value(sqlite3_stmt* statement, int column) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
    std::string value = text == nullptr ? std::string() : std::string(text, size);
    return is_text(value) ? value : std::string();
  }

  /// Whether the plan reads the table from end to end (sqlite.org/eqp.html: SCAN, against SEARCH).
  [[nodiscard]] bool scans(sqlite3* database) const {
    sqlite3_set_authorizer(database, nullptr, nullptr);
    const Statement plan = prepare(database, "EXPLAIN QUERY PLAN " + sql_);
    while (plan && sqlite3_step(plan.get()) == SQLITE_ROW) {
      if (value(plan.get(), 3).starts_with("SCAN")) return true;
    }
    return false;
  }

  /// SQLite's own sentence may quote values of the file, so only its kind is told.
  static Problem unreadable(sqlite3* database) {
    return {CS_RETRY, std::string("the SQLite file cannot be read now (") + sqlite3_errstr(sqlite3_errcode(database)) +
                          "): see that it is there, readable, and not locked"};
  }

  std::string file_;
  std::size_t columns_;
  std::string sql_;
};

}  // namespace

std::unique_ptr<Rows> open_sqlite(const Settings& settings, const Warn& warn) {
  return std::make_unique<SqliteRows>(settings, warn);
}

}  // namespace table
