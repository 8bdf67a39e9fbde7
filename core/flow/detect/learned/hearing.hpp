// Hearing: what a learned model makes of one sentence, beside what the rules find in its words: the unusual ways of
// saying what the rules know. Thresholds were chosen by cross-validation and on sentences written for that alone
// (core/models/README.md). Called by phrases.cpp, on any thread.
#pragma once

#include <string_view>
#include <vector>

#include "flow/detect/rule.hpp"

namespace countersign::detect::learned {

struct Overheard {
  std::string_view kind;  ///< a stable name of a finding; lives as long as the program
  int score;              ///< thousandths
};

/// The kinds that a folded sentence is likely of, in no order that matters: none for a word or two, none for a question that
/// we ask.
[[nodiscard]] std::vector<Overheard> overheard(Side side, std::string_view sentence);

}  // namespace countersign::detect::learned
