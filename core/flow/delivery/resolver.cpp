#include "flow/delivery/resolver.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>

#include <array>
#include <thread>

namespace countersign {
namespace {

constexpr std::chrono::seconds kFresh{60};

bool is_address(const std::string& host) {
  std::array<unsigned char, sizeof(in6_addr)> raw{};
  return inet_pton(AF_INET, host.c_str(), raw.data()) == 1 || inet_pton(AF_INET6, host.c_str(), raw.data()) == 1;
}

}  // namespace

Resolver::Resolver(Lookup lookup) : lookup_(std::move(lookup)), shared_(std::make_shared<Shared>()) {}

std::vector<std::string> Resolver::system_lookup(const std::string& host) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return {};
  std::vector<std::string> addresses;
  for (const auto* one = found; one != nullptr; one = one->ai_next) {
    std::array<char, NI_MAXHOST> text{};
    if (getnameinfo(one->ai_addr, one->ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) == 0)
      addresses.emplace_back(text.data());
  }
  freeaddrinfo(found);
  return addresses;
}

/// Called with the lock held and `asking` set.
void Resolver::ask(const std::string& host) const {
  std::thread([host, lookup = lookup_, shared = shared_] {
    auto addresses = lookup(host);
    const std::lock_guard lock(shared->mutex);
    auto& entry = shared->entries[host];
    if (!addresses.empty()) {
      entry.addresses = std::move(addresses);
      entry.fresh_until = std::chrono::steady_clock::now() + kFresh;
    }
    entry.asking = false;
    ++entry.answers;
    shared->answered.notify_all();
  }).detach();
}

void Resolver::give_up() {
  const std::lock_guard lock(shared_->mutex);
  shared_->given_up = true;
  shared_->answered.notify_all();
}

Result<std::vector<std::string>> Resolver::resolve(const std::string& host, Deadline deadline) {
  if (is_address(host)) return std::vector<std::string>{host};
  std::unique_lock lock(shared_->mutex);
  auto& entry = shared_->entries[host];
  if (std::chrono::steady_clock::now() < entry.fresh_until) return entry.addresses;
  const auto before = entry.answers;
  if (!entry.asking) {
    entry.asking = true;
    ask(host);
  }
  shared_->answered.wait_until(lock, deadline, [&] { return entry.answers != before || shared_->given_up; });
  if (!entry.addresses.empty()) return entry.addresses;
  return Error{Fault::unavailable, entry.answers == before ? "its name was not looked up in time"
                                                           : "its name is not known: look at the settings and at DNS"};
}

}  // namespace countersign
