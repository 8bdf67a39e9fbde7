#include "base/yaml_bytes.hpp"

#include <algorithm>

namespace countersign::yaml {
namespace {

/// What a file is that is no text in UTF-8, by its first bytes; "" if they say nothing.
std::string_view other_format(std::string_view text) {
  using namespace std::string_view_literals;
  if (text.starts_with("PK\x03\x04"sv) || text.starts_with("\xD0\xCF\x11\xE0"sv) || text.starts_with("{\\rtf"sv))
    return "this is a document of a word processor; copy its text into a plain text file (UTF-8)";
  if (text.starts_with("\xFF\xFE"sv) || text.starts_with("\xFE\xFF"sv) || (text.size() > 1 && text[1] == '\0'))
    return "this file is UTF-16; save it as UTF-8";
  if (text.find('\r') != std::string_view::npos && text.find('\n') == std::string_view::npos)
    return "the lines end as those of very old programs do (CR); save the file with line ends of Unix or Windows";
  return "";
}

/// Blanks that are letters to YAML: no-break of three widths, and of no width.
bool odd_blank(std::string_view text, std::size_t at, std::size_t length) {
  constexpr std::string_view kOdd[] = {"\u00A0", "\u2007", "\u202F", "\u200B", "\uFEFF"};
  return std::find(std::begin(kOdd), std::end(kOdd), text.substr(at, length)) != std::end(kOdd);
}

}  // namespace

std::size_t sequence(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const unsigned first = byte(at);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xC2 && first <= 0xDF   ? 2
                             : first >= 0xE0 && first <= 0xEF ? 3
                             : first >= 0xF0 && first <= 0xF4 ? 4
                                                              : 0;
  for (std::size_t i = 1; i < length; ++i)
    if (byte(at + i) < 0x80 || byte(at + i) > 0xBF) return 0;
  const unsigned second = byte(at + 1);
  if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F)) return 0;
  if ((first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)) return 0;
  return length;
}

bool is_control(std::string_view text, std::size_t at, std::size_t length) {
  const auto first = static_cast<unsigned char>(text[at]);
  if (length == 1) return (first < 0x20 && first != '\n') || first == 0x7F;
  return length == 2 && first == 0xC2 && static_cast<unsigned char>(text[at + 1]) < 0xA0;  // U+0080 to U+009F
}

std::optional<Fault> fault_in(std::string_view text) {
  if (const auto other = other_format(text); !other.empty()) return Fault{1, 1, 1, std::string(other)};
  int line = 1;
  int column = 1;
  bool indenting = true;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = sequence(text, i);
    const auto fault = [&](int number, const char* mend) { return Fault{line, column, number, mend}; };
    if (length == 0) return fault(1, "this byte is not UTF-8; save the file as UTF-8");
    if (indenting && odd_blank(text, i, length))
      return fault(3, "a blank that is none (pasted from a word processor?); delete it and type blanks");
    if (text[i] != ' ') indenting = text[i] == '\n';
    if (text[i] == '\t') return fault(2, "a tab; use spaces");
    if (is_control(text, i, length)) return fault(3, "an invisible control character; delete it");
    if (column == 1 && text[i] == '%')
      return fault(13, "directives (lines starting with %) are not used here; delete the line");
    ++column;
    if (text[i] == '\n') ++line, column = 1;
    i += length;
  }
  return std::nullopt;
}

}  // namespace countersign::yaml
