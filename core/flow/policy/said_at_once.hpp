// Which of the lines that rules and moments ask for a customer gets. Called where a conversation goes to a person
// (people.cpp) and where that is explained; pure.
#pragma once

#include <set>
#include <string>

namespace countersign::policy {

/// In danger only the safety text; the general line only if no other speaks.
[[nodiscard]] inline std::set<std::string> said_at_once(std::set<std::string> asked) {
  if (asked.contains("safety-text")) return {"safety-text"};
  if (asked.size() > 1) asked.erase("hand-over");
  return asked;
}

}  // namespace countersign::policy
