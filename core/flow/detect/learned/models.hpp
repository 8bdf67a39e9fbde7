// The learned models that come along, compiled in from models/ (their card and recipe are there). Read once, at the
// first use; any thread.
#pragma once

#include "flow/detect/learned/linear.hpp"

namespace countersign::detect::learned {

/// low, medium, high: how much hangs on the answer.
[[nodiscard]] const Linear& risk_model();
/// angry, disappointed, neither.
[[nodiscard]] const Linear& mood_model();
/// no, yes: orders to the model in a customer's text.
[[nodiscard]] const Linear& injection_model();

}  // namespace countersign::detect::learned
