// Locks: one conversation is changed by one thread at a time. A fixed number of stripes, chosen by hash: two
// conversations may share one, which costs waiting and never correctness (the store compares revisions as well). Held
// only around reading state, deciding and committing; never around a call to the outside.
#pragma once

#include <array>
#include <functional>
#include <mutex>
#include <string_view>

namespace countersign {

class Locks {
 public:
  [[nodiscard]] std::unique_lock<std::mutex> hold(std::string_view conversation_ref) {
    return std::unique_lock(stripes_[std::hash<std::string_view>{}(conversation_ref) % stripes_.size()]);
  }

 private:
  std::array<std::mutex, 1024> stripes_;
};

}  // namespace countersign
