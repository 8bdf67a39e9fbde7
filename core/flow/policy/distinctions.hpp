// What two sets can tell apart: for each border the values of every fact that some rule of either looks at, one for
// each group of values that no rule separates. Used by compare.cpp only.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "flow/policy/compiled.hpp"

namespace countersign::policy {

/// Stand for any country, and any part of a country, that no document names: they cannot be written in one.
inline constexpr std::string_view kNoCountry = "??";
inline constexpr std::string_view kNoPart = "-??";

/// One fact, and what it may be. Each value sets it in the facts.
using Value = std::function<void(Facts&)>;
using Axis = std::vector<Value>;

/// The axes of one border; every combination of one value from each is one question.
struct Axes {
  std::vector<Axis> axes;
  bool whole = true;  ///< false: there was more to tell apart than could be listed
};
[[nodiscard]] Axes axes_of(const Compiled& before, const Compiled& after, Border border, Time now);

}  // namespace countersign::policy
