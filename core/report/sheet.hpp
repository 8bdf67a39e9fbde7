// Sheet: what a report says before it looks like anything: sections with tables, bubbles of talk, and figures. Written
// as plain text for a terminal or as one HTML file that needs nothing from elsewhere and runs no script. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace countersign::report {

struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
  std::string none = "none";  ///< said instead of an empty table
};

/// A figure that matters at first sight.
struct Tile {
  std::string label, value, note;
  std::optional<int> percent = {};  ///< shown as a bar
  bool good = true;
};

/// Something that was said, for a case file.
struct Said {
  std::string who;   ///< "customer", "AI", "AI, edited by a person" …
  std::string side;  ///< in | out | note
  std::string at;
  std::string text;
  std::vector<std::string> facts;  ///< what became of it and why
};

/// Something long that is only looked at when it is needed, such as a proof.
struct Folded {
  std::string title, text;
};

struct Section {
  std::string title;
  std::string about;  ///< one sentence on how to read it
  std::vector<Tile> tiles = {};
  std::vector<Table> tables = {};
  std::vector<Said> said = {};
  std::vector<Folded> folded = {};
};

struct Sheet {
  std::string title;
  std::string subtitle;
  std::vector<Section> sections;
  std::vector<std::string> footer;
  std::vector<std::string> warnings = {};  ///< said before all else: what stands here is not to be trusted
};

[[nodiscard]] std::string as_text(const Sheet& sheet);
[[nodiscard]] std::string as_html(const Sheet& sheet);

}  // namespace countersign::report
