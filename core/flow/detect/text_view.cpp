#include "flow/detect/text_view.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <stdexcept>
#include <tuple>

#include "flow/detect/characters.hpp"

namespace countersign::detect {
namespace {

constexpr std::size_t longest_sentence = 600;

const icu::Normalizer2& normalizer(const icu::Normalizer2* (*get)(UErrorCode&)) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* found = get(status);
  if (U_FAILURE(status) != 0 || found == nullptr) throw std::runtime_error("ICU has no normalisation data");
  return *found;
}

bool mark(UChar32 c) {
  return c >= 0x300 && u_charType(c) == U_NON_SPACING_MARK;
}

/// A sign of words, such as U+FDFA (18 letters), says nothing that we look for, and a text of them would be 18 times as long.
constexpr int32_t kMostParts = 4;

/// Letters that Unicode does not decompose although people type them without their stroke.
UChar32 plain_letter(UChar32 c) {
  switch (c) {
    case 0x0142: return 'l';
    case 0x00F8: return 'o';
    case 0x0111: return 'd';
    case 0x0131: return 'i';
    case 0x2018: case 0x2019: case 0x02BC: case 0x00B4: case 0x0060: return '\'';
    case 0x201C: case 0x201D: case 0x201E: case 0x00AB: case 0x00BB: return '"';
    default: return plain_sign(c);
  }
}

/// ASCII with nothing invisible and no entity in it: no character moves, and none needs Unicode's tables.
bool plain_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80 && !invisible(static_cast<UChar32>(c)); }) &&
         !may_have_entities(text);
}

char folded_ascii(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
  return c == '`' ? '\'' : c;
}

/// Fills a view character by character.
class Builder {
 public:
  explicit Builder(std::size_t size) {
    view_.text.reserve(size);
    view_.from.reserve(size);
    view_.to.reserve(size);
  }
  void at(std::size_t from, std::size_t to) {
    from_ = static_cast<std::uint32_t>(from);
    to_ = static_cast<std::uint32_t>(to);
  }
  void put(UChar32 c) {
    if (c < 0x80) {
      view_.text.push_back(static_cast<char>(c));
      view_.from.push_back(from_);
      view_.to.push_back(to_);
      return;
    }
    char bytes[U8_MAX_LENGTH];
    int32_t length = 0;
    UBool failed = false;
    U8_APPEND(reinterpret_cast<std::uint8_t*>(bytes), length, U8_MAX_LENGTH, c, failed);
    if (failed) return;
    view_.text.append(bytes, static_cast<std::size_t>(length));
    view_.from.insert(view_.from.end(), static_cast<std::size_t>(length), from_);
    view_.to.insert(view_.to.end(), static_cast<std::size_t>(length), to_);
  }
  TextView take() { return std::move(view_); }

 private:
  TextView view_;
  std::uint32_t from_ = 0;
  std::uint32_t to_ = 0;
};

/// Whether the letters from `at` to the end of the word are of two scripts, one of them Latin; and where the word ends.
std::pair<bool, std::size_t> mixed_word(std::string_view text, std::size_t at) {
  bool latin = false;
  bool other = false;
  while (at < text.size()) {
    const auto next = read_character(text, at);
    const bool hidden = next.c < 0 || invisible(next.c);
    const bool is_latin = !hidden && latin_letter(next.c);
    if (!hidden && !is_latin && u_isalpha(next.c) == 0) break;
    latin = latin || is_latin;
    other = other || (!hidden && !is_latin && latin_lookalike(next.c) != 0);
    at = next.to;
  }
  return {latin && other, at};
}

/// Calls put for every visible character; in a word that mixes scripts, for the Latin letter that it looks like.
template <class Put>
TextView build(std::string_view text, Put put) {
  Builder builder(text.size());
  std::size_t word_end = 0;
  bool mixed = false;
  for (std::size_t at = 0; at < text.size();) {
    auto next = read_character(text, at);
    builder.at(next.from, next.to);
    if (at >= word_end && next.c >= 0 && u_isalpha(next.c) != 0) std::tie(mixed, word_end) = mixed_word(text, at);
    at = next.to;
    if (next.c < 0 || invisible(next.c)) continue;
    if (mixed && at <= word_end && next.c >= 0x80)
      if (const char like = latin_lookalike(next.c); like != 0) next.c = like;
    put(builder, next.c);
  }
  return builder.take();
}

template <class Each>
void each_of(const icu::UnicodeString& text, Each each) {
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) each(text.char32At(i));
}

void put_folded(Builder& builder, const icu::Normalizer2& nfkd, UChar32 c) {
  if (c < 0x80) return builder.put(folded_ascii(static_cast<char>(c)));
  icu::UnicodeString parts;
  if (!nfkd.getDecomposition(c, parts) || parts.length() > kMostParts) parts = icu::UnicodeString(c);
  each_of(parts, [&](UChar32 part) {
    if (mark(part) || invisible(part)) return;
    each_of(icu::UnicodeString(part).foldCase(), [&](UChar32 folded) { builder.put(plain_letter(folded)); });
  });
}

}  // namespace

Span TextView::original(std::size_t begin, std::size_t end) const {
  if (begin >= end || end > text.size()) return {0, 0};
  if (from.empty()) return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  return {from[begin], to[end - 1]};
}

TextView plain_view(std::string_view text) {
  if (plain_ascii(text)) return {std::string(text), {}, {}};
  const auto& nfkc = normalizer(icu::Normalizer2::getNFKCInstance);
  return build(text, [&](Builder& builder, UChar32 c) {
    if (c < 0x80) return builder.put(c);
    if (u_getIntPropertyValue(c, UCHAR_NFKC_QUICK_CHECK) == UNORM_YES) return builder.put(plain_sign(c));
    UErrorCode status = U_ZERO_ERROR;
    const auto parts = nfkc.normalize(icu::UnicodeString(c), status);
    if (U_FAILURE(status) != 0) throw std::runtime_error("ICU could not normalise a character");
    if (parts.length() > kMostParts) return builder.put(c);
    each_of(parts, [&](UChar32 part) {
      if (!invisible(part)) builder.put(plain_sign(part));
    });
  });
}

TextView folded_view(std::string_view text) {
  if (plain_ascii(text)) {
    TextView view{std::string(text), {}, {}};
    std::transform(text.begin(), text.end(), view.text.begin(), folded_ascii);
    return view;
  }
  const auto& nfkd = normalizer(icu::Normalizer2::getNFKDInstance);
  return build(text, [&](Builder& builder, UChar32 c) { put_folded(builder, nfkd, c); });
}

namespace {

/// The stop at `at` stands behind one or two figures and in front of a word: "3. März", "am 24. um acht".
bool ordinal(std::string_view view, std::size_t begin, std::size_t at) {
  const auto figure = [&](std::size_t i) { return view[i] >= '0' && view[i] <= '9'; };
  if (view[at] != '.' || at < begin + 2 || at + 2 >= view.size() || !figure(at - 1) || view[at + 1] != ' ') return false;
  const std::size_t first = figure(at - 2) ? at - 2 : at - 1;
  if (first <= begin || view[first - 1] != ' ') return false;
  const auto next = static_cast<unsigned char>(view[at + 2]);
  return next >= 0x80 || (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
}

}  // namespace

TextView flowing(TextView view) {
  const auto& text = view.text;
  const auto white = [&](std::size_t i) { return text[i] == ' ' || text[i] == '\n' || text[i] == '\t' || text[i] == '\r'; };
  const bool flows = text.find_first_of("\n\t\r") == std::string::npos && text.find("  ") == std::string::npos;
  if (flows) return view;
  TextView made;
  made.text.reserve(text.size());
  made.from.reserve(text.size());
  made.to.reserve(text.size());
  const auto put = [&](char c, std::size_t i) {
    made.text.push_back(c);
    made.from.push_back(view.from.empty() ? static_cast<std::uint32_t>(i) : view.from[i]);
    made.to.push_back(view.to.empty() ? static_cast<std::uint32_t>(i + 1) : view.to[i]);
  };
  for (std::size_t i = 0; i < text.size();) {
    if (!white(i)) {
      put(text[i], i);
      ++i;
      continue;
    }
    const auto begin = i;
    int lines = 0;
    for (; i < text.size() && white(i); ++i) lines += text[i] == '\n' ? 1 : 0;
    if (lines < 2) {
      put(' ', begin);
      continue;
    }
    put('\n', begin);
    put('\n', i - 1);
  }
  return made;
}

std::vector<Span> sentences(std::string_view view) {
  std::vector<Span> found;
  const auto space = [&](std::size_t i) { return view[i] == ' ' || view[i] == '\n' || view[i] == '\t' || view[i] == '\r'; };
  const auto add = [&](std::size_t begin, std::size_t end) {
    while (begin < end && space(begin)) ++begin;
    while (begin < end && space(end - 1)) --end;
    if (begin < end) found.emplace_back(static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end));
  };
  std::size_t begin = 0;
  for (std::size_t i = 0; i < view.size(); ++i) {
    const bool last = i + 1 == view.size();
    const bool stop = !ordinal(view, begin, i) && (view[i] == '.' || view[i] == '!' || view[i] == '?' || view[i] == ';') && (last || space(i + 1));
    const bool paragraph = view[i] == '\n' && !last && view[i + 1] == '\n';
    const bool too_long = i - begin >= longest_sentence && (space(i) || i - begin >= 2 * longest_sentence) &&
                          (static_cast<unsigned char>(view[i]) & 0xC0U) != 0x80U && (last || (static_cast<unsigned char>(view[i + 1]) & 0xC0U) != 0x80U);
    if (!stop && !paragraph && !too_long) continue;
    add(begin, i + 1);
    begin = i + 1;
  }
  add(begin, view.size());
  return found;
}

}  // namespace countersign::detect
