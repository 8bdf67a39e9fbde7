// The facts and the decision of an entry of the record, read back: what replay judges again and explain shows. Pure; any thread.
#pragma once

#include <optional>

#include "base/json.hpp"
#include "flow/policy/decision.hpp"
#include "flow/policy/facts.hpp"

namespace countersign::audit {

/// What to_json(Facts) wrote. Spans are not recorded: a finding stands at bytes 0 to 1, one about the whole text at 0
/// to 0. nullopt when a word is none that this program knows (a record by a newer one).
[[nodiscard]] std::optional<policy::Facts> facts_from(const json::Value& recorded);

/// What to_json(Decision) wrote, as far as it was kept: verdict, rules that spoke, duties. nullopt as above.
[[nodiscard]] std::optional<policy::Decision> decision_from(const json::Value& recorded);

}  // namespace countersign::audit
