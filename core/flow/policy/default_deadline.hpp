// How long a review may wait where no rule says so. Used by the road and by the comparison of two sets.
#pragma once

#include <chrono>

namespace countersign::policy {

inline constexpr std::chrono::minutes kDefaultDeadline{10};

}  // namespace countersign::policy
