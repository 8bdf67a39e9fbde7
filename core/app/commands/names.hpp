// Whether somebody has what the policies name: channels, brands, models. For the commands that check, test and explain
// a folder, with or without a configuration.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/cli.hpp"
#include "app/config.hpp"
#include "flow/policy/names.hpp"

namespace countersign::app {

/// What policies may name of a configuration.
[[nodiscard]] policy::Configured configured_in(const Config& config);
/// The same of the configuration in a file; nullopt for "" and for one that cannot be read (which others tell).
[[nodiscard]] std::optional<policy::Configured> configured_in_file(const std::string& file);

/// The warnings about the names in a folder that was loaded, as `--config` of the command says or without one.
[[nodiscard]] std::vector<yaml::Problem> names_nobody_has(const Call& call, const policy::Loaded& loaded,
                                                          const std::string& folder);

/// For words on the command line that name a language or a region, whose lists are closed: 0, or 2 and a line on `err`.
[[nodiscard]] int closed_words(const Call& call);

}  // namespace countersign::app
