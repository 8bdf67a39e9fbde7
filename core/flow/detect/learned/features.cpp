#include "flow/detect/learned/features.hpp"

#include <algorithm>
#include <string>

namespace countersign::detect::learned {
namespace {

constexpr std::size_t kLooked = 8192;
constexpr std::size_t kShortestPiece = 3;
constexpr std::size_t kLongestPiece = 5;
enum Kind : std::uint32_t { kWord = 1, kPair = 2, kPiece = 3 };

bool of_a_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '\'';
}

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
  std::uint32_t hash = kind * 0x9E3779B1U ^ 2166136261U;  // FNV-1a, then the finaliser of a 32-bit integer hash
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  hash = (hash ^ (hash >> 16U)) * 0x7FEB352DU;
  hash = (hash ^ (hash >> 15U)) * 0x846CA68BU;
  return hash ^ (hash >> 16U);
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
  std::vector<std::uint32_t> features;
  std::string before = "<";
  for (const auto view : words_of(folded.substr(0, kLooked))) {
    const auto word = without_digits(view);
    features.push_back(hashed(word, kWord));
    features.push_back(hashed(before + " " + word, kPair));
    const std::string whole = "<" + word + ">";
    for (std::size_t length = kShortestPiece; length <= kLongestPiece; ++length)
      for (std::size_t at = 0; at + length <= whole.size(); ++at)
        features.push_back(hashed(std::string_view(whole).substr(at, length), kPiece));
    before = word;
  }
  std::sort(features.begin(), features.end());
  features.erase(std::unique(features.begin(), features.end()), features.end());
  return features;
}

}  // namespace countersign::detect::learned
