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
/// Yes or no to each kind of what customers say, of a sentence (hearing.hpp).
[[nodiscard]] const Linear& customer_model();
/// The same of texts to send.
[[nodiscard]] const Linear& outgoing_model();
/// Which of eight languages, ISO 639-1.
[[nodiscard]] const Linear& language_model();

}  // namespace countersign::detect::learned
