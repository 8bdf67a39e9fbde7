// What two sets can tell apart about the texts of one source: for each fact that some rule of either looks at its
// values, one for each group that no rule separates. Used by compare.cpp only.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "flow/policy/changed_rules.hpp"

namespace countersign::policy {

/// Stand for any country, and any part of a country, that no document names: they cannot be written in one.
inline constexpr std::string_view kNoCountry = "??";
inline constexpr std::string_view kNoPart = "-??";

/// One fact, and what it may be. Each value sets it in the facts.
using Value = std::function<void(Facts&)>;
using Axis = std::vector<Value>;

/// The axes of one border and source; every combination of one value from each is one question. An axis without values:
/// no text has all that the source asks about.
struct Axes {
  std::vector<Axis> axes;
  bool whole = true;  ///< false: there was more to tell apart than could be listed
};
[[nodiscard]] Axes axes_of(const Sets& sets, Border border, Time now, const Source& source);

// --- for distinctions.cpp and sights.cpp
using Lists = std::vector<const Names*>;
[[nodiscard]] bool has(const Names& names, std::string_view name);
/// Of the names in `tried` one for each group that stands in the same of all `lists`.
[[nodiscard]] Names representatives(const Lists& tried, const Lists& lists);
[[nodiscard]] Lists lists_of(const std::vector<const Condition*>& conditions, Names Condition::*member);
/// What is seen in the text and what it is about.
[[nodiscard]] Axis sights(const Rules& rules, Time now, bool& whole);
/// Whether a finding of this kind that has no place in the text is another thing than one that has.
[[nodiscard]] bool place_matters(const Rules& rules, std::string_view kind);

}  // namespace countersign::policy
