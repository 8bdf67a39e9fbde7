// The list of the erased: which customers' keys were destroyed, and when. It lies beside the key store's folder and not
// in it (erased.list), so that a key store restored from an old backup is made to forget them again. A line is
// "<the key's row, 64 hex digits> <RFC 3339 time>"; it names nobody to a reader without the master key. Known to the
// key store and to `restore`. Thread-safe.
#pragma once

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace countersign::store {

class ErasedList {
 public:
  /// Reads what is there; no file is an empty list. A line that a crash cut short is taken off. `invalid` for a file
  /// that is no such list: it is never replaced.
  [[nodiscard]] static Result<std::unique_ptr<ErasedList>> open(const std::filesystem::path& file);

  /// A copy from elsewhere, which is only read: nothing of it is taken for cut short, and nothing is written to it. No
  /// file is an empty list; an empty file is `invalid`.
  [[nodiscard]] static Result<std::unique_ptr<ErasedList>> copy_of(const std::filesystem::path& file);

  [[nodiscard]] bool any() const { return any_; }
  [[nodiscard]] bool contains(const std::string& row) const;
  /// Durable when it returns ok; twice is once.
  [[nodiscard]] Status add(const std::string& row, Time at);
  /// Adds what another list has.
  [[nodiscard]] Status add(const ErasedList& other);
  /// Row -> time, of all.
  [[nodiscard]] std::map<std::string, Time, std::less<>> all() const;

 private:
  explicit ErasedList(std::filesystem::path file) : file_(std::move(file)) {}
  [[nodiscard]] Status read(const std::string& text);
  [[nodiscard]] Status append(const std::string& lines);

  const std::filesystem::path file_;
  mutable std::shared_mutex mutex_;
  std::atomic<bool> any_{false};  ///< almost always false: then nobody takes the lock
  std::map<std::string, Time, std::less<>> rows_;
};

}  // namespace countersign::store
