// Is a question only asked, or does it claim something ("Did you know that delivery is free?", "Isn't it insured?")?
// Used by the detectors and by grounding for texts to send; pure, any thread.
#pragma once

#include <string_view>

namespace countersign::detect {

/// True for a sentence that ends with a question mark and is not put as a claim, in eight languages. `folded`: as
/// folded_view() makes it. Best effort: a question that it takes for a claim is judged like any other sentence.
[[nodiscard]] bool only_asks(std::string_view folded);

}  // namespace countersign::detect
