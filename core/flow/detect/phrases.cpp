#include "flow/detect/phrases.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <utility>

#include "flow/detect/commitment.hpp"

namespace countersign::detect {
namespace {

std::vector<Rule> rules_of(Side side) {
  using Table = std::span<const Rule> (*)();
  static constexpr Table customer[] = {person_rules,   handover_rules, machine_rules, mood_rules,  temper_rules,
                                       welfare_rules,  hardship_rules, danger_rules,  legal_rules, court_rules,
                                       leaving_rules,  injection_rules, risk_rules};
  static constexpr Table outgoing[] = {commitment_rules, promise_rules, reply_rules, counsel_rules, human_rules};
  std::vector<Rule> all;
  const auto add = [&all](Table table) { const auto rules = table(); all.insert(all.end(), rules.begin(), rules.end()); };
  if (side == Side::customer) std::for_each(std::begin(customer), std::end(customer), add);
  else std::for_each(std::begin(outgoing), std::end(outgoing), add);
  return all;
}

/// Whether an officer's word counts only at the start of a word: scripts without spaces have none.
bool has_spaces(const std::string& folded) {
  static const re2::RE2 spaced(R"(^[\p{Latin}\p{Cyrillic}\p{Greek}\d])");
  return re2::RE2::PartialMatch(folded, spaced);
}

bool inside_a_word(std::string_view text, std::size_t at) {
  if (at == 0) return false;
  auto before = static_cast<std::int32_t>(at);
  UChar32 c = 0;
  U8_PREV_OR_FFFD(text.data(), 0, before, c);
  return (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_N_MASK)) != 0;
}

/// The set found `word` somewhere; here its place is looked at, which as a part of the pattern would make each word a
/// hundred times larger (every letter and digit of Unicode) and the start of the gateway slow.
bool counts_here(std::string_view text, std::string_view word, bool at_start) {
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1))
    if (!at_start || !inside_a_word(text, at)) return true;
  return false;
}

/// "commitment/money" -> "commitment": what a negation of one takes back is the whole family.
std::string_view family(std::string_view kind) { return kind.substr(0, kind.find('/')); }

constexpr int most_tries = 8;

/// No comma, colon or "but" between the two.
bool same_clause(std::string_view text, Span a, Span b) {
  if (b.first < a.first) std::swap(a, b);
  if (b.first <= a.second) return true;
  constexpr std::size_t first_word = 3;   // "and we" counts where the later one starts with "we"
  const auto between = text.substr(a.second, b.first - a.second + first_word);
  static const re2::RE2 border(R"([,:;()]\s|\s-+\s|\b(?:but|aber|mais|pero|ma|mas|maar|ale|however|and we|and i|so we|so i)\b)");
  return !re2::RE2::PartialMatch(re2::StringPiece(between.data(), between.size()), border);
}

}  // namespace

Phrases::Phrases(Side side, const std::vector<policy::Topic>& topics) : rules_(rules_of(side)), topics_(topics) {
  std::vector<std::string> patterns;
  for (const auto& rule : rules_) patterns.emplace_back(rule.pattern);
  for (std::size_t topic = 0; topic < topics_.size(); ++topic) {
    for (const auto& word : topics_[topic].words) {
      auto folded = folded_view(word).text;
      if (folded.empty()) continue;
      patterns.push_back(re2::RE2::QuoteMeta(folded));
      const bool at_start = has_spaces(folded);
      words_.push_back({topic, std::move(folded), at_start});
    }
  }
  set_ = std::make_unique<PatternSet>(patterns, rules_.size());
}

Result<Heard> Phrases::listen(const TextView& folded) const {
  Heard heard;
  std::vector<int> counts(topics_.size(), 0);
  for (const auto& where : sentences(folded.text)) {
    if (const auto status = sentence(folded, where, heard, counts); !status) return status.error();
  }
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < topics_.size(); ++i) if (counts[i] > 0) order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return counts[a] != counts[b] ? counts[a] > counts[b] : topics_[a].id < topics_[b].id;
  });
  for (const auto i : order) {
    heard.topics.push_back(topics_[i].id);
    heard.risk = std::max(heard.risk, topics_[i].risk);
  }
  return heard;
}

std::vector<Phrases::TakenBack> Phrases::taken_back(const std::vector<int>& hits, std::string_view text) const {
  std::vector<TakenBack> found;
  for (const int hit : hits) {
    const auto index = static_cast<std::size_t>(hit);
    if (index >= rules_.size() || rules_[index].says == Says::found) continue;
    std::size_t from = 0;
    for (int count = 0; count < most_tries; ++count) {
      const auto place = set_->next(hit, text, from);
      if (!place) break;
      found.push_back({family(rules_[index].kind), *place, rules_[index].says == Says::not_so});
    }
  }
  return found;
}

/// The first place of a rule that no negation reaches. A match that starts early may swallow a negation of another clause,
/// so the next start is tried too.
std::optional<Span> Phrases::standing(int rule, std::string_view text, const std::vector<TakenBack>& back) const {
  const auto kind = family(rules_[static_cast<std::size_t>(rule)].kind);
  std::size_t from = 0;
  for (int count = 0; count < most_tries; ++count) {
    const auto place = set_->next(rule, text, from);
    if (!place) return std::nullopt;
    const bool gone = std::any_of(back.begin(), back.end(), [&](const TakenBack& other) {
      return other.kind == kind && (other.everywhere || same_clause(text, *place, other.where));
    });
    if (!gone) return place;
    from = place->first + 1;
    while (from < text.size() && (static_cast<unsigned char>(text[from]) & 0xC0U) == 0x80U) ++from;
  }
  return std::nullopt;
}

Status Phrases::sentence(const TextView& folded, Span where, Heard& heard, std::vector<int>& counts) const {
  const auto text = std::string_view(folded.text).substr(where.first, where.second - where.first);
  const auto hits = set_->hits(text);
  if (!hits) return hits.error();
  const auto back = taken_back(*hits, text);
  for (const int hit : *hits) {
    const auto index = static_cast<std::size_t>(hit);
    if (index >= rules_.size()) {
      const auto& word = words_[index - rules_.size()];
      if (counts_here(text, word.folded, word.at_start)) ++counts[word.topic];
      continue;
    }
    const auto& rule = rules_[index];
    if (rule.says != Says::found) continue;
    if (rule.kind == "risk/high") heard.risk = Level::high;
    if (rule.kind == "risk/medium") heard.may_cost = true;
    if (family(rule.kind) == "risk") continue;
    const auto place = standing(hit, text, back);
    if (!place) continue;
    // Of a promise people must see all that is promised: its whole sentence.
    const bool promise = family(rule.kind) == "commitment";
    const auto span = promise ? folded.original(where.first, where.second)
                              : folded.original(where.first + place->first, where.first + place->second);
    Finding finding{std::string(family(rule.kind)), span.first, span.second, rule.score};
    if (finding.kind == "commitment") finding.commitment = read_commitment(rule.kind.substr(finding.kind.size() + 1), text);
    heard.findings.push_back(std::move(finding));
  }
  return {};
}

}  // namespace countersign::detect
