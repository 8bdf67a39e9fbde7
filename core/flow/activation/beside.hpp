// The set in force where two people put it there, read beside a running gateway and verified as the gateway does at its
// start; nothing is made or changed. Called by commands that try what is in force somewhere else; one thread.
#pragma once

#include <optional>

#include "flow/activation/ledger.hpp"

namespace countersign::activation {

struct SetInForce {
  Bundle bundle;
  policy::SourceFiles files;
};

/// From an installation's data folder. nullopt: nothing was ever put in force there. An error says why nothing is in
/// force.
[[nodiscard]] Result<std::optional<SetInForce>> read_in_force(const std::filesystem::path& data, Time now);

}  // namespace countersign::activation
