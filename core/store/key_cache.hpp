// Customers' keys in memory: at most so many, overwritten when they leave. Known to the key store only; thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
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
  /// What keep() came to. `again`: a key went since `seen`, perhaps this one: read it once more.
  enum class Kept { yes, forbidden, leaving, again };
  /// To be taken before a key is read for keep().
  [[nodiscard]] std::uint64_t seen();
  /// Keeps a key, and drops the one that was used longest ago when there are too many.
  [[nodiscard]] Kept keep(const std::string& customer, Held key, std::uint64_t seen);
  /// Drops the customer's key, and keeps it out from now on.
  void forbid(const std::string& customer);
  void allow(const std::string& customer);
  /// Drops the customer's key and keeps everybody off it until stays(), unless somebody may have taken it within `quiet`:
  /// then false, and nothing happened. Whoever took it then may still be writing something under it.
  [[nodiscard]] bool leaves(const std::string& customer, std::chrono::seconds quiet);
  void stays(const std::string& customer);

 private:
  using Moment = std::chrono::steady_clock::time_point;
  struct Place {
    std::string customer;
    Held key;
    Moment used;
  };
  using Order = std::list<Place>;  // used last stands first
  void drop(std::unordered_map<std::string, Order::iterator>::iterator place);
  const std::size_t limit_;
  std::mutex mutex_;
  Order order_;
  std::unordered_map<std::string, Order::iterator> places_;
  std::unordered_set<std::string> forbidden_;
  std::unordered_set<std::string> leaving_;
  std::uint64_t left_ = 0;              ///< how often somebody was kept off a key
  std::optional<Moment> dropped_used_;  ///< when the last one that had no room was used
};

}  // namespace countersign::store
