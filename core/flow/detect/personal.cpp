#include "flow/detect/personal.hpp"

#include <algorithm>
#include <map>

namespace countersign::detect {
namespace {

std::vector<PersonalPattern> all_patterns() {
  std::vector<PersonalPattern> all;
  // Phones come late: what a password or an identity number is must not become one. Cards before secrets: four of their
  // figures may stand behind "PIN"; secrets before addresses: "user:password@host" is no mailbox.
  for (const auto& table :
       {card_patterns(), secret_patterns(), address_patterns(), identity_patterns(), phone_patterns(), word_patterns()})
    all.insert(all.end(), table.begin(), table.end());
  return all;
}

const PatternSet& shared_set() {
  static const PatternSet made([] {
    std::vector<std::string> texts;
    for (const auto& pattern : built_in_patterns()) texts.emplace_back(pattern.pattern);
    return texts;
  }());
  return made;
}

/// Disjoint spans that are taken already, by start.
class Taken {
 public:
  [[nodiscard]] bool touches(std::size_t begin, std::size_t end) const {
    const auto after = spans_.lower_bound(end);
    return after != spans_.begin() && std::prev(after)->second > begin;
  }
  /// Where the span ends that `at` lies in, 0 when it lies in none.
  [[nodiscard]] std::size_t end_around(std::size_t at) const {
    const auto after = spans_.upper_bound(at);
    return after != spans_.begin() && std::prev(after)->second > at ? std::prev(after)->second : 0;
  }
  void add(std::size_t begin, std::size_t end) { spans_.emplace(begin, end); }

 private:
  std::map<std::size_t, std::size_t> spans_;
};

/// Behind the word or number that `at` is in: no other candidate starts inside it, and a megabyte of digits stays
/// linear.
std::size_t behind_word(std::string_view text, std::size_t at) {
  const auto part = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  ++at;
  while (at < text.size() && part(text[at - 1]) && part(text[at])) ++at;
  return at;
}

/// On to the next character boundary: RE2 goes on from a byte offset.
std::size_t boundary(std::string_view text, std::size_t at) {
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
  return at;
}

constexpr int most_asks = 8;

std::string ascii_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

}  // namespace

std::string Candidate::before(std::size_t count) const {
  const auto start = begin > count ? begin - count : 0;
  return ascii_lower(text.substr(start, begin - start));
}

std::string Candidate::after(std::size_t count) const { return ascii_lower(text.substr(end, count)); }

const std::vector<PersonalPattern>& built_in_patterns() {
  static const auto all = all_patterns();
  return all;
}

Personal::Personal() : set_(shared_set()) {}

Status Personal::look(const TextView& plain, std::string_view locale, std::vector<Finding>& findings) const {
  const auto hits = set_.hits(plain.text);
  if (!hits) return hits.error();
  Taken taken;
  int asks_left = most_asks;
  for (const int hit : *hits) {
    const auto index = static_cast<std::size_t>(hit);
    const auto& pattern = built_in_patterns()[index];
    std::size_t from = 0;
    while (const auto place = set_.next(hit, plain.text, from)) {
      if (const auto end = taken.end_around(place->first); end > 0) {  // no judge could keep it
        from = end;
        continue;
      }
      Candidate candidate{plain.text, place->first, place->second, locale, &asks_left};
      const int score = pattern.judge == nullptr ? 900 : pattern.judge(candidate);
      if (score == 0) from = boundary(plain.text, behind_word(plain.text, place->first));
      if (score == 0 || candidate.begin >= candidate.end || taken.touches(candidate.begin, candidate.end)) continue;
      taken.add(candidate.begin, candidate.end);
      from = std::min(from, boundary(plain.text, candidate.end));  // two cards in a row: the judge took less than matched
      const auto span = plain.original(candidate.begin, candidate.end);
      findings.push_back(
          {std::string(candidate.kind.empty() ? pattern.kind : candidate.kind), span.first, span.second, score});
    }
  }
  return {};
}

}  // namespace countersign::detect
