// Snapshot<T>: an immutable value that many threads read while one swaps it (policy sets, plugin generations).
// A reader keeps what it took for as long as it holds the pointer. Thread-safe.
#pragma once

#include <atomic>
#include <memory>
#include <utility>

namespace countersign {

template <class T>
class Snapshot {
 public:
  Snapshot() = default;
  explicit Snapshot(std::shared_ptr<const T> first) : current_(std::move(first)) {}
  [[nodiscard]] std::shared_ptr<const T> get() const { return current_.load(); }
  void set(std::shared_ptr<const T> next) { current_.store(std::move(next)); }

 private:
  std::atomic<std::shared_ptr<const T>> current_;
};

}  // namespace countersign
