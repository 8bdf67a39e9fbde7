// Topics: an officer's topics, learned from a few sentences of customers each, when the policies are loaded (some
// milliseconds). Deterministic, so the digest of the policies names the model too. Immutable; any thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "flow/detect/learned/linear.hpp"
#include "flow/policy/policy_set.hpp"

namespace countersign::detect::learned {

class Topics {
 public:
  /// Learns from the topics that have sentences; without any it never finds one.
  explicit Topics(const std::vector<policy::Topic>& topics);
  struct Guess {
    std::string id;
    Level risk = Level::low;
  };
  /// The topic that a folded text most likely is about; nullopt when none is likely.
  [[nodiscard]] std::optional<Guess> of(std::string_view folded) const;

 private:
  std::optional<Linear> model_;
  std::map<std::string, Level> risks_;  ///< of the topics that were learned, by id
};

/// Ordinary sentences in eight languages, about nothing in particular: what is most like them has no topic.
[[nodiscard]] const std::vector<std::string_view>& small_talk();

}  // namespace countersign::detect::learned
