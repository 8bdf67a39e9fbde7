// Whether a changed set may give work to another queue. A queue is neither stricter nor looser than another: whether
// anybody is there is not a matter of rules. Used by compare.cpp; pure.
#pragma once

#include <string>
#include <vector>

#include "flow/policy/compiled.hpp"

namespace countersign::policy {

/// "policy no-claims", "moment complaint", "the journey": whatever names a queue and came, went, or speaks about other
/// texts than before; where the moment for everything else gives work, each moment that is recognised otherwise. Empty also
/// where all that give work name one and the same queue.
[[nodiscard]] std::vector<std::string> rerouted(const Compiled& before, const Compiled& after);

}  // namespace countersign::policy
