#include "faulty_disk.hpp"

#include <sqlite3.h>

#include <cstdlib>
#include <mutex>
#include <stdexcept>

namespace countersign::testing {
namespace {

std::mutex mutex;
DiskFault planned = DiskFault::none;
int left = 0;
bool stays = false;
bool happened = false;
sqlite3_vfs* real = nullptr;

/// Whether this operation, one of those that `fault` is about, fails now.
bool fails(DiskFault fault) {
  const std::lock_guard lock(mutex);
  if (planned != fault) return false;
  if (left > 0) left -= 1;
  if (left > 0 || (happened && !stays)) return false;
  happened = true;
  return true;
}

/// Our file: its methods first, as SQLite wants it, then the real one behind it in the same memory.
struct File {
  sqlite3_file base;
  sqlite3_file* inner() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
sqlite3_file* of(sqlite3_file* file) { return reinterpret_cast<File*>(file)->inner(); }

int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
  if (fails(DiskFault::full)) return SQLITE_FULL;
  if (fails(DiskFault::write_error)) return SQLITE_IOERR_WRITE;
  if (fails(DiskFault::read_only)) return SQLITE_READONLY;
  if (fails(DiskFault::torn_write)) {
    of(file)->pMethods->xWrite(of(file), bytes, count / 2, at);
    return SQLITE_IOERR_WRITE;
  }
  return of(file)->pMethods->xWrite(of(file), bytes, count, at);
}
int sync(sqlite3_file* file, int flags) {
  if (fails(DiskFault::sync_error)) return SQLITE_IOERR_FSYNC;
  return of(file)->pMethods->xSync(of(file), flags);
}
int truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (fails(DiskFault::write_error)) return SQLITE_IOERR_TRUNCATE;
  return of(file)->pMethods->xTruncate(of(file), size);
}

const sqlite3_io_methods methods = {
    3,
    [](sqlite3_file* f) { return of(f)->pMethods->xClose(of(f)); },
    [](sqlite3_file* f, void* to, int n, sqlite3_int64 at) { return of(f)->pMethods->xRead(of(f), to, n, at); },
    write,
    truncate,
    sync,
    [](sqlite3_file* f, sqlite3_int64* size) { return of(f)->pMethods->xFileSize(of(f), size); },
    [](sqlite3_file* f, int level) { return of(f)->pMethods->xLock(of(f), level); },
    [](sqlite3_file* f, int level) { return of(f)->pMethods->xUnlock(of(f), level); },
    [](sqlite3_file* f, int* out) { return of(f)->pMethods->xCheckReservedLock(of(f), out); },
    [](sqlite3_file* f, int what, void* arg) { return of(f)->pMethods->xFileControl(of(f), what, arg); },
    [](sqlite3_file* f) { return of(f)->pMethods->xSectorSize(of(f)); },
    [](sqlite3_file* f) { return of(f)->pMethods->xDeviceCharacteristics(of(f)); },
    [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
      return of(f)->pMethods->xShmMap(of(f), page, size, extend, out);
    },
    [](sqlite3_file* f, int offset, int n, int flags) { return of(f)->pMethods->xShmLock(of(f), offset, n, flags); },
    [](sqlite3_file* f) { of(f)->pMethods->xShmBarrier(of(f)); },
    [](sqlite3_file* f, int remove) { return of(f)->pMethods->xShmUnmap(of(f), remove); },
    [](sqlite3_file* f, sqlite3_int64 at, int n, void** out) { return of(f)->pMethods->xFetch(of(f), at, n, out); },
    [](sqlite3_file* f, sqlite3_int64 at, void* page) { return of(f)->pMethods->xUnfetch(of(f), at, page); },
};

int open(sqlite3_vfs* /*vfs*/, const char* name, sqlite3_file* file, int flags, int* out) {
  auto* ours = reinterpret_cast<File*>(file);
  ours->base.pMethods = nullptr;
  const int code = real->xOpen(real, name, ours->inner(), flags, out);
  if (code == SQLITE_OK) ours->base.pMethods = &methods;
  return code;
}

sqlite3_vfs shim;

}  // namespace

FaultyDisk::FaultyDisk() {
  mend();
  if (real == nullptr) real = sqlite3_vfs_find(nullptr);
  shim = *real;
  shim.zName = "faulty-disk";
  shim.pNext = nullptr;
  shim.szOsFile = static_cast<int>(sizeof(File)) + real->szOsFile;
  shim.xOpen = open;
  if (sqlite3_vfs_register(&shim, 1) != SQLITE_OK) throw std::runtime_error("the faulty disk cannot be put in");
}

FaultyDisk::~FaultyDisk() {
  mend();
  sqlite3_vfs_unregister(&shim);
}

void FaultyDisk::fail(DiskFault fault, int nth, bool for_good) {
  const std::lock_guard lock(mutex);
  planned = fault;
  left = nth;
  stays = for_good;
  happened = false;
}

void FaultyDisk::mend() {
  const std::lock_guard lock(mutex);
  planned = DiskFault::none;
}

bool FaultyDisk::failed() const {
  const std::lock_guard lock(mutex);
  return happened;
}

}  // namespace countersign::testing
