// Bundles: reads the bundles of a log and hashes their entries on several threads, and hands them over in order. Used
// by verify() only.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "auditor/meaning.hpp"
#include "tlog/tiles.hpp"

namespace countersign::auditor {

/// One bundle and the tile of its leaves, as they were found.
struct Bundle {
  std::uint64_t width = 0;
  std::string bytes;
  std::vector<tlog::Hash> hashes;                            ///< of the entries; empty when the bundle cannot be read
  std::vector<tlog::Hash> leaves;                            ///< of the tile; empty when it cannot be read
  std::vector<Seen> entries;                                 ///< views into `bytes`
  std::vector<std::pair<std::uint64_t, std::string>> wrong;  ///< place in the bundle, what
  std::vector<std::pair<std::string, std::string>> unreadable;  ///< which file cannot be read, and why
};

class Bundles {
 public:
  Bundles(const tlog::Files& files, std::uint64_t size, unsigned threads);
  ~Bundles();
  Bundles(const Bundles&) = delete;
  Bundles& operator=(const Bundles&) = delete;

  [[nodiscard]] std::uint64_t count() const { return count_; }
  /// The next one; blocks until it is read.
  [[nodiscard]] Bundle next();

 private:
  void work();
  [[nodiscard]] Bundle look(std::uint64_t index) const;

  const tlog::Files& files_;
  const std::uint64_t size_;
  const std::uint64_t count_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t begun_ = 0;  // guarded by mutex_, as all below
  std::uint64_t given_ = 0;
  std::map<std::uint64_t, Bundle> ready_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace countersign::auditor
