#include "flow/detect/topic_words.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <utility>

namespace countersign::detect {
std::vector<TopicWords::Word> TopicWords::words_of(const std::vector<policy::Topic>& topics) {
  std::vector<Word> words;
  for (std::size_t topic = 0; topic < topics.size(); ++topic) {
    for (const auto& word : topics[topic].words) {
      auto made = officers_word(word);
      if (!made.folded.empty()) words.push_back({topic, std::move(made)});
    }
  }
  return words;
}

std::vector<std::string> TopicWords::patterns_of(const std::vector<Word>& words) {
  std::vector<std::string> patterns;
  for (const auto& word : words) patterns.push_back(re2::RE2::QuoteMeta(word.word.folded));
  return patterns;
}

TopicWords::TopicWords(const std::vector<policy::Topic>& topics)
    : topics_(topics), words_(words_of(topics)), set_(patterns_of(words_)) {}

/// The set found each word somewhere; here its place is looked at, which as a part of the pattern would make each word a
/// hundred times larger (every letter and digit of Unicode) and the start of the gateway slow.
Result<Named> TopicWords::find(const TextView& folded) const {
  const auto hits = set_.hits(folded.text);
  if (!hits) return hits.error();
  std::vector<int> counts(topics_.size(), 0);
  for (const int hit : *hits) {
    const auto& word = words_[static_cast<std::size_t>(hit)];
    if (word.word.stands_in(folded.text)) ++counts[word.topic];
  }
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < topics_.size(); ++i)
    if (counts[i] > 0) order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return counts[a] != counts[b] ? counts[a] > counts[b] : topics_[a].id < topics_[b].id;
  });
  Named named;
  for (const auto i : order) {
    named.topics.push_back(topics_[i].id);
    named.risk = std::max(named.risk, topics_[i].risk);
  }
  return named;
}

}  // namespace countersign::detect
