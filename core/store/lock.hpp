// FolderLock: at most one process works in a data folder. The server takes it for its life; a command takes it only
// when no server runs. The kernel frees it when the process ends, however it ends. Taken at start, on the main thread.
#pragma once

#include <filesystem>
#include <utility>

#include "base/result.hpp"

namespace countersign::store {

class FolderLock {
 public:
  /// Locks `folder`/countersign.lock (the file stays, the lock does not). `conflict` when another process, or another
  /// FolderLock of this one, holds it; `unavailable` when the folder cannot be used.
  [[nodiscard]] static Result<FolderLock> take(const std::filesystem::path& folder);

  FolderLock(FolderLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
  FolderLock& operator=(FolderLock&& other) noexcept {
    std::swap(file_, other.file_);
    return *this;
  }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int file) : file_(file) {}
  int file_;
};

}  // namespace countersign::store
