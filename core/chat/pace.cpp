#include "chat/pace.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace countersign::chat {

// The generic cell rate algorithm (ITU-T I.371): one time for each is the whole state.
std::chrono::seconds Pace::ask(const std::string& who, const Rate& rate, Time now) {
  const std::lock_guard lock(mutex_);
  if (used_until_.size() >= most_ && !used_until_.contains(who)) {
    std::erase_if(used_until_, [now](const auto& one) { return one.second <= now; });
    if (used_until_.size() >= most_) return std::chrono::ceil<std::chrono::seconds>(rate.each);
  }
  Time& until = used_until_[who];
  const auto next = std::max(until, now) + rate.each;
  const auto over = next - now - rate.each * rate.burst;
  if (over > over.zero()) return std::chrono::ceil<std::chrono::seconds>(over);
  until = next;
  return {};
}

bool Lately::did(const std::string& who, std::string_view what) const {
  const std::lock_guard lock(mutex_);
  const auto found = done_.find(who);
  return found != done_.end() && std::find(found->second.begin(), found->second.end(),
                                           std::hash<std::string_view>()(what)) != found->second.end();
}

void Lately::note(const std::string& who, std::string_view what, std::size_t each) {
  const std::lock_guard lock(mutex_);
  if (done_.size() >= most_ && !done_.contains(who)) done_.clear();
  auto& mine = done_[who];
  mine.push_back(std::hash<std::string_view>()(what));
  if (mine.size() > each) mine.pop_front();
}

std::string network_of(const std::string& address) {
  in6_addr six{};
  if (::inet_pton(AF_INET6, address.c_str(), &six) != 1) return address;
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (IN6_IS_ADDR_V4MAPPED(&six)) {
    (void)::inet_ntop(AF_INET, &six.s6_addr[12], text.data(), text.size());
    return text.data();
  }
  std::fill(std::begin(six.s6_addr) + 8, std::end(six.s6_addr), std::uint8_t{0});
  (void)::inet_ntop(AF_INET6, &six, text.data(), text.size());
  return std::string(text.data()) + "/64";
}

}  // namespace countersign::chat
