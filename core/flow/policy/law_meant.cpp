// Which key of the law table somebody meant who cites a law as people do: "GDPR Art. 22", "§ 13-77-103", "AI Act
// 50(1)".
#include <algorithm>
#include <array>
#include <set>

#include "flow/detect/text_view.hpp"
#include "flow/policy/reading.hpp"

namespace countersign::policy {
namespace {

/// Words of a citation that stand in no key, and other names of the same law.
constexpr auto kSaidBefore = std::to_array<std::string_view>(
    {"art",     "arts",     "article", "articles",   "artikel", "articulo", "articolo", "artigo", "artykul",
     "section", "sections", "sec",     "sect",       "abs",     "absatz",   "par",      "para",   "paragraph",
     "no",      "nr",       "reg",     "regulation", "the",     "of",       "and"});
constexpr std::pair<std::string_view, std::string_view> kOtherNames[] = {
    {"dsgvo", "gdpr"}, {"rgpd", "gdpr"},   {"avg", "gdpr"}, {"rodo", "gdpr"}, {"ki", "ai"},    {"california", "ca"},
    {"utah", "ut"},    {"colorado", "co"}, {"maine", "me"}, {"york", "ny"},   {"jersey", "nj"}};

std::set<std::string> tokens(std::string_view text) {
  std::set<std::string> all;
  std::string word;
  const auto end = [&] {
    for (const auto& [other, own] : kOtherNames)
      if (word == other) word = own;
    if (!word.empty() && std::find(kSaidBefore.begin(), kSaidBefore.end(), word) == kSaidBefore.end()) all.insert(word);
    word.clear();
  };
  bool figure = false;
  for (const char c : std::string(detect::folded_view(text).text)) {
    const bool digit = c >= '0' && c <= '9';
    const bool letter = c >= 'a' && c <= 'z';
    if (digit && !figure && !word.empty()) end();  // "Art22" as "Art 22"; but "22a" is one
    if (digit || letter)
      word += c;
    else
      end();
    figure = digit;
  }
  end();
  return all;
}

int likeness(const std::set<std::string>& written, const std::set<std::string>& key) {
  int common = 0;
  bool a_name = false;
  for (const auto& one : written)
    if (key.contains(one)) {
      ++common;
      a_name = a_name || one[0] >= 'a';
    }
  const int more = static_cast<int>(written.size() + key.size()) - 2 * common;
  return a_name ? 2 * common - more : 0;
}

}  // namespace

std::string law_meant(std::string_view written, const std::vector<std::string_view>& keys) {
  if (written.size() > 200) return "";
  const auto words = tokens(written);
  int best = 0;
  std::string found;
  for (const auto key : keys) {
    const int like = likeness(words, tokens(key));
    if (like <= 0 || like < best) continue;
    found = like > best ? std::string(key) : found + " or " + std::string(key);
    best = like;
  }
  return found;
}

}  // namespace countersign::policy
