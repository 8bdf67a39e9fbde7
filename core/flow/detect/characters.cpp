#include "flow/detect/characters.hpp"

#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

namespace countersign::detect {
namespace {

struct Entity {
  std::string_view name;
  UChar32 c;
};
// Those of HTML 5 that stand between or inside the parts of an address, a number or a word. ICU has no table of names.
constexpr std::array<Entity, 54> entities{{
    {"amp", '&'},     {"lt", '<'},       {"gt", '>'},       {"quot", '"'},     {"apos", '\''},   {"commat", '@'},
    {"period", '.'},  {"nbsp", ' '},     {"ensp", ' '},     {"emsp", ' '},     {"thinsp", ' '},  {"hairsp", ' '},
    {"numsp", ' '},   {"puncsp", ' '},   {"Tab", '\t'},     {"NewLine", '\n'}, {"colon", ':'},   {"comma", ','},
    {"semi", ';'},    {"sol", '/'},      {"num", '#'},      {"plus", '+'},     {"lpar", '('},    {"rpar", ')'},
    {"lsqb", '['},    {"rsqb", ']'},     {"lowbar", '_'},   {"hyphen", '-'},   {"dash", '-'},    {"ndash", '-'},
    {"mdash", '-'},   {"minus", '-'},    {"ast", '*'},      {"percnt", '%'},   {"excl", '!'},    {"quest", '?'},
    {"equals", '='},  {"rsquo", 0x2019}, {"lsquo", 0x2018}, {"shy", 0xAD},     {"zwj", 0x200D},  {"zwnj", 0x200C},
    {"lrm", 0x200E},  {"rlm", 0x200F},   {"auml", 0xE4},    {"ouml", 0xF6},    {"uuml", 0xFC},   {"szlig", 0xDF},
    {"eacute", 0xE9}, {"egrave", 0xE8},  {"agrave", 0xE0},  {"ccedil", 0xE7},  {"ntilde", 0xF1}, {"aacute", 0xE1},
}};

constexpr std::size_t longest_name = 8;
constexpr std::size_t most_digits = 8;

int digit_of(char c, bool hex) {
  if (c >= '0' && c <= '9') return c - '0';
  if (!hex) return -1;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// "&#64;", "&#x40;"; the semicolon may be missing.
std::optional<Written> numeric_entity(std::string_view text, std::size_t at, std::size_t from) {
  ++at;
  const bool hex = at < text.size() && (text[at] == 'x' || text[at] == 'X');
  if (hex) ++at;
  const auto first = at;
  UChar32 c = 0;
  for (; at < text.size() && at < first + most_digits && digit_of(text[at], hex) >= 0; ++at)
    c = std::min(c * (hex ? 16 : 10) + digit_of(text[at], hex), 0x110000);
  const bool goes_on = at < text.size() && digit_of(text[at], hex) >= 0;
  if (at == first || goes_on || c < 0x20 || c > 0x10FFFF || U_IS_SURROGATE(c)) return std::nullopt;
  if (at < text.size() && text[at] == ';') ++at;
  return Written{c, from, at};
}

std::optional<Written> entity(std::string_view text, std::size_t from) {
  auto at = from + 1;
  for (int again = 0; again < 3 && text.substr(at, 4) == "amp;"; ++again) {
    const auto next = text.substr(at + 4, 1);
    if (next.empty() || (next[0] != '#' && std::isalpha(static_cast<unsigned char>(next[0])) == 0)) break;
    at += 4;
  }
  if (at < text.size() && text[at] == '#') return numeric_entity(text, at, from);
  const auto end = text.substr(at, longest_name + 1).find(';');
  if (end == std::string_view::npos) return std::nullopt;
  const auto name = text.substr(at, end);
  const auto* const known =
      std::find_if(entities.begin(), entities.end(), [&](const Entity& e) { return e.name == name; });
  if (known == entities.end()) return std::nullopt;
  return Written{known->c, from, at + end + 1};
}

/// Where letters live that are taken for Latin ones: IPA, Greek to Armenian, Cherokee, Lisu.
constexpr std::pair<UChar32, UChar32> lookalike_blocks[] = {
    {0x0250, 0x02B0}, {0x0370, 0x0590}, {0x13A0, 0x1400}, {0xA4D0, 0xA500}};

std::vector<char> lookalikes() {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<USpoofChecker, decltype(&uspoof_close)> checker(uspoof_open(&status), &uspoof_close);
  if (U_FAILURE(status) != 0) throw std::runtime_error("ICU has no data of letters that look alike");
  std::vector<char> made;
  for (const auto& [first, last] : lookalike_blocks) {
    for (UChar32 c = first; c < last; ++c) {
      icu::UnicodeString skeleton;
      uspoof_getSkeletonUnicodeString(checker.get(), 0, icu::UnicodeString(c), skeleton, &status);
      if (U_FAILURE(status) != 0) throw std::runtime_error("ICU could not tell what a letter looks like");
      const auto like = skeleton.length() == 1 ? skeleton.charAt(0) : u'\0';
      const bool letter = (like >= u'a' && like <= u'z') || (like >= u'A' && like <= u'Z');
      made.push_back(letter && u_isalpha(c) != 0 ? static_cast<char>(like) : '\0');
    }
  }
  return made;
}

}  // namespace

Written read_character(std::string_view text, std::size_t at) {
  if (text[at] == '&')
    if (const auto found = entity(text, at)) return *found;
  auto i = static_cast<std::int32_t>(at);
  UChar32 c = 0;
  U8_NEXT(reinterpret_cast<const std::uint8_t*>(text.data()), i, static_cast<std::int32_t>(text.size()), c);
  return {c, at, static_cast<std::size_t>(i)};
}

bool may_have_entities(std::string_view text) {
  for (auto at = text.find('&'); at != std::string_view::npos && at + 1 < text.size(); at = text.find('&', at + 1))
    if (text[at + 1] == '#' || std::isalpha(static_cast<unsigned char>(text[at + 1])) != 0) return true;
  return false;
}

char latin_lookalike(UChar32 c) {
  static const auto table = lookalikes();
  std::size_t before = 0;
  for (const auto& [first, last] : lookalike_blocks) {
    if (c >= first && c < last) return table[before + static_cast<std::size_t>(c - first)];
    before += static_cast<std::size_t>(last - first);
  }
  return '\0';
}

bool latin_letter(UChar32 c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  if (c < 0x250) return c >= 0xC0 && c != 0xD7 && c != 0xF7;
  return c >= 0xFF21 && c <= 0xFF5A && u_isalpha(c) != 0;
}

bool invisible(UChar32 c) {
  if (c < 0x80) return (c < 0x20 && c != '\n' && c != '\t' && c != '\r') || c == 0x7F;
  if (c < 0x300) return c == 0xAD || c < 0xA0;
  const auto type = u_charType(c);
  return type == U_FORMAT_CHAR || type == U_ENCLOSING_MARK || c == 0x034F || (c >= 0xFE00 && c <= 0xFE0F) ||
         c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0 || c == 0x2800 || (c >= 0xE0000 && c <= 0xE0FFF);
}

UChar32 plain_sign(UChar32 c) {
  if (c < 0x80) return c;
  if (c == 0x2212) return '-';
  if (c == 0x3002 || c == 0xFF61) return '.';
  switch (u_charType(c)) {
    case U_DECIMAL_DIGIT_NUMBER:
      return '0' + u_charDigitValue(c);
    case U_DASH_PUNCTUATION:
      return '-';
    case U_SPACE_SEPARATOR:
      return ' ';
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
      return '\n';
    default:
      return c;
  }
}

}  // namespace countersign::detect
