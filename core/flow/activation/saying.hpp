// How the office speaks of commands and of what does not go now. Known to this room only.
#pragma once

#include <string>
#include <utility>

#include "base/result.hpp"

namespace countersign::activation {

/// Of a digest that an officer may leave the rest of.
constexpr std::size_t kFewestDigits = 8;

inline std::string hint(const std::string& command, const std::string& what) {
  return "countersign policy " + command + (what.empty() ? "" : " " + what);
}

inline Error conflict(std::string message) { return {Fault::conflict, std::move(message)}; }

}  // namespace countersign::activation
