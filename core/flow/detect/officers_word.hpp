// OfficersWord: a word that an officer gave, as it is looked for: whatever its case and accents, and only at the start
// of a word where its script has such ("member" is not in "remember", and "return" is in "returned"). Called by
// TopicWords and OwnClasses. Immutable; any thread.
#pragma once

#include <string>
#include <string_view>

namespace countersign::detect {

struct OfficersWord {
  std::string folded;     ///< as in folded_view()
  bool at_start = false;  ///< counts only where a word starts: scripts without blanks have no such places
  /// Whether it stands in `folded_text`, a folded view.
  [[nodiscard]] bool stands_in(std::string_view folded_text) const;
};

/// Nothing to look for (its `folded` is empty) where only marks were given.
[[nodiscard]] OfficersWord officers_word(std::string_view written);

}  // namespace countersign::detect
