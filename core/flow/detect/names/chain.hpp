// The best chain of labels over a text (Viterbi), for the tagger and for its training alike. Integer arithmetic: ties
// go to the lower label, so the answer never depends on the machine. Pure; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "flow/detect/names/tagger.hpp"

namespace countersign::detect::names {

/// The chain with the highest sum of token scores and `follow` scores among those may_follow() allows; one label per
/// token.
void best_chain(std::span<const Scores> scores, const Follow& follow, std::vector<std::uint8_t>& labels);

}  // namespace countersign::detect::names
