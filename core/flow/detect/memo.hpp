// One look per text: in front of the detectors, what they saw is kept for the borders that follow (arrival, prompt,
// ticket and the turns of later prompts look at the same words). Made with the rules, gone with them; called on any
// thread.
#pragma once

#include <cstddef>
#include <memory>

#include "flow/detect/detector.hpp"

namespace countersign {

/// Looks once at each text of an author and locale while it is remembered: the last `texts` at least, twice as many at
/// most (0: none), by SHA-256, without the text. Findings about earlier texts are added to each look afresh. Errors are
/// not kept.
[[nodiscard]] std::unique_ptr<const Detector> remembering(std::unique_ptr<const Detector> detector, std::size_t texts);

}  // namespace countersign
