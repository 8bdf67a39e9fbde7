// From `audit:` of the configuration to the herald that keeps checkpoints
// elsewhere. Called once, when a gateway starts.
#pragma once

#include <vector>

#include "app/config.hpp"
#include "elsewhere/herald.hpp"

namespace countersign::app {

[[nodiscard]] std::vector<elsewhere::Place> places_of(const AuditConfig& audit);
[[nodiscard]] std::vector<elsewhere::Witness> witnesses_of(const AuditConfig& audit);

}  // namespace countersign::app
