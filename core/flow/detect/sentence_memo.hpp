// SentenceMemo: what the rules and the model made of a sentence, kept for the next time it is written: greetings,
// quoted mails, templates. By SHA-256, without the sentence. Shared by all threads.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "flow/detect/learned/hearing.hpp"

namespace countersign::detect {

/// Of one sentence alone, whatever stands around it.
struct Known {
  std::vector<int> hits;     ///< rules, ascending
  learned::Hearing hearing;  ///< what the model takes it for
};

class SentenceMemo {
 public:
  /// Remembers the last `sentences` at least, twice as many at most.
  explicit SentenceMemo(std::size_t sentences) : sentences_(sentences) {}

  [[nodiscard]] static std::string key_of(std::string_view sentence);
  [[nodiscard]] std::optional<Known> find(const std::string& key);
  void keep(const std::string& key, const Known& known);

 private:
  const std::size_t sentences_;
  std::mutex mutex_;
  std::unordered_map<std::string, Known> young_, old_;  ///< when the young are full they become the old ones
};

}  // namespace countersign::detect
