// The program's version, as --version and /healthz tell it.
#pragma once

#include <string_view>

namespace countersign::app {

inline constexpr std::string_view kVersion = "0.1.0";

}  // namespace countersign::app
