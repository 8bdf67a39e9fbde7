#include "flow/detect/topic_words.hpp"

#include <re2/re2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

namespace countersign::detect {
namespace {

/// Whether an officer's word counts only at the start of a word: scripts without spaces have none.
bool has_spaces(const std::string& folded) {
  static const re2::RE2 spaced(R"(^[\p{Latin}\p{Cyrillic}\p{Greek}\d])");
  return re2::RE2::PartialMatch(folded, spaced);
}

bool inside_a_word(std::string_view text, std::size_t at) {
  if (at == 0) return false;
  auto before = static_cast<std::int32_t>(at);
  UChar32 c = 0;
  U8_PREV_OR_FFFD(text.data(), 0, before, c);
  return (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_N_MASK)) != 0;
}

/// The set found `word` somewhere; here its place is looked at, which as a part of the pattern would make each word a
/// hundred times larger (every letter and digit of Unicode) and the start of the gateway slow.
bool counts_here(std::string_view text, std::string_view word, bool at_start) {
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1))
    if (!at_start || !inside_a_word(text, at)) return true;
  return false;
}

}  // namespace

std::vector<TopicWords::Word> TopicWords::words_of(const std::vector<policy::Topic>& topics) {
  std::vector<Word> words;
  for (std::size_t topic = 0; topic < topics.size(); ++topic) {
    for (const auto& word : topics[topic].words) {
      auto folded = folded_view(word).text;
      if (folded.empty()) continue;
      const bool at_start = has_spaces(folded);
      words.push_back({topic, std::move(folded), at_start});
    }
  }
  return words;
}

std::vector<std::string> TopicWords::patterns_of(const std::vector<Word>& words) {
  std::vector<std::string> patterns;
  for (const auto& word : words) patterns.push_back(re2::RE2::QuoteMeta(word.folded));
  return patterns;
}

TopicWords::TopicWords(const std::vector<policy::Topic>& topics)
    : topics_(topics), words_(words_of(topics)), set_(patterns_of(words_)) {}

Result<Named> TopicWords::find(const TextView& folded) const {
  const auto hits = set_.hits(folded.text);
  if (!hits) return hits.error();
  std::vector<int> counts(topics_.size(), 0);
  for (const int hit : *hits) {
    const auto& word = words_[static_cast<std::size_t>(hit)];
    if (counts_here(folded.text, word.folded, word.at_start)) ++counts[word.topic];
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
