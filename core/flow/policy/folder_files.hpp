// Which files of a folder belong to a set, and what lies there as if it did and does not. Nothing that looks like a
// policy is left out in silence: a smaller set is a looser one; any other file is told about too, but for README.md.
// Used by the loader and by the reader of cases; any thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/yaml.hpp"

namespace countersign::policy {

struct FolderFiles {
  std::vector<std::filesystem::path> files;  ///< *.yaml and *.yml, sorted
  std::vector<yaml::Problem> problems;       ///< P123 and P143, each at the path that it is about
};

/// All below `folder`. What is hidden (".git", ".#a.yaml") is nobody's policy; with `cases_apart` neither is the folder
/// cases/ directly in it. Throws what the file system throws when `folder` itself cannot be opened.
[[nodiscard]] FolderFiles files_below(const std::filesystem::path& folder, bool cases_apart);

}  // namespace countersign::policy
