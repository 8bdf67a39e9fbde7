// A sentence in capitals is anger, whatever its words. Pure; any thread.
#pragma once

#include <vector>

#include "flow/detect/finding.hpp"
#include "flow/detect/text_view.hpp"

namespace countersign::detect {

/// Appends "angry" for each sentence of four words or more that is written in capitals.
void look_for_shouting(const TextView& plain, std::vector<Finding>& findings);

}  // namespace countersign::detect
