// What comes with the program (policies, the demo's articles): found beside it in a build folder, below share/ once
// installed. Any thread.
#pragma once

#include <filesystem>

#include "base/result.hpp"

namespace countersign::app {

/// The folder `name` ("policies/starter"), absolute. The error says where it was looked for.
[[nodiscard]] Result<std::filesystem::path> bundled(const std::filesystem::path& name);

}  // namespace countersign::app
