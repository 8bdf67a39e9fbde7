#include "flow/policy/waivers.hpp"

#include "flow/policy/compiled.hpp"

namespace countersign::policy {

std::vector<WaiverShown> waivers_of(const PolicySet& set, Time now) {
  std::vector<WaiverShown> all;
  for (const Policy& policy : set.compiled().policies)
    for (std::size_t i = 0; i < policy.waivers.size(); ++i)
      all.push_back({policy.id + "#" + std::to_string(i + 1), policy.id, policy.title, policy.waivers[i].until,
                     in_force(policy.waivers[i], now)});
  return all;
}

}  // namespace countersign::policy
