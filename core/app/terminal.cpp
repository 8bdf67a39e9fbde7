#include "app/terminal.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace countersign::app {

bool colours_on_output() {
  const char* none = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  const bool dumb = terminal != nullptr && std::string_view(terminal) == "dumb";
  return ::isatty(STDOUT_FILENO) == 1 && (none == nullptr || *none == '\0') && !dumb;
}

namespace {

/// The character that starts at `at` and its length; 0xFFFD and 1 for what is no UTF-8.
std::pair<std::uint32_t, std::size_t> character(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(at);
  const std::size_t length = first < 0x80   ? 1
                             : first < 0xC2 ? 0
                             : first < 0xE0 ? 2
                             : first < 0xF0 ? 3
                             : first < 0xF5 ? 4
                                            : 0;
  if (length == 0 || at + length > text.size()) return {0xFFFD, 1};
  std::uint32_t value = length == 1 ? first : first & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80U) return {0xFFFD, 1};
    value = (value << 6U) | (byte(at + i) & 0x3FU);
  }
  return {value, length};
}

bool unseen(std::uint32_t c) {
  return (c < 0x20 && c != '\n') || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0x061C || c == 0xFEFF || c == 0x2028 ||
         c == 0x2029;
}

}  // namespace

std::string for_terminal(std::string_view text) {
  std::string safe;
  for (std::size_t at = 0; at < text.size();) {
    const auto [value, length] = character(text, at);
    if (unseen(value))
      safe += fmt::format("\\u{{{:X}}}", value);
    else
      safe += text.substr(at, length);
    at += length;
  }
  return safe;
}

}  // namespace countersign::app
