#include "flow/detect/repeats.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "flow/detect/text_view.hpp"

namespace countersign::detect {
namespace {

constexpr std::size_t most_words = 400;
constexpr std::size_t most_bytes = 16384;

/// The distinct words of a text, sorted; they are views into `folded`.
struct Words {
  explicit Words(std::string_view text);
  Words(const Words&) = delete;
  Words& operator=(const Words&) = delete;

  std::string folded;
  std::vector<std::string_view> set;
  bool question = false;
};

std::vector<std::string_view> words_in(std::string_view folded) {
  std::vector<std::string_view> words;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= folded.size(); ++i) {
    const char c = i < folded.size() ? folded[i] : ' ';
    const bool part = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (static_cast<unsigned char>(c) & 0x80U) != 0;
    if (part) continue;
    if (i > begin) words.push_back(folded.substr(begin, i - begin));
    begin = i + 1;
  }
  return words;
}

Words::Words(std::string_view text) {
  std::size_t end = std::min(text.size(), most_bytes);
  while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  folded = folded_view(text.substr(0, end)).text;
  question = folded.find('?') != std::string::npos;
  set = words_in(folded);
  if (set.size() > most_words) {  // the first that many different ones count
    std::set<std::string_view> first;
    for (auto word = set.begin(); word != set.end() && first.size() < most_words; ++word) first.insert(*word);
    set.assign(first.begin(), first.end());
    return;
  }
  std::sort(set.begin(), set.end());
  set.erase(std::unique(set.begin(), set.end()), set.end());
}

bool alike(const Words& a, const Words& b) {
  if (a.set == b.set) return a.set.size() >= 3 || (a.set.size() >= 2 && a.question);
  if (std::min(a.set.size(), b.set.size()) < 4) return false;
  const auto shared = static_cast<std::size_t>(std::count_if(a.set.begin(), a.set.end(), [&](std::string_view word) {
    return std::binary_search(b.set.begin(), b.set.end(), word);
  }));
  return shared * 5 >= (a.set.size() + b.set.size() - shared) * 4;
}

}  // namespace

bool repeats(std::string_view text, const std::vector<std::string_view>& earlier) {
  if (earlier.empty()) return false;
  const Words words(text);
  if (words.set.empty()) return false;
  constexpr std::size_t look_back = 50;
  const auto first = earlier.size() > look_back ? earlier.size() - look_back : 0;
  return std::any_of(earlier.begin() + static_cast<std::ptrdiff_t>(first), earlier.end(),
                     [&](std::string_view before) { return alike(words, Words(before)); });
}

}  // namespace countersign::detect
