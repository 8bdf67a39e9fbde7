// Table: the demo's rows on the screen, at most 120 columns wide; colours only on a terminal and without NO_COLOR.
// Main thread.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace countersign::app::demo {

struct Row {
  std::string number;   ///< of the scene; "" for a further step of the same
  std::string message;  ///< what the customer wrote, or "(what somebody does)"
  std::string happened;
  std::string rule;
  std::vector<std::string> differs;  ///< what was expected and did not happen; empty: as expected
};

class Table {
 public:
  explicit Table(std::ostream& out);
  void head();
  void add(const Row& row);
  [[nodiscard]] int rows() const { return rows_; }
  [[nodiscard]] int differing() const { return differing_; }
  /// The text in bold where that is possible.
  [[nodiscard]] std::string bold(const std::string& text) const;

 private:
  void print(const std::vector<std::string>& cells, const char* colour);
  std::ostream& out_;
  bool colours_;
  int rows_ = 0;
  int differing_ = 0;
};

/// Lines of at most `width` characters (code points), broken at spaces where there are any.
[[nodiscard]] std::vector<std::string> wrapped(const std::string& text, std::size_t width);

}  // namespace countersign::app::demo
