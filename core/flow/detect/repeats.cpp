#include "flow/detect/repeats.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "flow/detect/text_view.hpp"

namespace countersign::detect {
namespace {

constexpr std::size_t most_words = 400;
constexpr std::size_t most_bytes = 16384;

struct Words {
  std::set<std::string> set;
  bool question = false;
};

Words words_of(std::string_view text) {
  std::size_t end = std::min(text.size(), most_bytes);
  while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  const auto folded = folded_view(text.substr(0, end)).text;
  Words words;
  std::string word;
  const auto finish = [&] {
    if (!word.empty() && words.set.size() < most_words) words.set.insert(word);
    word.clear();
  };
  for (const char c : folded) {
    if (c == '?') words.question = true;
    const bool part = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (static_cast<unsigned char>(c) & 0x80U) != 0;
    if (part) word += c;
    else finish();
  }
  finish();
  return words;
}

bool alike(const Words& a, const Words& b) {
  if (a.set == b.set) return a.set.size() >= 3 || (a.set.size() >= 2 && a.question);
  if (std::min(a.set.size(), b.set.size()) < 4) return false;
  const auto shared = static_cast<std::size_t>(
      std::count_if(a.set.begin(), a.set.end(), [&](const std::string& word) { return b.set.contains(word); }));
  return shared * 5 >= (a.set.size() + b.set.size() - shared) * 4;
}

}  // namespace

bool repeats(std::string_view text, const std::vector<std::string_view>& earlier) {
  const auto words = words_of(text);
  if (words.set.empty()) return false;
  constexpr std::size_t look_back = 50;
  const auto first = earlier.size() > look_back ? earlier.size() - look_back : 0;
  return std::any_of(earlier.begin() + static_cast<std::ptrdiff_t>(first), earlier.end(),
                     [&](std::string_view before) { return alike(words, words_of(before)); });
}

}  // namespace countersign::detect
