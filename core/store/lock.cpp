#include "store/lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace countersign::store {

Result<FolderLock> FolderLock::take(const std::filesystem::path& folder) {
  const std::string path = (folder / "countersign.lock").string();
  const int file = ::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (file < 0) {
    return Error{Fault::unavailable, "cannot open " + path + " (" + std::generic_category().message(errno) +
                                         "); the data folder must exist and belong to the user who runs countersign"};
  }
  FolderLock lock(file);
  if (::flock(file, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno == EWOULDBLOCK) {
    return Error{Fault::conflict,
                 "another countersign works in " + folder.string() + "; stop it first, or give the command to it"};
  }
  return Error{Fault::unavailable, "cannot lock " + path + " (" + std::generic_category().message(errno) +
                                       "); keep the data folder on a local disk"};
}

FolderLock::~FolderLock() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace countersign::store
