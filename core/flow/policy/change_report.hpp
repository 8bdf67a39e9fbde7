// What a change of policies means, as people and programs read it: what differs in words, and whether anything became
// looser. Used by `policy diff` and by activation; pure.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "flow/policy/compare.hpp"
#include "flow/policy/document_diff.hpp"

namespace countersign::policy {

/// Kinds of changed documents that are no decision of decide() (notices, people, times, what is seen): what their
/// change loosens only a person can say. Empty: rules and moments alone changed, and compare() says it all.
[[nodiscard]] std::vector<std::string> beyond_rules(const DocumentDiff& diff);

[[nodiscard]] std::string as_text(const DocumentDiff& diff, const Comparison& all);
[[nodiscard]] json::Value as_json(const DocumentDiff& diff, const Comparison& all);

}  // namespace countersign::policy
