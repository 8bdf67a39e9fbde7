// The checks themselves, each a function that looks at a plugin and returns "" or what is wrong. Run by check.cpp, each
// in a child process of its own; they may crash or hang with the plugin they look at.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "plugin/samples.hpp"

namespace countersign::plugin {

/// What the checks look at; the file is loaded anew in each child, never in the asking process.
struct Subject {
  std::filesystem::path file;
  std::filesystem::path folder;  ///< private, for copies
  std::string bytes;
  Samples samples;
  std::string no_samples;  ///< why there are none
};

struct Check {
  const char* name;
  std::string (*look)(const Subject&);
  bool needs_samples;
};

/// A check whose answer starts with this had nothing to look at.
inline constexpr std::string_view kSkip = "skip: ";

[[nodiscard]] std::span<const Check> all_checks();

}  // namespace countersign::plugin
