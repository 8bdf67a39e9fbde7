// Activation in words and as JSON: what an act came to, what is in force, and what was. Used by the commands and by
// HTTP; pure.
#pragma once

#include <string>
#include <vector>

#include "flow/activation/office.hpp"

namespace countersign::activation {

/// What commands and requests say where `activation: folder` holds.
[[nodiscard]] Error needs_two_people();

[[nodiscard]] std::string as_text(const Done& done);
[[nodiscard]] json::Value as_json(const Done& done);

/// `folder`: "" or how the folder differs from what is in force.
[[nodiscard]] std::string as_text(const State& state, const std::string& folder);
[[nodiscard]] json::Object as_json(const State& state, const std::string& folder);

[[nodiscard]] std::string as_text(const std::vector<Ledger::Line>& history);
[[nodiscard]] json::Value as_json(const std::vector<Ledger::Line>& history);

}  // namespace countersign::activation
