// Whether policies and detector plugins fit each other, and the detectors of a configuration for commands that open
// nothing else. Called when a configuration is opened, reloaded or checked, and when policies change.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/config.hpp"
#include "flow/detect/plugged.hpp"
#include "flow/policy/policy_set.hpp"

namespace countersign::app {

/// An error for each kind that the policies declare (`finding: …`) and no detector of the configuration gives: a rule
/// about it would never match. None while a detector is missing, for then every text is held.
[[nodiscard]] std::vector<yaml::Problem> unserved_kinds(const policy::DetectionTerms& terms,
                                                        const detect::Plugged& plugged);

/// Adds that, and an error for each kind that a detector gives and no rule could name, placed at the detector's block.
void check_kinds(const policy::DetectionTerms& terms, const detect::Plugged& plugged, const Config& config,
                 std::vector<yaml::Problem>& problems);

/// What a command looks with: the detectors of a configuration, and that configuration.
struct ForCommand {
  Config config;
  std::shared_ptr<const detect::Plugged> detectors;
};

/// The detectors of the configuration `file` and nothing else of it, opened for a command. The error is every problem
/// of theirs, one a line.
[[nodiscard]] Result<ForCommand> detectors_of(const std::filesystem::path& file);
/// The same for the option of a command: "" is no configuration, and then only the gateway's own detectors look.
[[nodiscard]] inline Result<ForCommand> detectors_for(const std::string& option) {
  return option.empty() ? ForCommand{} : detectors_of(option);
}

}  // namespace countersign::app
