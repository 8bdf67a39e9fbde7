// The tagger that comes along, compiled in from core/models/names/names.model (card and recipe beside it). Read once, at the
// first use; any thread.
#pragma once

#include "flow/detect/names/tagger.hpp"

namespace countersign::detect::names {

/// Throws std::runtime_error when the program was built with a damaged file.
[[nodiscard]] const Tagger& tagger();

}  // namespace countersign::detect::names
