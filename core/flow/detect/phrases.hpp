// Phrases: finds what the rule tables describe, sentence by sentence, so that a negation takes back only its own clause
// or sentence.
// Also the officer's topic words, matched at word starts. Immutable; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "flow/detect/finding.hpp"
#include "flow/detect/pattern_set.hpp"
#include "flow/detect/rule.hpp"
#include "flow/detect/text_view.hpp"
#include "flow/policy/policy_set.hpp"

namespace countersign::detect {

/// What phrases say of a text.
struct Heard {
  std::vector<Finding> findings;
  std::vector<std::string> topics;     ///< best first: most distinct words, then name
  Level risk = Level::low;             ///< by words that leave no doubt, and by topics
  bool may_cost = false;               ///< words of money and accounts: medium risk where nothing better knows
};

class Phrases {
 public:
  Phrases(Side side, const std::vector<policy::Topic>& topics);
  [[nodiscard]] Result<Heard> listen(const TextView& folded) const;

 private:
  struct Word { std::size_t topic; std::string folded; bool at_start; };
  /// Where a negation of a kind stands, in one sentence.
  struct TakenBack { std::string_view kind; Span where; bool everywhere; };
  [[nodiscard]] std::vector<TakenBack> taken_back(const std::vector<int>& hits, std::string_view text) const;
  [[nodiscard]] std::optional<Span> standing(int rule, std::string_view text, const std::vector<TakenBack>& back) const;
  [[nodiscard]] Status sentence(const TextView& folded, Span where, Heard& heard, std::vector<int>& counts) const;

  std::vector<Rule> rules_;            ///< pattern i of set_ for i < rules_.size()
  std::vector<Word> words_;            ///< pattern rules_.size() + j
  std::vector<policy::Topic> topics_;
  std::unique_ptr<PatternSet> set_;
};

}  // namespace countersign::detect
