// Exceptions as lists show them. Whether one is in force is decided in one place, for decisions and lists alike
// (match.cpp). Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "flow/policy/policy_set.hpp"

namespace countersign::policy {

struct WaiverShown {
  std::string name;    ///< "policy#n", as decisions record it
  std::string policy;  ///< id
  std::string title;   ///< of the policy
  std::string until;   ///< the last day, "2027-01-31"
  bool in_force = false;
};

/// Every waiver of a set, by policy; those that have ended too.
[[nodiscard]] std::vector<WaiverShown> waivers_of(const PolicySet& set, Time now);

}  // namespace countersign::policy
