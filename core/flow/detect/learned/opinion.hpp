// Opinion: what the learned models take a customer's text for, beside what the rules find in its words. Each threshold
// was chosen by cross-validation (core/models/README.md). Any thread.
#pragma once

#include <optional>
#include <string_view>

#include "flow/detect/finding.hpp"

namespace countersign::detect::learned {

struct Opinion {
  std::optional<Level> risk;         ///< empty where the model does not know the language
  std::optional<Finding> mood;       ///< angry or disappointed, about the whole text
  std::optional<Finding> injection;  ///< prompt_injection, about the whole text
};

/// Of a folded text in a language (ISO 639-1, "" when not known).
[[nodiscard]] Opinion opinion_of(std::string_view folded, std::string_view language);

}  // namespace countersign::detect::learned
