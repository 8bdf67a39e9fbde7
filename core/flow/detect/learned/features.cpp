#include "flow/detect/learned/features.hpp"

#include <algorithm>
#include <bitset>
#include <span>
#include <string>

#include "flow/detect/learned/ideas.hpp"

namespace countersign::detect::learned {
namespace {

constexpr std::size_t kLooked = 8192;
constexpr std::size_t kShortestPiece = 3;
constexpr std::size_t kLongestPiece = 4;
constexpr std::size_t kNearby = 6;  // words between which two ideas are taken together in their order
enum Kind : std::uint32_t {
  kWord = 1,
  kPair = 2,
  kPiece = 3,
  kFirst = 4,
  kLast = 5,
  kIdea = 6,
  kNear = 7,
  kTogether = 8
};

bool of_a_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '\'';
}

/// FNV-1a, then the finaliser of a 32-bit integer hash.
class Hash {
 public:
  explicit Hash(std::uint32_t kind) : hash_(kind * 0x9E3779B1U ^ 2166136261U) {}
  void take(char c) { hash_ = (hash_ ^ static_cast<unsigned char>(c)) * 16777619U; }
  [[nodiscard]] std::uint32_t done() const {
    std::uint32_t hash = hash_;
    hash = (hash ^ (hash >> 16U)) * 0x7FEB352DU;
    hash = (hash ^ (hash >> 15U)) * 0x846CA68BU;
    return hash ^ (hash >> 16U);
  }

 private:
  std::uint32_t hash_;
};

/// Each feature once, in the order of the text. One bit for each feature there can be; cleared feature by feature, so
/// that a short text costs little.
class Basket {
 public:
  Basket() : seen_(seen()) {}
  Basket(const Basket&) = delete;
  Basket& operator=(const Basket&) = delete;
  ~Basket() {
    for (const auto feature : taken_) seen_[feature / 64] = 0;
  }
  void put(std::uint32_t hash) {
    const std::uint32_t feature = hash & (kFeatures - 1);
    const std::uint64_t bit = std::uint64_t{1} << (feature % 64);
    if ((seen_[feature / 64] & bit) != 0) return;
    seen_[feature / 64] |= bit;
    taken_.push_back(feature);
  }
  [[nodiscard]] const std::vector<std::uint32_t>& taken() const { return taken_; }

 private:
  static std::vector<std::uint64_t>& seen() {
    static thread_local std::vector<std::uint64_t> bits(kFeatures / 64, 0);
    return bits;
  }
  std::vector<std::uint64_t>& seen_;
  std::vector<std::uint32_t> taken_;
};

void put_pieces(const std::string& whole, Basket& basket) {
  for (std::size_t at = 0; at + kShortestPiece <= whole.size(); ++at) {
    Hash hash(kPiece);
    const auto end = std::min(at + kLongestPiece, whole.size());
    for (std::size_t i = at; i < end; ++i) {
      hash.take(whole[i]);
      if (i + 1 - at >= kShortestPiece) basket.put(hash.done());
    }
  }
}

/// The ideas of a text, each alone, with every other, and in their order with those just before.
class Ideas {
 public:
  explicit Ideas(Basket& basket) : basket_(basket) {}
  void put(std::string_view word) {
    ++place_;
    for (const auto idea : ideas_of(word)) {
      basket_.put(numbered(0, idea, kIdea));
      for (const auto& [other, place] : lately_)
        if (other != idea && place < place_ && place_ - place <= kNearby) basket_.put(numbered(other, idea, kNear));
      put_together(idea);
      lately_.push_back({idea, place_});
    }
    std::erase_if(lately_, [this](const auto& one) { return place_ - one.second > kNearby; });
  }

 private:
  static std::uint32_t numbered(std::uint8_t one, std::uint8_t other, Kind kind) {
    const char both[] = {static_cast<char>(one), static_cast<char>(other)};
    return hashed({both, sizeof both}, kind);
  }
  void put_together(std::uint8_t idea) {
    if (seen_[idea]) return;
    for (std::size_t other = 0; other < seen_.size(); ++other)
      if (seen_[other]) {
        const auto before = static_cast<std::uint8_t>(other);
        basket_.put(numbered(std::min(before, idea), std::max(before, idea), kTogether));
      }
    seen_[idea] = true;
  }
  Basket& basket_;
  std::size_t place_ = 0;
  std::vector<std::pair<std::uint8_t, std::size_t>> lately_;
  std::bitset<kMostIdeas> seen_;
};

/// All numbers are one: "4711" says no more than "42". A word keeps its letters.
std::string without_digits(std::string_view word) {
  std::string out;
  for (const char c : word) {
    const bool digit = c >= '0' && c <= '9';
    if (!digit)
      out += c;
    else if (out.empty() || out.back() != '0')
      out += '0';
  }
  return out;
}

}  // namespace

std::uint32_t hashed(std::string_view bytes, std::uint32_t kind) {
  Hash hash(kind);
  for (const char c : bytes) hash.take(c);
  return hash.done();
}

std::vector<std::string_view> words_of(std::string_view folded) {
  std::vector<std::string_view> words;
  for (std::size_t i = 0; i < folded.size();) {
    std::size_t end = i;
    while (end < folded.size() && of_a_word(folded[end])) ++end;
    if (end == i && (folded[i] == '?' || folded[i] == '!')) ++end;
    if (end > i) words.push_back(folded.substr(i, end - i));
    i = std::max(end, i + 1);
  }
  return words;
}

std::vector<std::uint32_t> features_of(std::string_view folded) {
  Basket basket;
  Ideas ideas(basket);
  std::string before;
  for (const auto view : words_of(folded.substr(0, kLooked))) {
    const auto word = without_digits(view);
    basket.put(hashed(word, kWord));
    basket.put(before.empty() ? hashed(word, kFirst) : hashed(before + " " + word, kPair));
    put_pieces("<" + word + ">", basket);
    ideas.put(word);
    before = word;
  }
  if (!before.empty()) basket.put(hashed(before, kLast));
  return basket.taken();
}

}  // namespace countersign::detect::learned
