#include "flow/detect/names/people.hpp"

#include <algorithm>

#include <re2/re2.h>

#include "flow/detect/names/model.hpp"

namespace countersign::detect::names {
namespace {

bool in_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/// Without the signs at its ends.
Span trimmed(std::string_view text, Span span) {
  while (span.first < span.second && !in_word(text[span.first])) ++span.first;
  while (span.first < span.second && !in_word(text[span.second - 1])) --span.second;
  return span;
}

/// One letter, or one letter and a sign, names nobody.
bool too_short(Span span) { return span.second < span.first + 2; }

/// "12,99 EUR", "45 678 kWh", "12/27": a sum, a measure or two numbers, nowhere to live.
bool no_place(std::string_view span) {
  static const re2::RE2 sum(
      R"((?i)\d\s?(?:€|eur|euros?|usd|gbp|chf|pln|zł|dollars?|pounds?|kwh|mwh|kw|km|kg|cm|mm|ml|gb|mb)$|^\d{1,3}\s?[/.,:]\s?\d{1,3}$)");
  return re2::RE2::PartialMatch(re2::StringPiece(span.data(), span.size()), sum);
}

/// Disjoint spans in order, asked about in order.
class Taken {
 public:
  explicit Taken(std::vector<Span> spans) : spans_(std::move(spans)) { std::sort(spans_.begin(), spans_.end()); }
  /// The longest part of `span` that nothing takes.
  Span free_part(Span span) {
    while (at_ < spans_.size() && spans_[at_].second <= span.first) ++at_;
    Span best{span.first, span.first};
    auto begin = span.first;
    const auto keep = [&](std::uint32_t end) {
      if (end > begin && end - begin > best.second - best.first) best = {begin, end};
    };
    for (auto i = at_; i < spans_.size() && spans_[i].first < span.second; ++i) {
      keep(spans_[i].first);
      begin = std::max(begin, spans_[i].second);
    }
    keep(span.second);
    return best;
  }

 private:
  std::vector<Span> spans_;
  std::size_t at_ = 0;
};

bool of_people(const Finding& finding) { return finding.kind == "person_name" || finding.kind == "address"; }

/// Takes the patterns' findings that touch a tagged one out of `findings`; their certainty goes over to it.
void settle(std::vector<Finding>& tagged, std::vector<Finding>& findings) {
  const auto replaced = [&](const Finding& finding) {
    if (!of_people(finding)) return false;
    auto other = std::upper_bound(tagged.begin(), tagged.end(), finding.start,
                                  [](std::uint32_t start, const Finding& one) { return start < one.end; });
    if (other == tagged.end() || other->start >= finding.end) return false;
    if (other->kind == finding.kind) other->score = std::max(other->score, finding.score);
    return true;
  };
  findings.erase(std::remove_if(findings.begin(), findings.end(), replaced), findings.end());
}

}  // namespace

People::People(const std::vector<policy::DataClass>& own) {
  for (const auto& data : own) own_.push_back(data.id);
}

bool People::is_own(std::string_view kind) const { return std::find(own_.begin(), own_.end(), kind) != own_.end(); }

void People::look(std::string_view text, const TextView& plain, std::vector<Finding>& findings) const {
  std::vector<Tagged> places;
  tagger().look(plain.text, places);
  if (places.empty()) return;
  std::vector<Span> others;
  for (const auto& finding : findings) {
    if (!of_people(finding) && !is_own(finding.kind)) others.emplace_back(finding.start, finding.end);
  }
  Taken taken(std::move(others));
  std::vector<Finding> tagged;
  for (const auto& place : places) {
    const auto span = trimmed(text, taken.free_part(plain.original(place.begin, place.end)));
    const bool again = !tagged.empty() && span.first < tagged.back().end;  // both within one character of the original
    if (too_short(span) || again) continue;
    if (!place.name && no_place(text.substr(span.first, span.second - span.first))) continue;
    tagged.push_back({place.name ? "person_name" : "address", span.first, span.second, learned_score});
  }
  settle(tagged, findings);
  findings.insert(findings.end(), tagged.begin(), tagged.end());
}

}  // namespace countersign::detect::names
