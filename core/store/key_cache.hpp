// Customers' keys in memory: at most so many, overwritten when they leave. Known to the key store only; thread-safe.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace countersign::store {

/// Bytes that are overwritten before their memory is given back.
class Secret {
 public:
  explicit Secret(std::string bytes) : bytes_(std::move(bytes)) {}
  ~Secret();
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  [[nodiscard]] std::string_view bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

/// One customer's key, split by use: no key serves two algorithms.
struct CustomerKey {
  explicit CustomerKey(std::string key);
  Secret sealing;  ///< AES-256-GCM
  Secret naming;   ///< HMAC-SHA-256
};

class KeyCache {
 public:
  /// Whoever holds a key may finish with it; the last holder overwrites it.
  using Held = std::shared_ptr<const CustomerKey>;

  explicit KeyCache(std::size_t limit = 10'000) : limit_(limit) {}
  /// nullptr when it is not here.
  [[nodiscard]] Held find(const std::string& customer);
  /// Keeps a key, and drops the one that was used longest ago when there are too many. False: the customer is
  /// forbidden.
  [[nodiscard]] bool keep(const std::string& customer, Held key);
  /// Drops the customer's key, and keeps it out from now on.
  void forbid(const std::string& customer);
  void allow(const std::string& customer);

 private:
  using Order = std::list<std::pair<std::string, Held>>;  // used last stands first
  const std::size_t limit_;
  std::mutex mutex_;
  Order order_;
  std::unordered_map<std::string, Order::iterator> places_;
  std::unordered_set<std::string> forbidden_;
};

}  // namespace countersign::store
