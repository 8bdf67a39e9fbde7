// The problems of a policy set as people and programs read them: lines, JSON, or SARIF 2.1.0 for code review tools.
// Called by `policy check`; pure.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/yaml.hpp"

namespace countersign::app {

/// One line each ("file:line:column P104 what and how to mend it"), then where the chapters are. Colour only if asked.
[[nodiscard]] std::string problems_as_text(const std::vector<yaml::Problem>& problems, bool colour);
/// A list of {file, line, column, code, level, message, chapter}.
[[nodiscard]] json::Value problems_as_json(const std::vector<yaml::Problem>& problems);
/// OASIS SARIF 2.1.0, one run; https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
[[nodiscard]] json::Value problems_as_sarif(const std::vector<yaml::Problem>& problems);

/// Of a file `given` relative to where the command was typed (a configuration, say), problems name it and what lies
/// beside and below it in the same way.
void as_given(std::vector<yaml::Problem>& problems, const std::string& given);

/// "" if `path` is a folder; otherwise what to say: a set is a folder, and a single file cannot be tried by itself.
[[nodiscard]] std::string no_folder(const std::filesystem::path& path);

}  // namespace countersign::app
