// Departed: the conversations that were erased or removed since this process began. Their rows are gone, but a worker
// may still hold a piece of their work in memory: it is dropped instead of being tried for ever. Written by rights/, read
// by the journey before each step. Thread-safe.
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <unordered_set>

namespace countersign {

class Departed {
 public:
  void add(const std::string& conversation) {
    const std::lock_guard lock(mutex_);
    ids_.insert(conversation);
    any_ = true;
  }
  [[nodiscard]] bool contains(const std::string& conversation) const {
    if (!any_) return false;
    const std::lock_guard lock(mutex_);
    return ids_.contains(conversation);
  }

 private:
  mutable std::mutex mutex_;
  std::atomic<bool> any_{false};
  std::unordered_set<std::string> ids_;
};

}  // namespace countersign
