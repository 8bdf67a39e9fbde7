// TopicWords: the officer's words and phrases by which a topic is recognised, matched at word starts in one pass over
// the text. Made once per policy set; immutable, any thread.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "flow/detect/officers_word.hpp"
#include "flow/detect/pattern_set.hpp"
#include "flow/detect/text_view.hpp"
#include "flow/policy/policy_set.hpp"

namespace countersign::detect {

/// What the words say of a text.
struct Named {
  std::vector<std::string> topics;  ///< best first: most distinct words, then name
  Level risk = Level::low;          ///< the highest of these topics
};

class TopicWords {
 public:
  /// Throws std::runtime_error if the words together need too much memory.
  explicit TopicWords(const std::vector<policy::Topic>& topics);
  [[nodiscard]] Result<Named> find(const TextView& folded) const;

 private:
  struct Word {
    std::size_t topic;
    OfficersWord word;
  };
  static std::vector<Word> words_of(const std::vector<policy::Topic>& topics);
  static std::vector<std::string> patterns_of(const std::vector<Word>& words);

  std::vector<policy::Topic> topics_;
  std::vector<Word> words_;
  PatternSet set_;  ///< pattern i is that of word i
};

}  // namespace countersign::detect
