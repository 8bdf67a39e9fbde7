#include "flow/detect/memo.hpp"

#include <algorithm>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/crypto.hpp"
#include "flow/detect/repeats.hpp"

namespace countersign {
namespace {

constexpr std::size_t most_findings = 64;  // a text that shows more is looked at again rather than remembered

/// SHA-256 spreads well: its first bytes are the table's hash.
struct FirstBytes {
  std::size_t operator()(const std::string& digest) const noexcept {
    return std::hash<std::string_view>()(std::string_view(digest).substr(0, sizeof(std::size_t)));
  }
};

std::string key_of(const Glimpse& glimpse) {
  std::string all(to_word(glimpse.written_by));
  all.append(1, '\0').append(glimpse.locale).append(1, '\0').append(glimpse.text);
  return crypto::sha256(all);
}

/// Two generations: when the young one is full it becomes the old one, and the old one is forgotten.
class Kept {
 public:
  explicit Kept(std::size_t texts) : texts_(texts) {}

  std::optional<Sight> find(const std::string& key) {
    const std::lock_guard lock(mutex_);
    if (const auto it = young_.find(key); it != young_.end()) return it->second;
    const auto it = old_.find(key);
    if (it == old_.end()) return std::nullopt;
    Sight sight = it->second;
    put(key, sight);
    return sight;
  }

  void keep(const std::string& key, const Sight& sight) {
    if (texts_ == 0 || sight.findings.size() > most_findings) return;
    const std::lock_guard lock(mutex_);
    put(key, sight);
  }

 private:
  void put(const std::string& key, const Sight& sight) {
    if (young_.size() >= texts_) old_ = std::exchange(young_, {});
    young_.insert_or_assign(key, sight);
  }

  using Table = std::unordered_map<std::string, Sight, FirstBytes>;
  const std::size_t texts_;
  std::mutex mutex_;
  Table young_, old_;
};

class Remembering final : public Detector {
 public:
  Remembering(std::unique_ptr<const Detector> detector, std::size_t texts)
      : detector_(std::move(detector)), kept_(texts) {}

  Result<Sight> look(const Glimpse& glimpse) const noexcept override {
    try {
      auto sight = alone(glimpse);
      if (sight && detect::repeats(glimpse.text, glimpse.earlier)) add_repetition(glimpse.written_by, *sight);
      return sight;
    } catch (...) {
      return Error{Fault::internal, "the detectors failed on a text; it is held for a person"};
    }
  }

 private:
  /// What the text shows by itself, whatever was said before it.
  [[nodiscard]] Result<Sight> alone(const Glimpse& glimpse) const {
    const auto key = key_of(glimpse);
    if (auto known = kept_.find(key)) return std::move(*known);
    auto sight = detector_->look({glimpse.text, glimpse.written_by, glimpse.locale, {}});
    if (sight) kept_.keep(key, *sight);
    return sight;
  }

  static void add_repetition(Author author, Sight& sight) {
    const bool customer = author == Author::customer;
    const std::string kind = customer ? "repeats_itself" : "repeats_reply";
    const auto after = std::find_if(sight.findings.begin(), sight.findings.end(), [&](const Finding& one) {
      return one.start != 0 || one.end != 0 || one.kind >= kind;
    });
    sight.findings.insert(after, {kind, 0, 0, 900});
    if (customer) sight.emotion = std::max(sight.emotion, Level::medium);
  }

  std::unique_ptr<const Detector> detector_;
  mutable Kept kept_;
};

}  // namespace

std::unique_ptr<const Detector> remembering(std::unique_ptr<const Detector> detector, std::size_t texts) {
  return std::make_unique<const Remembering>(std::move(detector), texts);
}

}  // namespace countersign
