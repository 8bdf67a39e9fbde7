// Crowd: how many conversations wait for a person in each queue. Promises of time rest on it, one for each line that
// makes one, so counting must stay cheap when thousands wait. Thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "store/store.hpp"

namespace countersign {

class Crowd {
 public:
  Crowd(store::Store& store, const Clock& clock) : store_(store), clock_(clock) {}
  /// How many other conversations than `but` wait in the queue: exact while few do, at most a second old when many do.
  /// nullopt when the store cannot say.
  [[nodiscard]] std::optional<std::int64_t> waiting(const std::string& queue, const std::string& but);

 private:
  struct Count {
    std::int64_t waiting = 0;
    Time at{};
  };
  store::Store& store_;
  const Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, Count> counts_;  ///< by queue; the policies name few
};

}  // namespace countersign
