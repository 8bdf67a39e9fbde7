// Lexicon: the few words of each language that mean the same in every text: what denies, what is only polite, what says
// nothing by itself, numbers and units. Folded spellings (lower case, no accents). Immutable after its first use; any
// thread.
#pragma once

#include <string_view>

namespace countersign::grounding {

enum class Sense { content, empty, courtesy, denial, restating, greeting };

struct Meaning {
  Sense sense = Sense::content;
  std::string_view number =
      {};  ///< "3" for "three", "drei", "trois"; "one" is an article in most languages and none here
  std::string_view unit = {};  ///< "day" for "days", "Tagen", "jours", "dni"; "eur" for "euros"
};

/// What `word` (folded) is by itself. `language` decides where a spelling means two things ("no" in Portuguese).
[[nodiscard]] Meaning meaning_of(std::string_view word, std::string_view language);

}  // namespace countersign::grounding
