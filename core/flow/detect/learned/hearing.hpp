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

struct Hearing {
  std::vector<Overheard> likely;         ///< kinds that the sentence is likely of, in no order that matters
  std::vector<std::string_view> denied;  ///< kinds that it is surely not of, whatever single words a rule found in it
};

/// Of a folded sentence; nothing of a word or two, nothing of a question that we ask.
[[nodiscard]] Hearing hearing_of(Side side, std::string_view sentence);

}  // namespace countersign::detect::learned
