#include "app/demo/table.hpp"

#include <algorithm>
#include <array>
#include <ostream>

#include "app/terminal.hpp"

namespace countersign::app::demo {
namespace {

constexpr std::array<std::size_t, 5> kWidths = {2, 33, 36, 30, 11};  // with two spaces between: 120
constexpr const char* kGreen = "\033[32m";
constexpr const char* kRed = "\033[31m";
constexpr const char* kBold = "\033[1m";
constexpr const char* kPlain = "\033[0m";

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

std::size_t length(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

/// Bytes of the first `count` characters.
std::size_t bytes_of(const std::string& text, std::size_t count) {
  std::size_t at = 0;
  for (; at < text.size(); ++at)
    if (begins_character(text[at]) && count-- == 0) break;
  return at;
}

}  // namespace

std::vector<std::string> wrapped(const std::string& text, std::size_t width) {
  std::vector<std::string> lines;
  std::string rest = text;
  while (length(rest) > width) {
    const std::size_t most = bytes_of(rest, width);
    std::size_t cut = rest.rfind(' ', most);
    const bool at_space = cut != std::string::npos && cut > 0;
    if (!at_space) cut = most;
    lines.push_back(rest.substr(0, cut));
    rest.erase(0, cut + (at_space ? 1 : 0));
  }
  lines.push_back(rest);
  return lines;
}

Table::Table(std::ostream& out) : out_(out), colours_(colours_on_output()) {}

std::string Table::bold(const std::string& text) const { return colours_ ? kBold + text + kPlain : text; }

void Table::print(const std::vector<std::string>& cells, const char* colour) {
  std::vector<std::vector<std::string>> columns;
  std::size_t height = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    columns.push_back(wrapped(cells[i], kWidths.at(i)));
    height = std::max(height, columns.back().size());
  }
  for (std::size_t line = 0; line < height; ++line) {
    std::string text;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const std::string cell = line < columns[i].size() ? columns[i][line] : "";
      const bool last = i + 1 == columns.size();
      text += last && colours_ && !cell.empty() ? colour + cell + kPlain : cell;
      if (!last) text.append(kWidths.at(i) - length(cell) + 2, ' ');
    }
    text.erase(text.find_last_not_of(' ') + 1);
    out_ << text << "\n";
  }
}

void Table::head() {
  print({"", "the customer", "what happened", "the rule that decided", ""}, "");
  out_ << std::string(120, '-') << "\n";
}

void Table::add(const Row& row) {
  ++rows_;
  const bool fine = row.differs.empty();
  print({row.number, row.message, row.happened, row.rule, fine ? "as expected" : "DIFFERS"}, fine ? kGreen : kRed);
  for (const auto& what : row.differs)
    for (const auto& line : wrapped("expected: " + what, 112)) out_ << "    " << line << "\n";
  if (!fine) ++differing_;
  out_.flush();
}

}  // namespace countersign::app::demo
