// The checks themselves, each a function that looks at a plugin and returns "" or what is wrong. Run by check.cpp, each
// in a child process of its own; they may crash or hang with the plugin they look at.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>

#include "plugin/instance.hpp"
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

/// Runs `look` with the opened plugin, or says why that cannot be.
[[nodiscard]] std::string opened(const Subject& subject, const std::function<std::string(const Instance&)>& look);
/// Gives every field `key` another value.
void replace(Fields& fields, std::string_view key, const std::string& value);
[[nodiscard]] std::string quote(const std::string& name);

[[nodiscard]] std::string forged_webhook_refused(const Subject& subject);    ///< check_forgery.cpp
[[nodiscard]] std::string findings_within_the_text(const Subject& subject);  ///< check_findings.cpp

}  // namespace countersign::plugin
