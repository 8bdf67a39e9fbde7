// Personal: personal data and secrets in a text of any author. Patterns propose, checks (checksum, range, words around)
// decide; where two kinds claim the same bytes the more certain one keeps them. An officer's own classes come on top
// and may overlap. Immutable; any thread.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "flow/detect/finding.hpp"
#include "flow/detect/pattern_set.hpp"
#include "flow/detect/text_view.hpp"

namespace countersign::detect {

/// A place in a view that may be personal data.
struct Candidate {
  std::string_view text;  ///< the whole view
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string_view locale = {};  ///< of the customer: "de-AT", "de" or ""
  int* asks_left = nullptr;      ///< how often the numbering plans may still be asked about this text
  std::string_view kind = {};    ///< set by a judge that saw another kind than the pattern's
  [[nodiscard]] std::string_view written() const { return text.substr(begin, end - begin); }
  /// The `count` bytes before or behind it, in ASCII lower case.
  [[nodiscard]] std::string before(std::size_t count) const;
  [[nodiscard]] std::string after(std::size_t count) const;
};

/// Score of a candidate, 0 when it is nothing. May narrow `end` (a full stop after an address is not part of it).
using Judge = int (*)(Candidate&);

/// One proposal: `judge` may be null (the pattern alone is enough, score 900).
struct PersonalPattern {
  std::string_view kind;
  std::string_view pattern;  ///< RE2 over the plain view; a first group is the span
  Judge judge = nullptr;
};

/// Most certain first: the order decides who keeps shared bytes.
[[nodiscard]] std::span<const PersonalPattern> address_patterns();
[[nodiscard]] std::span<const PersonalPattern> card_patterns();
[[nodiscard]] std::span<const PersonalPattern> secret_patterns();
[[nodiscard]] std::span<const PersonalPattern> identity_patterns();
[[nodiscard]] std::span<const PersonalPattern> phone_patterns();
[[nodiscard]] std::span<const PersonalPattern> word_patterns();

/// All of them, in that order.
[[nodiscard]] const std::vector<PersonalPattern>& built_in_patterns();

class Personal {
 public:
  /// The patterns are compiled once in a process and shared; the first one throws std::runtime_error if that fails.
  Personal();
  /// Appends findings, spans in the original text. `locale` is the customer's.
  [[nodiscard]] Status look(const TextView& plain, std::string_view locale, std::vector<Finding>& findings) const;

 private:
  const PatternSet& set_;  ///< of built_in_patterns()
};

}  // namespace countersign::detect
