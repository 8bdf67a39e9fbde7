// What changed between two sets of documents, in words: by document and key, not by line. Used by `policy diff` and
// by activation; one thread.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "flow/policy/policy_set.hpp"

namespace countersign::policy {

struct DocumentDiff {
  std::vector<std::string> lines;  ///< "policy promises: if_not: hold_for_review -> block"; sorted by document
  std::set<std::string> kinds;     ///< kinds of documents that are not the same
  bool waives_more = false;        ///< a waiver is new or says something else
  bool words = false;              ///< moments of the journey are recognised by other words
};

/// Both must load without errors. Names of files, order and spelling of YAML make no difference.
[[nodiscard]] DocumentDiff document_diff(const SourceFiles& before, const SourceFiles& after);

}  // namespace countersign::policy
