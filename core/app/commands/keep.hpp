// `countersign keep`, a row of the table of commands; in the family of rights_commands().
#pragma once

#include "app/cli.hpp"

namespace countersign::app {

[[nodiscard]] CommandSpec keep_command();

}  // namespace countersign::app
