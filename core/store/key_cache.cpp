#include "store/key_cache.hpp"

#include "base/crypto.hpp"

namespace countersign::store {

Secret::~Secret() { crypto::wipe(bytes_); }

CustomerKey::CustomerKey(std::string key)
    : sealing(crypto::hkdf_sha256(key, "countersign sealing v1", 32)),
      naming(crypto::hkdf_sha256(key, "countersign naming v1", 32)) {
  crypto::wipe(key);
}

KeyCache::Held KeyCache::find(const std::string& customer) {
  const std::lock_guard lock(mutex_);
  const auto place = places_.find(customer);
  if (place == places_.end()) return nullptr;
  order_.splice(order_.begin(), order_, place->second);
  place->second->used = std::chrono::steady_clock::now();
  return place->second->key;
}

std::uint64_t KeyCache::seen() {
  const std::lock_guard lock(mutex_);
  return left_;
}

KeyCache::Kept KeyCache::keep(const std::string& customer, Held key, std::uint64_t seen) {
  const std::lock_guard lock(mutex_);
  if (forbidden_.contains(customer)) return Kept::forbidden;
  if (leaving_.contains(customer)) return Kept::leaving;
  if (seen != left_) return Kept::again;
  if (places_.contains(customer)) return Kept::yes;
  order_.push_front({customer, std::move(key), std::chrono::steady_clock::now()});
  places_.emplace(customer, order_.begin());
  if (order_.size() > limit_) {
    dropped_used_ = order_.back().used;
    drop(places_.find(order_.back().customer));
  }
  return Kept::yes;
}

void KeyCache::drop(std::unordered_map<std::string, Order::iterator>::iterator place) {
  if (place == places_.end()) return;
  order_.erase(place->second);
  places_.erase(place);
}

void KeyCache::forbid(const std::string& customer) {
  const std::lock_guard lock(mutex_);
  forbidden_.insert(customer);
  drop(places_.find(customer));
}

void KeyCache::allow(const std::string& customer) {
  const std::lock_guard lock(mutex_);
  forbidden_.erase(customer);
}

bool KeyCache::leaves(const std::string& customer, std::chrono::seconds quiet) {
  const std::lock_guard lock(mutex_);
  if (forbidden_.contains(customer)) return false;
  const auto place = places_.find(customer);
  // One that had no room here may have been used as lately as the last of those.
  const auto used = place != places_.end() ? std::optional(place->second->used) : dropped_used_;
  if (used && std::chrono::steady_clock::now() - *used < quiet) return false;
  ++left_;
  leaving_.insert(customer);
  drop(place);
  return true;
}

void KeyCache::stays(const std::string& customer) {
  const std::lock_guard lock(mutex_);
  leaving_.erase(customer);
}

}  // namespace countersign::store
