#include "folded.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <map>

namespace wordlist {
namespace {

bool is_mark(UChar32 c) { return u_charType(c) == U_NON_SPACING_MARK || u_charType(c) == U_ENCLOSING_MARK; }

/// Letters with a stroke or without their dot, and joined ones: Unicode takes them for letters of their own, whoever types
/// without accents does not. Lower case, as folded.
std::string_view without_stroke(UChar32 c) {
  switch (c) {
    case 0xE6:
      return "ae";
    case 0xF0:
    case 0x111:
      return "d";
    case 0xF8:
      return "o";
    case 0xFE:
      return "th";
    case 0x127:
      return "h";
    case 0x131:
      return "i";
    case 0x142:
      return "l";
    case 0x153:
      return "oe";
    case 0x167:
      return "t";
    default:
      return {};
  }
}

/// UTF-8 of one character, folded (Unicode NFKC_Casefold, then canonical decomposition).
std::string taken_apart(UChar32 c, bool keep_accents) {
  UErrorCode problem = U_ZERO_ERROR;
  const auto* casefold = icu::Normalizer2::getNFKCCasefoldInstance(problem);
  const auto* decompose = icu::Normalizer2::getNFDInstance(problem);
  icu::UnicodeString parts;
  if (U_SUCCESS(problem)) parts = decompose->normalize(casefold->normalize(icu::UnicodeString(c), problem), problem);
  if (U_FAILURE(problem)) parts = icu::UnicodeString(c);
  std::string out;
  for (int32_t i = 0; i < parts.length(); i = parts.moveIndex32(i, 1)) {
    const UChar32 part = parts.char32At(i);
    const auto plain = keep_accents ? std::string_view() : without_stroke(part);
    if (!plain.empty())
      out += plain;
    else if (keep_accents || !is_mark(part))
      icu::UnicodeString(part).toUTF8String(out);
  }
  return out;
}

class Folder {
 public:
  Folder(std::string_view original, bool keep_accents) : original_(original), keep_accents_(keep_accents) {
    folded_.text.reserve(original.size());
    folded_.starts.reserve(original.size());
    folded_.ends.reserve(original.size());
  }

  Folded run() {
    const auto* bytes = reinterpret_cast<const uint8_t*>(original_.data());
    const auto size = static_cast<int64_t>(original_.size());
    for (int64_t at = 0; at < size;) {
      const int64_t start = at;
      UChar32 c = 0;
      U8_NEXT(bytes, at, size, c);
      take(c < 0 ? 0xFFFD : c, static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(at));
    }
    return std::move(folded_);
  }

 private:
  void take(UChar32 c, std::uint32_t start, std::uint32_t end) {
    if (c < 0x80 && c > ' ') return put(static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c), start, end);
    if (u_isUWhiteSpace(c) != 0) {
      if (!folded_.text.empty() && folded_.text.back() == ' ') return lengthen(end);
      return put(' ', start, end);
    }
    const auto known = seen_.find(c);
    const std::string& parts =
        known != seen_.end() ? known->second : seen_.emplace(c, taken_apart(c, keep_accents_)).first->second;
    if (parts.empty()) return lengthen(end);
    if (keep_accents_ && is_mark(c)) lengthen(end);
    for (const char part : parts) put(part, start, end);
  }

  void put(char c, std::uint32_t start, std::uint32_t end) {
    folded_.text += c;
    folded_.starts.push_back(start);
    folded_.ends.push_back(end);
  }

  /// What leaves no trace belongs to the character before it.
  void lengthen(std::uint32_t end) {
    if (folded_.ends.empty()) return;
    const std::uint32_t start = folded_.starts.back();
    for (std::size_t i = folded_.ends.size(); i-- > 0 && folded_.starts[i] == start;) folded_.ends[i] = end;
  }

  std::string_view original_;
  bool keep_accents_;
  Folded folded_;
  std::map<UChar32, std::string> seen_;
};

bool of_a_word(UChar32 c) { return u_isalnum(c) != 0 || is_mark(c); }

}  // namespace

Folded fold(std::string_view original, bool keep_accents) { return Folder(original, keep_accents).run(); }

bool word_at(std::string_view folded, std::size_t at) {
  if (at >= folded.size()) return false;
  const auto* bytes = reinterpret_cast<const uint8_t*>(folded.data());
  auto i = static_cast<int64_t>(at);
  UChar32 c = 0;
  U8_NEXT(bytes, i, static_cast<int64_t>(folded.size()), c);
  return c >= 0 && of_a_word(c);
}

bool word_before(std::string_view folded, std::size_t at) {
  if (at == 0) return false;
  const auto* bytes = reinterpret_cast<const uint8_t*>(folded.data());
  auto i = static_cast<int32_t>(at);
  UChar32 c = 0;
  U8_PREV(bytes, 0, i, c);
  return c >= 0 && of_a_word(c);
}

}  // namespace wordlist
