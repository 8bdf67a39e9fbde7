// What customers lose by a rule that is only stricter: our own notices, when they wait for a reviewer or never leave
// (the text for who is in danger, the way to a person), and what they wrote, when it is not kept. Used by compare.cpp; pure.
#pragma once

#include <string>
#include <vector>

#include "flow/policy/compiled.hpp"

namespace countersign::policy {

/// A phrase for each policy that is new or says something else, is enforced, and may do so: "policy slow-down: may hold our
/// own notices …".
[[nodiscard]] std::vector<std::string> taken_away(const Compiled& before, const Compiled& after);

}  // namespace countersign::policy
