// Scalars with a unit or a form: durations, dates, amounts, opening hours. Used by the validator and the readers at
// load. Pure; any thread. nullopt: not of that form.
#pragma once

#include <optional>
#include <string_view>

#include "flow/policy/compiled.hpp"

namespace countersign::policy {

[[nodiscard]] std::optional<int> to_number(std::string_view text);             ///< 1 to 999999
[[nodiscard]] std::optional<Span> to_span(std::string_view text);              ///< "10 minutes", "4 business hours"
[[nodiscard]] std::optional<Time> to_day(std::string_view text);               ///< "2027-01-31": its first moment, UTC
[[nodiscard]] std::optional<Money> to_money(std::string_view text);            ///< "100 EUR", "99.50 EUR"
[[nodiscard]] std::optional<Hours> to_hours(std::string_view text);            ///< "22:00-06:00": ends the next day, > 24 h
[[nodiscard]] bool is_id(std::string_view text);

}  // namespace countersign::policy
