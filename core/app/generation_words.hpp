// What differs between two configurations, in words for the person who reloads. Pure; used by generations.cpp.
#pragma once

#include <string>
#include <vector>

#include "app/config.hpp"
#include "plugin/registry.hpp"

namespace countersign::app {

struct InForce {
  const Config& config;
  const plugin::Registry& registry;
};

/// One line per thing that changed: plugin files with their digests, channels, models, helpdesk, brand.
[[nodiscard]] std::vector<std::string> changes_in_words(const InForce& before, const InForce& after);

/// The top-level keys that changed and only count after a restart.
[[nodiscard]] std::vector<std::string> restart_keys(const Config& before, const Config& after);
/// The same as lines: file:line:column C045 message.
[[nodiscard]] std::vector<std::string> needs_restart(const Config& before, const Config& after);

}  // namespace countersign::app
