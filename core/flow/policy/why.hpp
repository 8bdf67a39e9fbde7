// Why a policy did or did not speak, and what would have passed: for explanations only. Pure; any thread.
#pragma once

#include <string>

#include "flow/policy/compiled.hpp"

namespace countersign::policy {

/// The first thing of a condition that these facts do not fulfil: "topic is none of refund, complaint"; "" when all
/// match.
[[nodiscard]] std::string why_not(const Condition& condition, const Facts& facts);

/// What the text would have needed for this requirement to ask nothing, or to be content: "signed by 1 of team_lead".
[[nodiscard]] std::string would_pass(const Requirement& requirement, const Policy& policy);

}  // namespace countersign::policy
