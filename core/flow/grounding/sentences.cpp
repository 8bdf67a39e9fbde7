#include "flow/grounding/sentences.hpp"

#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>

namespace countersign::grounding {
namespace {

/// Words that end with a point without ending a sentence, in lower case. What often ends one too ("etc.") is left out.
constexpr auto kTitles = std::to_array<std::string_view>(
    {"dr",  "prof", "hr",  "fr",  "mr",   "mrs",  "ms",  "st",   "sr",   "sra", "dhr", "mevr",
     "sig", "dott", "ing", "bzw", "bspw", "evtl", "ggf", "inkl", "zzgl", "vgl", "vs",  "resp",
     "sog", "eg",   "ie",  "cf",  "zb",   "np",   "tj",  "ul",   "bijv", "incl"});
/// These only before a number: "Art. 5", but "No." alone is an answer.
constexpr auto kBeforeNumbers = std::to_array<std::string_view>(
    {"abs", "art", "av", "ca", "fig", "max", "min", "nb", "nr", "no", "num", "pag", "pp", "str", "tel", "vol", "cap"});

/// A number with a point before one of these is the day of a month (German, Polish and Dutch dates) or an ordinal.
constexpr auto kAfterOrdinals = std::to_array<std::string_view>(
    {"jan", "feb", "mär", "mar", "apr", "mai", "may", "jun", "jul", "aug", "sep", "okt", "oct",   "nov",   "dez",
     "dec", "sty", "lut", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru", "etage", "stock", "klasse"});

bool space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool digit(char c) { return c >= '0' && c <= '9'; }
bool line_end(char c) { return c == '\n' || c == '\r'; }

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

/// One Latin letter, however many bytes it has; no sign such as the euro's.
bool one_letter(std::string_view word) {
  const auto first = static_cast<unsigned char>(word.front());
  if (word.size() == 1) return (first | 0x20U) >= 'a' && (first | 0x20U) <= 'z';
  return word.size() == 2 && first >= 0xC3 && first <= 0xC9;
}

/// Whether the point before `boundary` ends an abbreviation or an ordinal, and the sentence goes on behind it.
bool goes_on(std::string_view text, std::size_t boundary) {
  std::size_t end = boundary;
  while (end > 0 && space(text[end - 1])) {
    if (line_end(text[end - 1])) return false;
    --end;
  }
  if (end == 0 || text[end - 1] != '.') return false;
  std::size_t start = --end;
  while (start > 0 && !space(text[start - 1]) && text[start - 1] != '(' && end - start < 8) --start;
  const auto word = lower(text.substr(start, end - start));
  if (word.empty()) return false;
  if (digit(word.back())) {
    if (word.size() > 2) return false;
    const auto next = lower(text.substr(boundary, 8));
    return std::any_of(kAfterOrdinals.begin(), kAfterOrdinals.end(), [&](auto one) { return next.starts_with(one); });
  }
  const auto among = [&](const auto& list) { return std::find(list.begin(), list.end(), word) != list.end(); };
  // "z.B.", "p. ej.", "e.g."
  return one_letter(word) || word == "ej" || (word.size() > 2 && word[word.size() - 2] == '.') || among(kTitles) ||
         (digit(text[boundary]) && among(kBeforeNumbers));
}

/// Making one costs more than using it; it belongs to its thread.
icu::BreakIterator* iterator() {
  thread_local const auto mine = [] {
    UErrorCode problem = U_ZERO_ERROR;
    std::unique_ptr<icu::BreakIterator> made(
        icu::BreakIterator::createSentenceInstance(icu::Locale::getRoot(), problem));
    if (U_FAILURE(problem)) made.reset();
    return made;
  }();
  return mine.get();
}

class Collector {
 public:
  Collector(std::string_view text, std::size_t most) : text_(text), most_(most) {}
  [[nodiscard]] bool full() const { return spans_.size() >= most_; }
  void add(std::size_t start, std::size_t end) {
    while (start < end && space(text_[start])) ++start;
    while (end > start && space(text_[end - 1])) --end;
    if (start < end && !full()) spans_.emplace_back(start, end);
  }
  std::vector<std::pair<std::size_t, std::size_t>> take() { return std::move(spans_); }

 private:
  std::string_view text_;
  std::size_t most_;
  std::vector<std::pair<std::size_t, std::size_t>> spans_;
};

}  // namespace

std::vector<std::pair<std::size_t, std::size_t>> sentences_of(std::string_view text, std::size_t most) {
  Collector found(text, most);
  auto* breaks = iterator();
  UErrorCode problem = U_ZERO_ERROR;
  UText bytes = UTEXT_INITIALIZER;
  utext_openUTF8(&bytes, text.data(), static_cast<std::int64_t>(text.size()), &problem);
  if (breaks != nullptr) breaks->setText(&bytes, problem);
  if (breaks == nullptr || U_FAILURE(problem)) {  // one sentence is stricter than none
    utext_close(&bytes);
    found.add(0, text.size());
    return found.take();
  }
  std::size_t start = 0;
  for (auto at = breaks->first(); !found.full() && (at = breaks->next()) != icu::BreakIterator::DONE;) {
    const auto boundary = static_cast<std::size_t>(at);
    if (boundary < text.size() && goes_on(text, boundary)) continue;
    found.add(start, boundary);
    start = boundary;
  }
  utext_close(&bytes);
  return found.take();
}

}  // namespace countersign::grounding
