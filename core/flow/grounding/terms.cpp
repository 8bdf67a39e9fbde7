#include "flow/grounding/terms.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "flow/grounding/lexicon.hpp"

namespace countersign::grounding {
namespace {

constexpr std::size_t kStem = 5;          // letters that tell words apart; inflection stands behind them
constexpr std::size_t kLongestWord = 64;  // bytes of a word that are compared
constexpr int kUnitWithin = 3;            // words from a number to its unit: "five full working days"
constexpr UChar32 kTable = 0x250;         // Latin letters whose base letter is kept at hand

bool digit(char c) { return c >= '0' && c <= '9'; }
bool space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

/// FNV-1a, 64 bits. Equal keys of different terms would need one in 2^64.
std::uint64_t key_of(char kind, std::string_view text, std::string_view unit = {}) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  const auto add = [&hash](unsigned char byte) { hash = (hash ^ byte) * 0x100000001B3ULL; };
  add(static_cast<unsigned char>(kind));
  for (const char c : text) add(static_cast<unsigned char>(c));
  add(0);
  for (const char c : unit) add(static_cast<unsigned char>(c));
  return hash;
}

/// The letter without its accent, for Latin letters; 0 where there is none.
char base_letter(UChar32 c) {
  static const auto table = [] {
    std::array<char, kTable> letters{};
    UErrorCode problem = U_ZERO_ERROR;
    const auto* decompose = icu::Normalizer2::getNFDInstance(problem);
    for (UChar32 one = 0xC0; one < kTable && U_SUCCESS(problem); ++one) {
      icu::UnicodeString parts;
      if (decompose->getDecomposition(one, parts) && parts[0] < 0x80)
        letters[static_cast<std::size_t>(one)] = static_cast<char>(u_tolower(parts[0]));
    }
    letters[0xF8] = letters[0xD8] = 'o';
    letters[0x141] = letters[0x142] = 'l';
    letters[0xDF] = 's';
    return letters;
  }();
  return c < kTable ? table[static_cast<std::size_t>(c)] : '\0';
}

/// A word while it is read.
struct Word {
  std::string folded;
  bool digits = false, letters = false, capital = false;
};

/// Number of the same value in the same spelling: "1.000" and "1,000" are 1000, "12,50" and "12.50" are 12.5.
std::string canonical(std::string text) {
  const auto sign = text.find_first_of(".,");
  bool thousands = sign != std::string::npos && sign <= 3;
  for (auto at = sign; thousands && at < text.size(); at += 4)
    thousands = text[at] == text[sign] && at + 3 < text.size() && digit(text[at + 1]) && digit(text[at + 2]) &&
                digit(text[at + 3]);
  if (thousands) {
    std::erase(text, text[sign]);
  } else {
    std::replace(text.begin(), text.end(), ',', '.');
    if (text.find('.') != std::string::npos && text.find(':') == std::string::npos) {
      while (text.ends_with('0')) text.pop_back();
      if (text.ends_with('.')) text.pop_back();
    }
  }
  while (text.size() > 1 && text[0] == '0' && digit(text[1])) text.erase(0, 1);
  return text;
}

/// What stays of a word when its ending goes: enough to tell words apart, little enough to make "return" of "returned".
std::string_view stem(std::string_view word) {
  if (word.size() >= 5 &&
      (word.ends_with("en") || word.ends_with("er") || word.ends_with("es") || word.ends_with("ed")))
    word.remove_suffix(2);
  else if (word.size() >= 4 && std::string_view("senaoiy").find(word.back()) != std::string_view::npos)
    word.remove_suffix(1);
  std::size_t end = std::min(word.size(), kStem);
  while (end < word.size() && (static_cast<unsigned char>(word[end]) & 0xC0U) == 0x80U) ++end;
  return word.substr(0, end);
}

class Reader {
 public:
  Reader(std::string_view sentence, std::string_view language) : text_(sentence), language_(language) {}

  Said read() {
    for (std::size_t at = 0; at < text_.size();) {
      if (space(text_[at])) {
        ++at;
        continue;
      }
      std::size_t end = at;
      while (end < text_.size() && !space(text_[end])) ++end;
      chunk(text_.substr(at, end - at));
      at = end;
    }
    return std::move(said_);
  }

 private:
  /// Words without white space between them.
  void chunk(std::string_view chunk) {
    if (chunk.find('@') != std::string_view::npos || chunk.find("://") != std::string_view::npos ||
        chunk.starts_with("www."))
      return address(chunk);
    if (chunk.ends_with("n't") || chunk.ends_with("n’t")) said_.negated = true;
    opening_ = said_.words == 0 && std::string_view(",.;:!").find(chunk.back()) != std::string_view::npos;
    Word word;
    std::size_t at = 0;
    while (at < chunk.size()) {
      const auto byte = static_cast<unsigned char>(chunk[at]);
      if (byte < 0x80) {
        ascii(word, chunk, at);
        ++at;
      } else {
        other(word, chunk, at);
      }
    }
    end_of(word);
  }

  void ascii(Word& word, std::string_view chunk, std::size_t at) {
    const char c = chunk[at];
    if (digit(c)) {
      word.digits = true;
      word.folded += c;
    } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
      letter(word, static_cast<char>(c | 0x20), c < 'a');
    } else if ((c == '.' || c == ',' || c == ':') && word.digits && !word.letters && at + 1 < chunk.size() &&
               digit(chunk[at + 1])) {
      word.folded += c;  // inside a number
    } else {
      end_of(word);
      if (c == '$') currency("usd");
      if (c == '%') currency("percent");
    }
  }

  void other(Word& word, std::string_view chunk, std::size_t& at) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(chunk.data());
    auto next = static_cast<std::int64_t>(at);
    UChar32 c = 0;
    U8_NEXT(bytes, next, static_cast<std::int64_t>(chunk.size()), c);
    at = static_cast<std::size_t>(next);
    if (c < 0) return end_of(word);
    if (const char base = base_letter(c); base != '\0') {
      letter(word, base, u_isupper(c) != 0);
      if (c == 0xDF) word.folded += 's';
    } else if (u_charType(c) == U_NON_SPACING_MARK) {
      return;  // an accent written apart
    } else if (u_isalnum(c) != 0) {
      word.letters = true;
      word.capital = word.capital || (word.folded.empty() && u_isupper(c) != 0);
      char folded[4];
      std::size_t size = 0;
      U8_APPEND_UNSAFE(folded, size, u_tolower(c));
      word.folded.append(folded, size);
    } else {
      end_of(word);
      if (c == 0x20AC) currency("eur");
      if (c == 0xA3) currency("gbp");
    }
  }

  static void letter(Word& word, char folded, bool upper) {
    word.letters = true;
    word.capital = word.capital || (upper && word.folded.empty());
    word.folded += folded;
  }

  void address(std::string_view chunk) {
    while (!chunk.empty() && std::string_view("<([\"'").find(chunk.front()) != std::string_view::npos)
      chunk.remove_prefix(1);
    while (!chunk.empty() && std::string_view(">)]\"'.,;:!?").find(chunk.back()) != std::string_view::npos)
      chunk.remove_suffix(1);
    std::string lower(chunk.substr(0, 512));
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    put({key_of('@', lower), TermKind::code});
    ++said_.words;
  }

  void end_of(Word& word) {
    if (word.folded.empty()) return;
    if (word.folded.size() > kLongestWord) word.folded.resize(kLongestWord);
    if (word.digits && !word.letters)
      number(canonical(word.folded));
    else if (word.digits)
      alphanumeric(word.folded);
    else
      plain(word);
    ++said_.words;
    word = {};
  }

  /// "30EUR", "5kg" are amounts; anything else of letters and digits is a code.
  void alphanumeric(const std::string& folded) {
    const auto letters = folded.find_first_not_of("0123456789.,");
    const auto unit = letters == std::string::npos || letters == 0
                          ? std::string_view()
                          : meaning_of(std::string_view(folded).substr(letters), language_).unit;
    if (unit.empty()) return put({key_of('c', folded), TermKind::code});
    number(canonical(folded.substr(0, letters)));
    measure(unit);
  }

  void number(const std::string& value) {
    put({key_of('#', value), TermKind::number});
    number_ = value;
    since_number_ = 0;
    if (!currency_.empty()) measure(std::exchange(currency_, {}));
  }

  /// A sign may stand before its amount or behind it.
  void currency(std::string_view unit) {
    if (number_.empty() || since_number_ > 0)
      currency_ = unit;
    else
      measure(unit);
  }

  /// The number just read has a unit, and is no longer one that a customer may have named.
  void measure(std::string_view unit) {
    if (number_.empty()) return;
    put({key_of('m', number_, unit), TermKind::measure});
    number_.clear();
  }

  void plain(const Word& word) {
    const Meaning meaning = meaning_of(word.folded, language_);
    if (!meaning.number.empty()) return number(std::string(meaning.number));
    if (!number_.empty() && ++since_number_ <= kUnitWithin && !meaning.unit.empty()) return measure(meaning.unit);
    const Sense sense = meaning.sense;
    if (sense == Sense::greeting && said_.words <= 1) said_.greets = true;
    if (sense == Sense::denial && !opening_) said_.negated = true;
    if (sense == Sense::restating) said_.restates = true;
    if (sense == Sense::courtesy || sense == Sense::greeting)
      return put({key_of('w', stem(word.folded)), TermKind::courtesy});
    if (sense != Sense::content || word.folded.size() < 3) return;
    const bool name = word.capital && said_.words > 0 && language_ != "de";
    put({key_of('w', stem(word.folded)), name ? TermKind::name : TermKind::word});
  }

  void put(Term term) { said_.terms.push_back(term); }

  std::string_view text_;
  std::string_view language_;
  Said said_;
  std::string number_;  ///< the last one, while a unit may follow
  std::string_view currency_;
  int since_number_ = 0;
  bool opening_ = false;  ///< inside "No, …": an answer that denies nothing of what follows
};

}  // namespace

Said terms_of(std::string_view sentence, std::string_view language) { return Reader(sentence, language).read(); }

}  // namespace countersign::grounding
