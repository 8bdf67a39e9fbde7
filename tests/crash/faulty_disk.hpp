// A disk that fails when a test says so: a SQLite VFS around the real one (sqlite.org/vfs.html), the default for every
// database that is opened while it stands. It counts the writes, syncs and openings of all databases and fails from the
// n-th on, or that one only. One at a time; thread-safe.
#pragma once

#include <string>

namespace countersign::testing {

enum class DiskFault { none, full, write_error, torn_write, sync_error, read_only };

class FaultyDisk {
 public:
  FaultyDisk();
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  /// From now on the `nth` operation (from 1) of the fault's kind fails, and with `for_good` every later one.
  void fail(DiskFault fault, int nth, bool for_good = true);
  void mend();
  /// Whether the planned failure has happened.
  [[nodiscard]] bool failed() const;
};

}  // namespace countersign::testing
