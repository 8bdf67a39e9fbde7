#include "flow/grounding/support.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <unordered_set>

#include "flow/detect/rhetorical.hpp"
#include "flow/detect/text_view.hpp"
#include "flow/grounding/known.hpp"
#include "flow/grounding/sentences.hpp"
#include "flow/grounding/terms.hpp"

namespace countersign::grounding {
namespace {

constexpr double kEnough = 0.6;          // of a sentence's content must be known,
constexpr double kFromOneSource = 0.4;   // and so much of it in one place of one source
constexpr double kAlsoDenied = 0.5;      // of the best sentence's share: one like it that denies (or does not) too
constexpr int kShortGreeting = 6;        // words; "Dear Ms Keller,"
constexpr std::size_t kLongEnough = 12;  // bytes; anything shorter may stand anywhere
constexpr int kNear = 1;                 // sentences before and behind that still are the same place

bool hard(TermKind kind) { return kind >= TermKind::number; }

/// One sentence against all that is known.
class Judge {
 public:
  Judge(const Known& known, Said said, bool question) : known_(known), said_(std::move(said)), question_(question) {
    for (const auto& term : said_.terms) {
      if (term.kind == TermKind::courtesy) continue;
      if (hard(term.kind) && term.kind != TermKind::name) ++exact_;
      if (!seen_.insert(term.key).second) continue;
      content_.push_back(term);
      total_ += known_.weight(term.key);
    }
  }

  void decide(Sentence& sentence) {
    if (claims_nothing()) {
      sentence.rests = Rests::nothing;
      return;
    }
    weigh();
    sentence.share = static_cast<int>(std::lround(best_ * 1000));
    if (said_.restates && said_by_customer()) {
      sentence.rests = Rests::customer;
      return;
    }
    std::string why = "too little of it stands in any source";
    for (const auto& [share, source] : ranked()) {
      if (share < kFromOneSource || with_customer(source) < kEnough) continue;
      if (auto doubt = doubt_about(source); !doubt.empty()) {
        why = doubt;
        continue;
      }
      sentence.sources.push_back(source);
    }
    if (sentence.sources.empty())
      sentence.why = why;
    else
      sentence.rests = Rests::source;
  }

 private:
  /// A place in a source: a sentence with its neighbours.
  struct Place {
    double share = 0;
    int line = -1;
  };

  [[nodiscard]] bool claims_nothing() const {
    if (exact_ > 0) return question_ && all_said_by_customer_exactly();
    const bool names_only =
        std::all_of(content_.begin(), content_.end(), [](const Term& term) { return term.kind == TermKind::name; });
    // "Hello Ana, thank you for your message."; in German also "Guten Tag Frau Keller", where every noun is a capital.
    return content_.empty() || question_ || (said_.greets && (names_only || said_.words <= kShortGreeting));
  }

  /// A question may name again what the customer named; with a number of its own it claims something.
  [[nodiscard]] bool all_said_by_customer_exactly() const {
    return std::all_of(content_.begin(), content_.end(), [&](const Term& term) {
      return !hard(term.kind) || term.kind == TermKind::name || known_.by_customer(term.key);
    });
  }

  [[nodiscard]] bool said_by_customer() const {
    double known = 0;
    for (const auto& term : content_) {
      if (known_.by_customer(term.key)) known += known_.weight(term.key);
      if (hard(term.kind) && !known_.by_customer(term.key)) return false;
    }
    return known >= kEnough * total_;
  }

  /// For each line of the sources, how much of the sentence stands in it and next to it.
  void weigh() {
    const auto& lines = known_.lines();
    const int count = static_cast<int>(lines.size());
    alone_.assign(lines.size(), 0);
    std::vector<double> around(lines.size(), 0);
    for (const auto& term : content_) {
      const double weight = known_.weight(term.key);
      int counted_until = -1;  // the last line that counted this term already
      for (const int i : known_.lines_with(term.key)) {
        alone_[static_cast<std::size_t>(i)] += weight;
        for (int k = std::max(i - kNear, counted_until + 1); k <= i + kNear && k < count; ++k) {
          if (lines[static_cast<std::size_t>(k)].source != lines[static_cast<std::size_t>(i)].source) continue;
          around[static_cast<std::size_t>(k)] += weight;
          counted_until = k;
        }
      }
    }
    places_.assign(static_cast<std::size_t>(known_.sources()), {});
    for (std::size_t i = 0; i < lines.size(); ++i) {
      auto& place = places_[static_cast<std::size_t>(lines[i].source)];
      const double share = total_ > 0 ? around[i] / total_ : 0;
      if (share > place.share || place.line < 0) place = {share, static_cast<int>(i)};
      best_ = std::max(best_, share);
    }
  }

  [[nodiscard]] std::vector<std::pair<double, int>> ranked() const {
    std::vector<std::pair<double, int>> all;
    for (int i = 0; i < known_.sources(); ++i) all.emplace_back(places_[static_cast<std::size_t>(i)].share, i);
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    return all;
  }

  /// The share when what the customer named (their order, their words for it) counts too.
  [[nodiscard]] double with_customer(int source) const {
    if (known_.lines().empty()) return 0;
    const auto& place = places_[static_cast<std::size_t>(source)];
    double known = 0;
    for (const auto& term : content_)
      if (stands_near(place.line, term.key) || known_.by_customer(term.key)) known += known_.weight(term.key);
    return total_ > 0 ? known / total_ : 1;
  }

  [[nodiscard]] bool stands_near(int line, std::uint64_t key) const {
    const auto& lines = known_.lines();
    const auto& all = known_.lines_with(key);
    return std::any_of(all.begin(), all.end(), [&](int one) {
      return std::abs(one - line) <= kNear &&
             lines[static_cast<std::size_t>(one)].source == lines[static_cast<std::size_t>(line)].source;
    });
  }

  /// Why it does not rest on this source although its words stand there; "" when it does.
  [[nodiscard]] std::string doubt_about(int source) const {
    for (const auto& term : content_) {
      const bool there = known_.in_source(source, term.key);
      if (term.kind == TermKind::measure && !there) return "a number with its unit stands in no source that fits";
      const bool named = there || known_.by_customer(term.key);
      if (term.kind == TermKind::number && !named) return "a number stands in no source that fits";
      if (term.kind == TermKind::code && !named) return "a code or an address stands in no source that fits";
      if (term.kind == TermKind::name && !named) return "a name stands in no source that fits";
    }
    return denied_alike(source) ? "" : "the source that fits does not deny it, or does and the sentence does not";
  }

  [[nodiscard]] bool denied_alike(int source) const {
    const auto& lines = known_.lines();
    const int at = places_[static_cast<std::size_t>(source)].line;
    double best = 0;
    double alike = 0;
    for (int k = std::max(0, at - kNear); k <= at + kNear && k < static_cast<int>(lines.size()); ++k) {
      const auto i = static_cast<std::size_t>(k);
      if (lines[i].source != source) continue;
      best = std::max(best, alone_[i]);
      if (lines[i].negated == said_.negated) alike = std::max(alike, alone_[i]);
    }
    return alike > 0 && alike >= kAlsoDenied * best;
  }

  const Known& known_;
  Said said_;
  bool question_;
  int exact_ = 0;  ///< numbers, measures and codes
  std::unordered_set<std::uint64_t> seen_;
  std::vector<Term> content_;
  double total_ = 0;
  double best_ = 0;
  std::vector<double> alone_;  ///< weight of the sentence in each line by itself
  std::vector<Place> places_;  ///< the best of each source
};

/// Said word for word there: nothing need be compared.
bool verbatim(std::string_view words, const Basis& basis, Sentence& sentence) {
  if (words.size() < kLongEnough) return false;
  for (std::size_t i = 0; i < basis.sources.size(); ++i)
    if (head(basis.sources[i]).find(words) != std::string_view::npos) sentence.sources.push_back(static_cast<int>(i));
  if (sentence.sources.empty()) return false;
  sentence.rests = Rests::source;
  sentence.share = 1000;
  return true;
}

bool asks(std::string_view sentence) {
  while (!sentence.empty() && std::string_view("\"')]").find(sentence.back()) != std::string_view::npos)
    sentence.remove_suffix(1);
  // A question that is put as a claim ("Did you know that ...?") is judged like any other sentence.
  return sentence.ends_with('?') && detect::only_asks(detect::folded_view(sentence).text);
}

}  // namespace

std::string_view to_word(Rests rests) {
  switch (rests) {
    case Rests::source:
      return "source";
    case Rests::customer:
      return "customer";
    case Rests::nothing:
      return "no_claim";
    case Rests::none:
      break;
  }
  return "none";
}

std::vector<Sentence> ground(std::string_view text, const Basis& basis) {
  const auto read = head(text);
  const auto spans = sentences_of(read, kMostSentences);
  std::vector<Said> said;
  for (const auto& [start, end] : spans) said.push_back(terms_of(read.substr(start, end - start), basis.language));
  const Known known(basis, said);
  std::vector<Sentence> sentences;
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const auto [start, end] = spans[i];
    Sentence sentence;
    sentence.start = static_cast<std::uint32_t>(start);
    sentence.end = static_cast<std::uint32_t>(end);
    const auto words = read.substr(start, end - start);
    if (!verbatim(words, basis, sentence)) Judge(known, std::move(said[i]), asks(words)).decide(sentence);
    sentences.push_back(std::move(sentence));
  }
  const std::size_t end_of_last = spans.empty() ? 0 : spans.back().second;
  if (text.find_first_not_of(" \n\r\t", end_of_last) != std::string_view::npos) {
    Sentence rest;
    rest.start = static_cast<std::uint32_t>(end_of_last);
    rest.end = static_cast<std::uint32_t>(text.size());
    rest.why = "the text is too long to be looked at to its end";
    sentences.push_back(std::move(rest));
  }
  return sentences;
}

Counts counts_of(const std::vector<Sentence>& sentences) {
  Counts counts;
  for (const auto& one : sentences) {
    ++counts.sentences;
    if (one.rests == Rests::source) ++counts.source;
    if (one.rests == Rests::customer) ++counts.customer;
    if (one.rests == Rests::nothing) ++counts.nothing;
    if (one.rests == Rests::none) ++counts.none;
  }
  return counts;
}

}  // namespace countersign::grounding
