// The commands, one file per family; each function gives its rows of the table. Called once by main, and by the server
// for the control socket.
#pragma once

#include <functional>
#include <vector>

#include "app/cli.hpp"
#include "app/config.hpp"

namespace countersign::app {

/// One room's part of `check`: appends what it finds wrong (or worth a warning). Runs on what could be read of the
/// configuration, so it must expect empty members.
using CheckPart = std::function<void(const Config& config, std::vector<yaml::Problem>& problems)>;

/// check --config FILE
[[nodiscard]] CommandTable check_commands(std::vector<CheckPart> parts, std::vector<CheckPart> asking_others = {});
/// user add|list|remove, token create|revoke
[[nodiscard]] CommandTable user_commands();

}  // namespace countersign::app
