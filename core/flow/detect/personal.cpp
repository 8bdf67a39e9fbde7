#include "flow/detect/personal.hpp"

#include <algorithm>
#include <map>

#include "flow/detect/checks.hpp"

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

std::vector<std::string> texts_of(const std::vector<PersonalPattern>& patterns,
                                  const std::vector<policy::DataClass>& own) {
  std::vector<std::string> texts;
  for (const auto& pattern : patterns) texts.emplace_back(pattern.pattern);
  for (const auto& data : own) texts.push_back(data.pattern);
  return texts;
}

/// Disjoint spans that are taken already, by start.
class Taken {
 public:
  [[nodiscard]] bool touches(std::size_t begin, std::size_t end) const {
    const auto after = spans_.lower_bound(end);
    return after != spans_.begin() && std::prev(after)->second > begin;
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

constexpr std::size_t near_by = 60;
constexpr int most_asks = 8;

bool checksum_holds(const policy::DataClass& data, std::string_view written) {
  if (data.checksum == "luhn") return luhn(digits_of(written));
  if (data.checksum == "mod97") return mod97(written);
  return true;
}

bool context_holds(const policy::DataClass& data, std::string_view text, Span place) {
  if (data.context.empty()) return true;
  const auto begin = boundary(text, place.first > near_by ? place.first - near_by : 0);
  const auto end = boundary(text, std::min(text.size(), place.second + near_by));
  const auto around = folded_view(text.substr(begin, end - begin)).text;
  return std::any_of(data.context.begin(), data.context.end(),
                     [&](const std::string& word) { return around.find(folded_view(word).text) != std::string::npos; });
}

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

Personal::Personal(const std::vector<policy::DataClass>& own)
    : patterns_(all_patterns()), own_(own), set_(texts_of(patterns_, own_)) {}

void Personal::look_for_own(std::size_t index, const TextView& plain, std::vector<Finding>& findings) const {
  const auto& data = own_[index];
  std::size_t from = 0;
  while (const auto place = set_.next(static_cast<int>(patterns_.size() + index), plain.text, from)) {
    from = boundary(plain.text, from);
    const auto written = std::string_view(plain.text).substr(place->first, place->second - place->first);
    if (written.empty() || !checksum_holds(data, written) || !context_holds(data, plain.text, *place)) continue;
    const auto span = plain.original(place->first, place->second);
    findings.push_back({data.id, span.first, span.second, 900});
  }
}

Status Personal::look(const TextView& plain, std::string_view locale, std::vector<Finding>& findings) const {
  const auto hits = set_.hits(plain.text);
  if (!hits) return hits.error();
  Taken taken;
  int asks_left = most_asks;
  for (const int hit : *hits) {
    const auto index = static_cast<std::size_t>(hit);
    if (index >= patterns_.size()) {
      look_for_own(index - patterns_.size(), plain, findings);
      continue;
    }
    const auto& pattern = patterns_[index];
    std::size_t from = 0;
    while (const auto place = set_.next(hit, plain.text, from)) {
      Candidate candidate{plain.text, place->first, place->second, locale, &asks_left};
      const int score = pattern.judge == nullptr ? 900 : pattern.judge(candidate);
      if (score == 0) from = boundary(plain.text, behind_word(plain.text, place->first));
      if (score == 0 || candidate.begin >= candidate.end || taken.touches(candidate.begin, candidate.end)) continue;
      taken.add(candidate.begin, candidate.end);
      const auto span = plain.original(candidate.begin, candidate.end);
      findings.push_back(
          {std::string(candidate.kind.empty() ? pattern.kind : candidate.kind), span.first, span.second, score});
    }
  }
  return {};
}

}  // namespace countersign::detect
