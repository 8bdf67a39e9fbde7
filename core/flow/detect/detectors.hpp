// All detectors behind the one interface. Made once per policy set and generation of plugins; the journey calls look() on any thread.
#pragma once

#include <cstddef>
#include <memory>

#include "flow/detect/detector.hpp"
#include "flow/detect/plugged.hpp"
#include "flow/policy/policy_set.hpp"

namespace countersign {

/// All built-in kinds of findings plus the officer's topics plus what `plugged` adds; what it saw in the last `remembered` texts is kept
/// (a few kilobytes each; 0: nothing is kept). Making it compiles patterns (tens of milliseconds). If that
/// fails, the detector answers every text with an Error: everything is held, nothing is let through.
inline constexpr std::size_t kRemembered = 2048;
[[nodiscard]] std::unique_ptr<const Detector> make_detector(const policy::DetectionTerms& terms,
                                                            std::size_t remembered = kRemembered,
                                                            std::shared_ptr<const detect::Plugged> plugged = nullptr);

}  // namespace countersign
