#include <algorithm>

#include "report/sheet.hpp"

namespace countersign::report {
namespace {

constexpr std::size_t kWidest = 72;  // of a column; what is longer is wrapped into the last column anyway

/// Characters, not bytes.
std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string padded(const std::string& text, std::size_t to) {
  return text + std::string(to > width(text) ? to - width(text) : 0, ' ');
}

void add_row(std::string& out, const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) {
  out += "  ";
  for (std::size_t i = 0; i < cells.size(); ++i)
    out += i + 1 == cells.size() ? cells[i] : padded(cells[i], widths[i]) + "  ";
  while (out.ends_with(' ')) out.pop_back();
  out += "\n";
}

void add(std::string& out, const Table& table) {
  if (table.rows.empty()) {
    out += "  " + table.none + "\n";
    return;
  }
  std::vector<std::size_t> widths;
  for (const auto& column : table.columns) widths.push_back(width(column));
  for (const auto& row : table.rows)
    for (std::size_t i = 0; i < row.size() && i < widths.size(); ++i)
      widths[i] = std::min(kWidest, std::max(widths[i], width(row[i])));
  add_row(out, table.columns, widths);
  for (const auto& row : table.rows) add_row(out, row, widths);
}

std::string indented(const std::string& text, const std::string& by) {
  std::string out = by;
  for (const char c : text) out += c == '\n' ? "\n" + by : std::string(1, c);
  return out;
}

void add(std::string& out, const Said& said) {
  out += "\n  " + said.at + "  " + said.who + "\n";
  if (!said.text.empty()) out += indented(said.text, "    | ") + "\n";
  for (const auto& fact : said.facts) out += "    - " + fact + "\n";
}

}  // namespace

std::string as_text(const Sheet& sheet) {
  std::string out = sheet.title + "\n" + sheet.subtitle + "\n";
  if (!sheet.warnings.empty()) out += "\nNOT TO BE TRUSTED\n";
  for (const auto& warning : sheet.warnings) out += "  " + warning + "\n";
  for (const auto& section : sheet.sections) {
    out += "\n" + section.title + "\n";
    if (!section.about.empty()) out += "  (" + section.about + ")\n";
    std::size_t label = 0, value = 0;
    for (const auto& tile : section.tiles) {
      label = std::max(label, width(tile.label));
      value = std::max(value, width(tile.value));
    }
    for (const auto& tile : section.tiles) add_row(out, {tile.label, tile.value, tile.note}, {label, value, 0});
    for (const auto& table : section.tables) add(out, table);
    for (const auto& said : section.said) add(out, said);
    for (const auto& folded : section.folded) out += "\n  " + folded.title + "\n" + indented(folded.text, "    | ") + "\n";
  }
  out += "\n";
  for (const auto& line : sheet.footer) out += line + "\n";
  return out;
}

}  // namespace countersign::report
