// model.knowledge: answers from the company's own articles, offline, word for word, with the source. README.md beside
// it.
#include <charconv>
#include <chrono>
#include <ctime>
#include <stdexcept>
#include <string>

#include "countersign/plugin.hpp"
#include "index.hpp"
#include "words.hpp"

using namespace countersign::sdk;

namespace {

/// "0.8" -> 0.8; only 0.5 to 1, since less would answer questions an article does not cover.
double to_share(std::string_view text) {
  double value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size() || !(value >= 0.5 && value <= 1.0)) {
    throw Problem(CS_INVALID, "setting `min_score` is no number from 0.5 to 1: correct it or leave it out (0.8)");
  }
  return value;
}

std::vector<knowledge::Article> read_articles(const In& settings) {
  settings.only({"folder", "min_score", "show_source"});
  try {
    return knowledge::read_folder(std::string(settings.need("folder")));
  } catch (const std::invalid_argument& problem) {
    throw Problem(CS_INVALID, problem.what());
  }
}

std::string_view source_word(std::string_view language) {
  if (language == "de") return "Quelle";
  if (language == "es") return "Fuente";
  return "Source";
}

class Knowledge final : public Handler {
 public:
  Knowledge(Host host, const In& settings)
      : least_(to_share(settings.get("min_score", "0.8"))), index_(read_articles(settings), least_) {
    const std::string_view show = settings.get("show_source", "false");
    if (show != "true" && show != "false")
      throw Problem(CS_INVALID, "setting `show_source` is neither true nor false: correct it");
    show_source_ = show == "true";
    log_expired(host);
  }

  void read(const In&, Out&) const override {
    throw Problem(CS_UNSUPPORTED, "this model answers at once, there is no response to read");
  }

  void write(const In& in, Out& out) const override {
    if (in.get("op") != "prompt") throw Problem(CS_UNSUPPORTED, "this model answers prompts only");
    if (answer_from_facts(in, out)) return;
    const auto matches = index_.search(question(in), in.get("now").substr(0, 10));
    if (!matches.empty() && matches[0].sure) return answer(matches[0], out);
    out.put("why_not",
            matches.empty() ? "no current article speaks of this" : "no current article surely answers this");
    for (std::size_t i = 0; i < matches.size(); ++i)
      put_passage("passage." + std::to_string(i), matches[i], matches[i].text, out);
  }

 private:
  /// The last turn is the question; it must be the customer's.
  static std::string_view question(const In& in) {
    std::size_t count = 0;
    while (in.find("turn." + std::to_string(count) + ".text")) ++count;
    if (count == 0) throw Problem(CS_INVALID, "the prompt has no turns");
    const std::string at = "turn." + std::to_string(count - 1);
    if (in.get(at + ".role") != "customer") throw Problem(CS_INVALID, "the prompt's last turn is not the customer's");
    return in.get(at + ".text");
  }

  /// What was looked up for this customer (passages with `answers`) answers only the questions it is for, and only
  /// whole: one article made of all of it, under the same test as any other.
  bool answer_from_facts(const In& in, Out& out) const {
    knowledge::Article all;
    std::vector<std::string> facts;
    for (std::size_t i = 0;; ++i) {
      const std::string at = "passage." + std::to_string(i);
      if (!in.find(at + ".text")) break;
      const std::string_view answers = in.get(at + ".answers");
      if (answers.empty()) continue;
      for (auto& one : knowledge::split(answers)) all.also.push_back(std::move(one));
      all.paragraphs.emplace_back(in.get(at + ".text"));
      facts.push_back(at);
    }
    if (facts.empty() || all.also.empty()) return false;
    all.language = knowledge::guess_language(all.also.front());
    std::string text;
    for (const auto& one : all.paragraphs) text += (text.empty() ? "" : "\n") + one;
    const knowledge::Index index({std::move(all)}, least_, true);
    const auto matches = index.search(question(in), "");
    if (matches.empty() || !matches[0].sure) return false;
    out.put("text", text);
    for (std::size_t i = 0; i < facts.size(); ++i)
      for (const char* key : {".title", ".text", ".source"})
        out.put("source." + std::to_string(i) + key, in.get(facts[i] + key));
    return true;
  }

  void answer(const knowledge::Match& match, Out& out) const {
    std::string text = match.text;
    if (show_source_) {
      const auto& article = *match.article;
      text += "\n\n" + std::string(source_word(article.language)) + ": " + article.title;
      if (!article.source.empty()) text += " (" + article.source + ")";
    }
    out.put("text", text);
    put_passage("source.0", match, text, out);
  }

  static void put_passage(const std::string& key, const knowledge::Match& match, std::string_view text, Out& out) {
    out.put(key + ".title", match.article->title);
    out.put(key + ".text", text);
    out.put(key + ".source", match.article->source.empty() ? match.article->file : match.article->source);
  }

  /// Whether an article is used is decided at each prompt by the prompt's own time; this only tells the operator early.
  void log_expired(Host host) const {
    const auto today =
        std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
    const auto number = [](auto value) { return (value < 10 ? "0" : "") + std::to_string(value); };
    const std::string date = std::to_string(static_cast<int>(today.year())) + "-" +
                             number(static_cast<unsigned>(today.month())) + "-" +
                             number(static_cast<unsigned>(today.day()));
    for (const auto& article : index_.articles()) {
      if (article.current(date)) continue;
      const std::string owner = article.owner.empty() ? "its owner" : article.owner;
      host.log(CS_LOG_WARNING, "article `" + article.file + "` was due for review on " + article.review_by +
                                   " and is not used: ask " + owner);
    }
  }

  double least_;
  knowledge::Index index_;
  bool show_source_ = false;
};

}  // namespace

COUNTERSIGN_PLUGIN(CS_MODEL, "model.knowledge", "1.0.0", Knowledge)
