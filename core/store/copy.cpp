#include "store/copy.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <string>
#include <system_error>

namespace countersign::store {
namespace {

namespace fs = std::filesystem;

struct Closer {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
using Database = std::unique_ptr<sqlite3, Closer>;

class File {
 public:
  File(const fs::path& path, int flags) : number_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~File() {
    if (number_ >= 0) ::close(number_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

Error cannot(const std::string& what, const fs::path& path, const std::string& why) {
  return {Fault::unavailable, what + " " + path.string() + " (" + why + "); check the disk and who may write there"};
}

Error system_error(const std::string& what, const fs::path& path, int code) {
  if (code == EEXIST) return {Fault::conflict, path.string() + " is there already; name an empty folder"};
  return cannot(what, path, std::generic_category().message(code));
}

Result<Database> open(const fs::path& path, int flags) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &opened, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  Database database(opened);
  if (code != SQLITE_OK) return cannot("cannot open the database", path, sqlite3_errstr(code));
  sqlite3_busy_timeout(opened, 10'000);
  return database;
}

/// One statement whose answer must be `expected`.
bool says(sqlite3* database, const char* sql, std::string_view expected) {
  std::string said;
  const auto keep = [](void* to, int count, char** values, char**) {
    if (count > 0 && values[0] != nullptr) static_cast<std::string*>(to)->append(values[0]);
    return 0;
  };
  return sqlite3_exec(database, sql, keep, &said, nullptr) == SQLITE_OK && said == expected;
}

Status copy_pages(sqlite3* from, sqlite3* to, const fs::path& path) {
  sqlite3_backup* copy = sqlite3_backup_init(to, "main", from, "main");
  if (copy == nullptr) return cannot("cannot copy to", path, sqlite3_errmsg(to));
  sqlite3_backup_step(copy, -1);  // all in one read of the source: what is written meanwhile does not begin it anew
  const int code = sqlite3_backup_finish(copy);
  if (code != SQLITE_OK) return cannot("cannot copy to", path, sqlite3_errstr(code));
  return {};
}

}  // namespace

Status copy_database(const fs::path& from, const fs::path& to) {
  auto source = open(from, SQLITE_OPEN_READONLY);
  if (!source) return source.error();
  if (const File made(to, O_CREAT | O_EXCL | O_WRONLY); made.number() < 0)
    return system_error("cannot make", to, errno);
  auto target = open(to, SQLITE_OPEN_READWRITE);
  if (!target) return target.error();
  if (const auto copied = copy_pages(source->get(), target->get(), to); !copied) return copied;
  // One file without a journal beside it; opening it for work makes one again.
  if (!says(target->get(), "PRAGMA journal_mode=DELETE", "delete") ||
      !says(target->get(), "PRAGMA integrity_check", "ok"))
    return cannot("the copy is damaged:", to, sqlite3_errmsg(target->get()));
  target->reset();
  const File written(to, O_RDONLY);
  if (written.number() < 0 || ::fsync(written.number()) != 0) return system_error("cannot sync", to, errno);
  return {};
}

Status copy_file(const fs::path& from, const fs::path& to) {
  const File source(from, O_RDONLY);
  if (source.number() < 0) return system_error("cannot read", from, errno);
  const File target(to, O_CREAT | O_EXCL | O_WRONLY);
  if (target.number() < 0) return system_error("cannot make", to, errno);
  std::array<char, 65536> buffer{};
  for (ssize_t got = 0; (got = ::read(source.number(), buffer.data(), buffer.size())) != 0;) {
    if (got < 0) return system_error("cannot read", from, errno);
    const auto written = ::write(target.number(), buffer.data(), static_cast<std::size_t>(got));
    if (written != got) return system_error("cannot write", to, written < 0 ? errno : ENOSPC);
  }
  if (::fsync(target.number()) != 0) return system_error("cannot sync", to, errno);
  return {};
}

Status sync_folder(const fs::path& folder) {
  const File opened(folder, O_RDONLY | O_DIRECTORY);
  if (opened.number() < 0 || ::fsync(opened.number()) != 0) return system_error("cannot sync", folder, errno);
  return {};
}

}  // namespace countersign::store
