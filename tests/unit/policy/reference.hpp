// The simple, slow reference evaluator: the policy language once more, straight from its description, sharing nothing
// with the shipped one but the compiled documents. For tests only.
#pragma once

#include "flow/policy/compiled.hpp"

namespace countersign::policy::testing {

/// What decide() has to answer: verdict, duties, moment and ai_may are filled.
[[nodiscard]] Decision reference(const Compiled& set, const Facts& facts);

}  // namespace countersign::policy::testing
