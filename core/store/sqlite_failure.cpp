#include "store/sqlite_failure.hpp"

#include <cctype>
#include <cerrno>
#include <system_error>

namespace countersign::store {
namespace {

struct Meaning {
  std::string what;
  std::string mend;
};

std::string disk_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos || slash == 0 ? path : path.substr(0, slash);
}

bool is_sync(int code) {
  return code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC || code == SQLITE_IOERR_CLOSE;
}

Meaning meaning_of(const std::string& path, const DatabaseError& failure) {
  const std::string disk = disk_of(path);
  const int kind = failure.code & 0xFF;
  if (failure.system == EDQUOT)
    return {"the disk quota of its user is used up", "make room or raise the quota on the disk of " + disk};
  if (kind == SQLITE_FULL || failure.system == ENOSPC) return {"the disk is full", "free space on the disk of " + disk};
  if (failure.system == EFBIG) return {"the file may not grow any more", "raise the limit on the size of files"};
  if (kind == SQLITE_READONLY || failure.system == EROFS)
    return {"the disk or the file is read-only",
            "make " + disk +
                " writable for the user who runs countersign (a disk with errors is often mounted anew, "
                "read-only: the kernel's log tells)"};
  if (is_sync(failure.code))
    return {"the disk did not confirm a write", "look at the disk's health and at the kernel's log"};
  if (kind == SQLITE_CORRUPT || kind == SQLITE_NOTADB)
    return {"the file is damaged, or no database of countersign", "restore it from its latest backup"};
  if (failure.code == moved_code)
    return {"the file was moved or deleted while countersign ran", "bring the data folder back to " + disk};
  if (kind == SQLITE_CANTOPEN || kind == SQLITE_PERM || failure.system == EACCES)
    return {"the file cannot be opened", "make " + disk + " exist and writable for the user who runs countersign"};
  if (kind == SQLITE_IOERR) return {"a read or write failed", "look at the disk's health and at the kernel's log"};
  return {"a change failed inside", "please report it"};
}

std::string detail(const DatabaseError& failure) {
  std::string text = " (" + std::string(failure.what());
  if (failure.system != 0) text += ": " + std::generic_category().message(failure.system);
  return text + ")";
}

}  // namespace

std::string what_happened(const std::string& path, const DatabaseError& failure) {
  const auto meaning = meaning_of(path, failure);
  return "the store at " + path + " stopped because " + meaning.what + detail(failure) +
         ": nothing is accepted and nothing is sent; what was acknowledged is kept. " +
         std::string(1, static_cast<char>(std::toupper(static_cast<unsigned char>(meaning.mend.front())))) +
         meaning.mend.substr(1) + ", then restart countersign";
}

std::string cannot_open(const std::string& path, const DatabaseError& failure) {
  const auto meaning = meaning_of(path, failure);
  return "cannot open the database " + path + ", because " + meaning.what + detail(failure) + ": " + meaning.mend +
         ", then start again";
}

}  // namespace countersign::store
