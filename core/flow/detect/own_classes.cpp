#include "flow/detect/own_classes.hpp"

#include <algorithm>

#include "flow/detect/checks.hpp"

namespace countersign::detect {
namespace {

constexpr std::size_t near_by = 60;
constexpr int most_places = 1000;

std::vector<std::string> patterns_of(const std::vector<policy::DataClass>& classes) {
  std::vector<std::string> patterns;
  for (const auto& one : classes) patterns.push_back(one.pattern);
  return patterns;
}

bool checksum_holds(const std::string& checksum, std::string_view written) {
  if (checksum == "luhn") return luhn(digits_of(written));
  if (checksum == "mod97") return mod97(written);
  return true;
}

/// Where the text near a place begins: never inside a word, so that the end of "remember" is not "member". A word of more
/// than twice that many bytes is none that anybody would write.
std::size_t near_from(std::string_view text, std::size_t at) {
  auto begin = at > near_by ? at - near_by : 0;
  for (std::size_t back = 0; begin > 0 && back < near_by && static_cast<unsigned char>(text[begin - 1]) > ' '; ++back) --begin;
  return begin;
}

/// On to the next character boundary: RE2 goes on from a byte offset.
std::size_t boundary(std::string_view text, std::size_t at) {
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
  return at;
}

}  // namespace

OwnClasses::OwnClasses(const std::vector<policy::DataClass>& classes) : set_(patterns_of(classes)) {
  for (const auto& one : classes) {
    classes_.push_back({one, {}});
    for (const auto& word : one.context) classes_.back().context.push_back(officers_word(word));
  }
}

bool OwnClasses::counts(const Class& one, std::string_view text, Span place) const {
  if (place.first >= place.second) return false;
  if (!checksum_holds(one.terms.checksum, text.substr(place.first, place.second - place.first))) return false;
  if (one.context.empty()) return true;
  const auto begin = boundary(text, near_from(text, place.first));
  const auto end = boundary(text, std::min(text.size(), place.second + near_by));
  const auto before = folded_view(text.substr(begin, place.first - begin)).text;
  const auto behind = folded_view(text.substr(place.second, end - place.second)).text;
  return std::any_of(one.context.begin(), one.context.end(), [&](const OfficersWord& word) {
    return word.stands_in(before) || word.stands_in(behind);
  });
}

void OwnClasses::look_for(int index, const TextView& plain, std::vector<Finding>& findings) const {
  const auto& one = classes_[static_cast<std::size_t>(index)];
  std::size_t from = 0;
  for (int places = 0; const auto place = set_.next(index, plain.text, from); ++places) {
    from = boundary(plain.text, from);
    const bool enough = places == most_places;
    if (!enough && !counts(one, plain.text, *place)) continue;
    const auto span = plain.original(place->first, enough ? plain.text.size() : place->second);
    findings.push_back({one.terms.id, span.first, span.second, 900});
    if (enough) return;
  }
}

Status OwnClasses::look(const TextView& plain, std::vector<Finding>& findings) const {
  const auto hits = set_.hits(plain.text);
  if (!hits) return hits.error();
  for (const int hit : *hits) look_for(hit, plain, findings);
  return {};
}

}  // namespace countersign::detect
