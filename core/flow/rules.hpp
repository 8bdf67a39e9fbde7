// Rules: the policy set in force with the detector that was made for it, and, while a canary runs, the other set that a
// part of the conversations is judged by. One immutable snapshot: a decision never mixes two sets, and both change at
// once. Made by app/policy_watch; read by every room of the road, on any thread.
#pragma once

#include <memory>
#include <string>

#include "flow/detect/detector.hpp"
#include "flow/policy/policy_set.hpp"

namespace countersign {

/// Which conversations a canary is for: exactly one of the three.
struct Scope {
  std::string channel;  ///< all of this channel, by configured name
  std::string brand;    ///< all of this brand's channels
  int permille = 0;     ///< this share of all conversations
  [[nodiscard]] bool operator==(const Scope&) const = default;
};

/// Whether a conversation is in it. By share: SHA-256 of (salt, conversation), so the answer is the same for a
/// conversation at any time and on any node, and a growing share keeps those it has. `salt` is the digest of the set.
[[nodiscard]] bool covers(const Scope& scope, const std::string& salt, const std::string& conversation,
                          const std::string& channel, const std::string& brand);

struct Trial;

struct Rules {
  std::shared_ptr<const policy::PolicySet> set;
  std::shared_ptr<const Detector> detector;
  std::shared_ptr<const Trial> trial = nullptr;  ///< null: no canary runs
};

/// A canary.
struct Trial {
  Scope scope;
  std::shared_ptr<const Rules> rules;
};

}  // namespace countersign
