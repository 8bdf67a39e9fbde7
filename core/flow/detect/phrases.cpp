#include "flow/detect/phrases.hpp"

#include <algorithm>
#include <utility>

#include "flow/detect/commitment.hpp"
#include "flow/detect/learned/hearing.hpp"

namespace countersign::detect {
namespace {

std::vector<Rule> rules_of(Side side) {
  using Table = std::span<const Rule> (*)();
  static constexpr Table customer[] = {person_rules,   handover_rules, machine_rules, mood_rules,  temper_rules,
                                       welfare_rules,  hardship_rules, danger_rules,  legal_rules, court_rules,
                                       leaving_rules,  injection_rules, risk_rules};
  static constexpr Table outgoing[] = {commitment_rules, promise_rules, reply_rules, counsel_rules, refusal_rules, human_rules};
  std::vector<Rule> all;
  const auto add = [&all](Table table) { const auto rules = table(); all.insert(all.end(), rules.begin(), rules.end()); };
  if (side == Side::customer) std::for_each(std::begin(customer), std::end(customer), add);
  else std::for_each(std::begin(outgoing), std::end(outgoing), add);
  return all;
}

/// "commitment/money" -> "commitment": what a negation of one takes back is the whole family.
std::string_view family(std::string_view kind) { return kind.substr(0, kind.find('/')); }

constexpr int most_tries = 8;
constexpr std::size_t kRemembered = 4096;

/// No comma, colon or "but" between the two.
bool same_clause(std::string_view text, Span a, Span b) {
  if (b.first < a.first) std::swap(a, b);
  if (b.first <= a.second) return true;
  constexpr std::size_t first_word = 3;   // "and we" counts where the later one starts with "we"
  const auto between = text.substr(a.second, b.first - a.second + first_word);
  static const re2::RE2 border(R"([,:;()]\s|\s-+\s|\b(?:but|aber|mais|pero|ma|mas|maar|ale|however|and we|and i|so we|so i)\b)");
  return !re2::RE2::PartialMatch(re2::StringPiece(between.data(), between.size()), border);
}

std::vector<std::string> patterns_of(const std::vector<Rule>& rules) {
  std::vector<std::string> patterns;
  for (const auto& rule : rules) patterns.emplace_back(rule.pattern);
  return patterns;
}

}  // namespace

struct Phrases::Book {
  explicit Book(Side side) : rules(rules_of(side)), set(PatternSet::of_words(patterns_of(rules))) {}
  std::vector<Rule> rules;
  PatternSet set;   ///< pattern i is that of rule i
  mutable SentenceMemo memo{kRemembered};
};

const Phrases::Book& Phrases::book_of(Side side) {
  if (side == Side::customer) {
    static const Book customer(Side::customer);
    return customer;
  }
  static const Book outgoing(Side::outgoing);
  return outgoing;
}

Phrases::Phrases(Side side) : side_(side), book_(book_of(side)) {}

Result<Heard> Phrases::listen(const TextView& folded) const {
  Heard heard;
  for (const auto& where : sentences(folded.text)) {
    if (const auto status = sentence(folded, where, heard); !status) return status.error();
  }
  return heard;
}

std::vector<Phrases::TakenBack> Phrases::taken_back(const std::vector<int>& hits, std::string_view text) const {
  std::vector<TakenBack> found;
  for (const int hit : hits) {
    const auto index = static_cast<std::size_t>(hit);
    if (book_.rules[index].says == Says::found) continue;
    std::size_t from = 0;
    for (int count = 0; count < most_tries; ++count) {
      const auto place = book_.set.next(hit, text, from);
      if (!place) break;
      found.push_back({family(book_.rules[index].kind), *place, book_.rules[index].says == Says::not_so});
    }
  }
  return found;
}

/// The first place of a rule that no negation reaches. A match that starts early may swallow a negation of another clause,
/// so the next start is tried too.
std::optional<Span> Phrases::standing(int rule, std::string_view text, const std::vector<TakenBack>& back) const {
  const auto kind = family(book_.rules[static_cast<std::size_t>(rule)].kind);
  std::size_t from = 0;
  for (int count = 0; count < most_tries; ++count) {
    const auto place = book_.set.next(rule, text, from);
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

Result<Known> Phrases::known(std::string_view text) const {
  const auto key = SentenceMemo::key_of(text);
  if (auto before = book_.memo.find(key)) return std::move(*before);
  auto hits = book_.set.hits(text);
  if (!hits) return hits.error();
  Known made{std::move(*hits), learned::hearing_of(side_, text)};
  book_.memo.keep(key, made);
  return made;
}

Status Phrases::sentence(const TextView& folded, Span where, Heard& heard) const {
  const auto text = std::string_view(folded.text).substr(where.first, where.second - where.first);
  const auto known = this->known(text);
  if (!known) return known.error();
  const auto back = taken_back(known->hits, text);
  for (const int hit : known->hits) {
    const auto index = static_cast<std::size_t>(hit);
    const auto& rule = book_.rules[index];
    if (rule.says != Says::found) continue;
    if (rule.kind == "risk/high") heard.risk = Level::high;
    if (rule.kind == "risk/medium") heard.may_cost = true;
    if (family(rule.kind) == "risk") continue;
    const auto& denied = known->hearing.denied;
    if (std::find(denied.begin(), denied.end(), rule.kind) != denied.end()) continue;
    const auto place = standing(hit, text, back);
    if (!place) continue;
    // Of a promise people must see all that is promised: its whole sentence.
    const bool promise = family(rule.kind) == "commitment";
    const auto span = promise ? folded.original(where.first, where.second)
                              : folded.original(where.first + place->first, where.first + place->second);
    Finding finding{std::string(family(rule.kind)), span.first, span.second, rule.score};
    if (finding.kind == "commitment") finding.commitment = read_commitment(rule.kind.substr(finding.kind.size() + 1), text);
    heard.add(std::move(finding));
  }
  overhear(folded, where, known->hearing.likely, back, heard);
  return {};
}

/// What the words leave unsaid or take back stands as they say.
void Phrases::overhear(const TextView& folded, Span where, const std::vector<learned::Overheard>& overheard,
                       const std::vector<TakenBack>& back, Heard& heard) {
  const auto text = std::string_view(folded.text).substr(where.first, where.second - where.first);
  const auto begin = folded.original(where.first, where.second).first;
  // From the end: those of this sentence came last. A text may have tens of thousands of findings.
  const auto here = [&](std::string_view kind) {
    for (auto other = heard.findings.rbegin(); other != heard.findings.rend() && other->start >= begin; ++other)
      if (other->kind == kind) return true;
    return false;
  };
  const bool asks_if_ai = here("asks_if_ai");
  const bool discloses_ai = here("discloses_ai");
  for (const auto& one : overheard) {
    const auto same = [&](const auto& other) { return other.kind == one.kind; };
    if (std::any_of(back.begin(), back.end(), same) || heard.kinds.contains(one.kind)) continue;
    // "Is a real person there?" asks what is there; what a rule hears as a request is one all the same.
    if (one.kind == "asks_for_person" && asks_if_ai) continue;
    if (one.kind == "pretends_to_be_human" && discloses_ai) continue;  // nor is "I am a program, not a person" a claim
    const auto span = folded.original(where.first, where.second);
    Finding finding{std::string(one.kind), span.first, span.second, one.score};
    if (finding.kind == "commitment") finding.commitment = unnamed_commitment(text);
    heard.add(std::move(finding));
  }
}

}  // namespace countersign::detect
