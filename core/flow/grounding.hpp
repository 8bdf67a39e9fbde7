// Grounding: what each sentence of an AI text rests on, and where it says more than that. Deterministic, and rather too
// strict: what it doubts waits for a person. Called by the gate at the reply border, and by the API and `policy
// explain` for people; pure functions, any thread. How sentences are compared: grounding/support.hpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "flow/detect/finding.hpp"
#include "flow/grounding/support.hpp"
#include "flow/policy/facts.hpp"
#include "plugin/connectors.hpp"

namespace countersign {

/// Every sentence of `text` and what it rests on. `known` are the sources' and the customer's own texts.
[[nodiscard]] std::vector<grounding::Sentence> grounds_of(std::string_view text,
                                                          const std::vector<plugin::Passage>& sources,
                                                          const std::vector<std::string>& known,
                                                          std::string_view language);

/// How many rest on what, for the facts.
[[nodiscard]] policy::Grounded grounded_of(const std::vector<grounding::Sentence>& sentences);

/// Findings of kind `ungrounded` in a text by AI that names `sources`; none when it names none (a policy of its own
/// speaks of that). `sentences` are those of grounds_of().
/// - A sentence that claims something and rests on none of `sources`.
/// - A number that stands in none of `known`.
/// - A looked-up fact (a source with `good_until`) that is not there word for word, or is too old at `now`; and more
/// than a
///   greeting around such facts: about somebody's own matter AI says what was looked up and nothing else.
[[nodiscard]] std::vector<Finding> find_ungrounded(std::string_view text, const std::vector<plugin::Passage>& sources,
                                                   const std::vector<std::string>& known, Time now,
                                                   const std::vector<grounding::Sentence>& sentences);

}  // namespace countersign
