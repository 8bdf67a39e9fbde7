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
  return place->second->second;
}

bool KeyCache::keep(const std::string& customer, Held key) {
  const std::lock_guard lock(mutex_);
  if (forbidden_.contains(customer)) return false;
  if (places_.contains(customer)) return true;
  order_.emplace_front(customer, std::move(key));
  places_.emplace(customer, order_.begin());
  if (order_.size() > limit_) {
    places_.erase(order_.back().first);
    order_.pop_back();
  }
  return true;
}

void KeyCache::forbid(const std::string& customer) {
  const std::lock_guard lock(mutex_);
  forbidden_.insert(customer);
  const auto place = places_.find(customer);
  if (place == places_.end()) return;
  order_.erase(place->second);
  places_.erase(place);
}

void KeyCache::allow(const std::string& customer) {
  const std::lock_guard lock(mutex_);
  forbidden_.erase(customer);
}

}  // namespace countersign::store
