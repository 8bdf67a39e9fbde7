#include "flow/detect/sentence_memo.hpp"

#include <utility>

#include "base/crypto.hpp"

namespace countersign::detect {

std::string SentenceMemo::key_of(std::string_view sentence) { return crypto::sha256(sentence); }

std::optional<Known> SentenceMemo::find(const std::string& key) {
  const std::lock_guard lock(mutex_);
  if (const auto it = young_.find(key); it != young_.end()) return it->second;
  const auto it = old_.find(key);
  if (it == old_.end()) return std::nullopt;
  young_.insert_or_assign(key, it->second);
  return it->second;
}

void SentenceMemo::keep(const std::string& key, const Known& known) {
  const std::lock_guard lock(mutex_);
  if (young_.size() >= sentences_) old_ = std::exchange(young_, {});
  young_.insert_or_assign(key, known);
}

}  // namespace countersign::detect
