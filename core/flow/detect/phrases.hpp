// Phrases: finds what the rule tables describe, sentence by sentence, so that a negation takes back only its own clause
// or sentence; and what a learned model takes the sentence for where the rules know no such words (learned/hearing.hpp).
// The rules are compiled once in a process and shared. Immutable; any thread.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "flow/detect/finding.hpp"
#include "flow/detect/pattern_set.hpp"
#include "flow/detect/rule.hpp"
#include "flow/detect/sentence_memo.hpp"
#include "flow/detect/text_view.hpp"

namespace countersign::detect {

/// What phrases say of a text.
struct Heard {
  std::vector<Finding> findings;       ///< sentence by sentence
  std::set<std::string, std::less<>> kinds;  ///< of them
  Level risk = Level::low;             ///< by words that leave no doubt
  bool may_cost = false;               ///< words of money and accounts: medium risk where nothing better knows
  void add(Finding finding) {
    kinds.insert(finding.kind);
    findings.push_back(std::move(finding));
  }
};

class Phrases {
 public:
  /// The first of a side compiles its rules; throws std::runtime_error if that fails.
  explicit Phrases(Side side);
  [[nodiscard]] Result<Heard> listen(const TextView& folded) const;

 private:
  struct Book;
  static const Book& book_of(Side side);
  /// Where a negation of a kind stands, in one sentence.
  struct TakenBack { std::string_view kind; Span where; bool everywhere; };
  [[nodiscard]] std::vector<TakenBack> taken_back(const std::vector<int>& hits, std::string_view text) const;
  [[nodiscard]] std::optional<Span> standing(int rule, std::string_view text, const std::vector<TakenBack>& back) const;
  /// What is known of a sentence alone, from the memo or found out.
  [[nodiscard]] Result<Known> known(std::string_view text) const;
  [[nodiscard]] Status sentence(const TextView& folded, Span where, Heard& heard) const;
  static void overhear(const TextView& folded, Span where, const std::vector<learned::Overheard>& overheard,
                       const std::vector<TakenBack>& back, Heard& heard);

  Side side_;
  const Book& book_;
};

}  // namespace countersign::detect
