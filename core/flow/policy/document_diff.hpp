// What changed between two folders of documents, in words: by document and key, not by line. Used by `policy diff` and
// by activation; one thread.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace countersign::policy {

struct DocumentDiff {
  std::vector<std::string> lines;  ///< "policy promises: if_not: hold_for_review -> block"; sorted by document
  std::set<std::string> kinds;     ///< kinds of documents that are not the same
};

/// Both folders must load without errors. Names of files, order and spelling of YAML make no difference.
[[nodiscard]] DocumentDiff document_diff(const std::filesystem::path& before, const std::filesystem::path& after);

}  // namespace countersign::policy
