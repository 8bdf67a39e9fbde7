#include "index.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "words.hpp"

namespace knowledge {
namespace {

constexpr double kTitleShare = 0.6;       // of a title's terms that the question must hold
constexpr double kWholeShare = 0.5;       // of the whole message's terms, so that no second matter is passed over
constexpr double kNearShare = 0.5;        // of the message's terms, to be passed on to an agent at all
constexpr double kMargin = 1.05;          // how much better than the runner-up
constexpr std::size_t kWholeBody = 1500;  // bytes; longer articles answer with one paragraph
constexpr int kTitleWeight = 3;

std::set<std::string> to_terms(std::string_view text, std::string_view language) {
  const auto list = terms(text, language);
  return {list.begin(), list.end()};
}

double share(const std::set<std::string>& of, const std::set<std::string>& in) {
  if (of.empty()) return 0;
  const auto held = std::count_if(of.begin(), of.end(), [&](const std::string& term) { return in.count(term) != 0; });
  return static_cast<double>(held) / static_cast<double>(of.size());
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

/// "Where is my parcel?" asks about one person's own matter: no article knows it, however well its words fit.
bool about_own_matter(std::string_view sentence) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> pairs = {{{"where", " my "},
                                                                                          {"when will", " my "},
                                                                                          {"wo ", " mein"},
                                                                                          {"wann kommt", " mein"},
                                                                                          {"o\xC3\xB9 ", " m"},
                                                                                          {"d\xC3\xB3nde", " mi "},
                                                                                          {"donde", " mi "},
                                                                                          {"status of", " my "}}};
  const std::string text = lower(sentence);
  return std::any_of(pairs.begin(), pairs.end(), [&](const auto& pair) {
    const std::size_t at = text.find(pair.first);
    return at != std::string::npos && text.find(pair.second, at) != std::string::npos;
  });
}

}  // namespace

Index::Index(std::vector<Article> articles, double least, bool own_matters)
    : articles_(std::move(articles)), least_(least), own_matters_(own_matters) {
  long total = 0;
  for (const auto& article : articles_) {
    const std::string& language = article.language;
    Entry entry;
    const auto add = [&](std::string_view text, int weight) {
      for (auto& term : terms(text, language)) {
        entry.counts[term] += weight;
        entry.length += weight;
      }
    };
    add(article.title, kTitleWeight);
    entry.titles.push_back(to_terms(article.title, language));
    for (const auto& question : article.also) {
      add(question, kTitleWeight);
      entry.titles.push_back(to_terms(question, language));
    }
    for (const auto& paragraph : article.paragraphs) {
      add(paragraph, 1);
      entry.paragraphs.push_back(to_terms(paragraph, language));
    }
    for (const auto& [term, count] : entry.counts) ++document_counts_[term];
    total += entry.length;
    entries_.push_back(std::move(entry));
  }
  if (!entries_.empty())
    average_length_ = std::max(1.0, static_cast<double>(total) / static_cast<double>(entries_.size()));
}

double Index::bm25(const Entry& entry, const Terms& question) const {
  constexpr double k1 = 1.2;
  constexpr double b = 0.75;
  double score = 0;
  for (const auto& term : question) {
    const auto at = entry.counts.find(term);
    if (at == entry.counts.end()) continue;
    const double n = document_counts_.at(term);
    const double idf = std::log(1 + (static_cast<double>(entries_.size()) - n + 0.5) / (n + 0.5));
    const double tf = at->second;
    score += idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * entry.length / average_length_));
  }
  return score;
}

bool Index::covers(const Entry& entry, const Terms& question, double least) const {
  if (question.empty()) return false;
  const auto held =
      std::count_if(question.begin(), question.end(), [&](const auto& term) { return entry.counts.count(term) != 0; });
  return static_cast<double>(held) >= least * static_cast<double>(question.size());
}

bool Index::sure(const Entry& entry, std::string_view message, std::string_view language) const {
  bool asked = false;
  for (const auto& sentence : sentences(message)) {
    if (!asks(sentence, language)) continue;
    const Terms question = to_terms(sentence, language);
    if (question.empty()) continue;  // "How are you?"
    asked = true;
    if ((!own_matters_ && about_own_matter(sentence)) || !covers(entry, question, least_)) return false;
    const bool titled = std::any_of(entry.titles.begin(), entry.titles.end(),
                                    [&](const Terms& title) { return share(title, question) >= kTitleShare; });
    if (!titled) return false;
  }
  return asked && covers(entry, to_terms(message, language), kWholeShare);
}

/// Worth an agent's look: a title speaks of it, or the text holds half of the question and more than one lone word
/// (every second article says "parcel" somewhere).
bool Index::near(const Entry& entry, const Terms& question) const {
  const bool titled = std::any_of(entry.titles.begin(), entry.titles.end(),
                                  [&](const Terms& title) { return share(title, question) > 0; });
  return titled || (question.size() > 1 &&
                    covers(entry, question, std::max(kNearShare, 2.0 / static_cast<double>(question.size()))));
}

std::string Index::passage(std::size_t number, const Terms& question) const {
  const Article& article = articles_[number];
  std::string body = article.body();
  if (body.size() <= kWholeBody) return body;
  const auto& all = entries_[number].paragraphs;
  const auto best = std::max_element(
      all.begin(), all.end(), [&](const Terms& a, const Terms& b) { return share(question, a) < share(question, b); });
  return article.paragraphs[static_cast<std::size_t>(best - all.begin())];
}

std::vector<Match> Index::search(std::string_view message, std::string_view today) const {
  std::map<std::string_view, Terms> questions;
  std::vector<std::pair<double, std::size_t>> ranked;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const auto [question, fresh] = questions.try_emplace(articles_[i].language);
    if (fresh) question->second = to_terms(message, articles_[i].language);
    const double score = bm25(entries_[i], question->second);
    if (score > 0 && articles_[i].current(today)) ranked.emplace_back(score, i);
  }
  std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<Match> matches;
  for (std::size_t i = 0; i < ranked.size() && i < 3; ++i) {
    const auto [score, number] = ranked[i];
    const Article& article = articles_[number];
    const bool ahead = i == 0 && (ranked.size() < 2 || score >= kMargin * ranked[1].first);
    const bool certain = ahead && sure(entries_[number], message, article.language);
    const Terms& question = questions.at(article.language);
    if (certain || near(entries_[number], question))
      matches.push_back({&article, score, certain, passage(number, question)});
  }
  return matches;
}

}  // namespace knowledge
