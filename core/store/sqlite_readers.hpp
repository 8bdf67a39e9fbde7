// The readers of one database: connections that cannot write, lent to one thread at a time; known to this room only.
// Thread-safe.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

#include "base/result.hpp"
#include "store/sqlite_connection.hpp"
#include "store/store.hpp"

namespace countersign::store {

class Readers {
 public:
  Readers(std::filesystem::path path, std::size_t kept, int busy_milliseconds)
      : path_(std::move(path)), kept_(kept), busy_milliseconds_(busy_milliseconds) {}

  /// Runs `job` in one read transaction. Never waits for another reader: a read inside a read cannot lock up, and is
  /// part of the outer one.
  [[nodiscard]] Status read(const Store::Job& job);
  /// Closes what is idle.
  void close();

 private:
  [[nodiscard]] std::unique_ptr<Connection> take();
  void give_back(std::unique_ptr<Connection> connection);

  const std::filesystem::path path_;
  const std::size_t kept_;
  const int busy_milliseconds_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace countersign::store
