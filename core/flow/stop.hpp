// The stop switch: AI off for everything, a channel or a model, from the next decision on. Kept in the store, recorded,
// and cached here so that every decision can look at it for nothing. Thread-safe.
#pragma once

#include <mutex>
#include <set>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "store/store.hpp"

namespace countersign {

class StopSwitch {
 public:
  explicit StopSwitch(store::Store& store) : store_(store) {}
  /// Reads what is stopped; called once at start. A failure means that nothing may start.
  [[nodiscard]] Status load();
  /// `scope`: "all", "channel:NAME" or "model:NAME". Durable and recorded before it returns; `actor` is who did it.
  [[nodiscard]] Status set(const std::string& scope, bool stopped, const std::string& actor, Time now);
  [[nodiscard]] bool covers(const std::string& channel, const std::string& model) const;
  [[nodiscard]] std::set<std::string> scopes() const;

 private:
  store::Store& store_;
  mutable std::mutex mutex_;
  std::set<std::string> stopped_;
};

struct Connectors;
/// The scope that a channel's or a model's configured name means; both empty: all. `invalid` for unknown names, or
/// both.
[[nodiscard]] Result<std::string> scope_of(const Connectors& connectors, const std::string& channel,
                                           const std::string& model);

}  // namespace countersign
