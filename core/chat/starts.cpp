#include "chat/starts.hpp"

#include <algorithm>

namespace countersign::chat {

// The generic cell rate algorithm (ITU-T I.371): one time per address is the whole state.
std::chrono::seconds Starts::ask(const std::string& address, Time now) {
  const std::lock_guard lock(mutex_);
  if (used_until_.size() >= most_ && !used_until_.contains(address)) {
    std::erase_if(used_until_, [now](const auto& one) { return one.second <= now; });
    if (used_until_.size() >= most_) return std::chrono::duration_cast<std::chrono::seconds>(kEach);
  }
  Time& until = used_until_[address];
  const auto next = std::max(until, now) + kEach;
  const auto over = next - now - kEach * kBurst;
  if (over > over.zero()) return std::chrono::ceil<std::chrono::seconds>(over);
  until = next;
  return {};
}

}  // namespace countersign::chat
