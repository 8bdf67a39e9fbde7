#include "flow/detect/hidden.hpp"

#include <re2/re2.h>
#include <unicode/utf8.h>

#include <optional>
#include <string_view>

namespace countersign::detect {
namespace {

constexpr std::size_t most = 16;
constexpr std::size_t longest = 8192;

int value_of(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  if (c == '/' || c == '_') return 63;
  return -1;
}

bool readable(std::string_view text) {
  int32_t i = 0;
  const auto size = static_cast<int32_t>(text.size());
  while (i < size) {
    UChar32 c = 0;
    U8_NEXT(reinterpret_cast<const std::uint8_t*>(text.data()), i, size, c);
    if (c < 0x20 && c != '\n' && c != '\t' && c != '\r') return false;
  }
  return size > 8;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const int value = value_of(c);
    if (value < 0) break;
    bits = ((bits << 6U) | static_cast<std::uint32_t>(value)) & 0xFFFFU;
    count += 6;
    if (count >= 8) out += static_cast<char>((bits >> static_cast<unsigned>(count -= 8)) & 0xFFU);
  }
  if (!readable(out)) return std::nullopt;
  return out;
}

std::string letters_for_digits(std::string_view text) {
  static constexpr std::string_view digits = "0134578@$", letters = "oieastbas";
  std::string out(text);
  for (char& c : out) if (const auto at = digits.find(c); at != std::string_view::npos) c = letters[at];
  return out;
}

std::string rot13(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>('a' + (c - 'a' + 13) % 26);
    else if (c >= 'A' && c <= 'Z') c = static_cast<char>('A' + (c - 'A' + 13) % 26);
  }
  return out;
}

/// Words that mix letters and digits in their middle, as nobody writes by accident three times.
bool looks_leet(std::string_view text) {
  static const re2::RE2 mixed(R"([A-Za-z][0134578@$]+[A-Za-z]|\b[0134578][A-Za-z]*[0134578][A-Za-z])");
  re2::StringPiece rest(text.data(), text.size());
  int count = 0;
  while (count < 3 && re2::RE2::FindAndConsume(&rest, mixed)) ++count;
  return count >= 3;
}

bool looks_rot13(std::string_view text) {
  static const re2::RE2 common(R"((?i)\b(?:vtaber|cebzcg|vafgehpgvbaf?|flfgrz|cerivbhf|ehyrf|ertryr?a?|ershaq)\b)");
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), common);
}

}  // namespace

std::optional<Hidden> text_in_tags(std::string_view text) {
  constexpr std::string_view kPlane = "\xF3\xA0";  // U+E0000 to U+E0FFF begin so in UTF-8
  constexpr std::size_t kFewest = 8;
  Hidden hidden;
  for (auto at = text.find(kPlane); at != std::string_view::npos; at = text.find(kPlane, at + kPlane.size())) {
    UChar32 c = 0;
    auto next = static_cast<std::int32_t>(at);
    U8_NEXT(reinterpret_cast<const std::uint8_t*>(text.data()), next, static_cast<std::int32_t>(text.size()), c);
    if (c < 0xE0020 || c > 0xE007E || hidden.text.size() >= longest) continue;
    if (hidden.text.empty()) hidden.where.first = static_cast<std::uint32_t>(at);
    hidden.where.second = static_cast<std::uint32_t>(next);
    hidden.text.push_back(static_cast<char>(c - 0xE0000));
  }
  if (hidden.text.size() < kFewest) return std::nullopt;
  return hidden;
}

std::vector<Hidden> hidden_texts(const TextView& plain) {
  std::vector<Hidden> found;
  static const re2::RE2 base64(R"(([A-Za-z0-9+/_-]{20,}={0,2}))");
  re2::StringPiece rest(plain.text);
  re2::StringPiece word;
  while (found.size() < most && re2::RE2::FindAndConsume(&rest, base64, &word)) {
    const auto begin = static_cast<std::size_t>(word.data() - plain.text.data());
    if (auto text = from_base64(std::string_view(word.data(), std::min(word.size(), longest)))) {
      found.push_back({std::move(*text), plain.original(begin, begin + word.size())});
    }
  }
  const std::string_view all = std::string_view(plain.text).substr(0, longest);
  const Span where = plain.original(0, all.size());
  if (looks_leet(all)) found.push_back({letters_for_digits(all), where});
  if (looks_rot13(all)) found.push_back({rot13(all), where});
  return found;
}

}  // namespace countersign::detect
