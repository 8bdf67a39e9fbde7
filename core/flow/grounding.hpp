// Grounding: where an AI text says more than what it rests on. Deterministic, and rather too strict: what it doubts
// waits for a person. Called by the gate at the reply border; pure functions, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "flow/detect/finding.hpp"
#include "plugin/connectors.hpp"

namespace countersign {

/// Findings of kind `ungrounded` in a text by AI that names `sources`; none when it names none (a policy of its own
/// speaks of that). `known` are the sources' and the customer's own texts.
/// - A number that stands in none of `known`.
/// - A looked-up fact (a source with `good_until`) that is not there word for word, or is too old at `now`; and more
/// than a
///   greeting around such facts: about somebody's own matter AI says what was looked up and nothing else.
[[nodiscard]] std::vector<Finding> find_ungrounded(std::string_view text, const std::vector<plugin::Passage>& sources,
                                                   const std::vector<std::string>& known, Time now);

}  // namespace countersign
