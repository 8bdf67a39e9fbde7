// Csv: one record of a CSV text after another (RFC 4180; LF as well as CRLF, a byte order mark is passed over). No
// state but its place; one thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace table {

class Csv {
 public:
  Csv(std::string_view text, char separator, std::size_t at = 0);

  /// Reads the record at the current place; false at the end. Blank lines are passed over. A record that is no CSV is
  /// read to its end and has a `problem()`.
  bool next();

  [[nodiscard]] std::size_t size() const { return fields_.size(); }
  /// The value of a field, quotes taken off.
  [[nodiscard]] std::string value(std::size_t field) const;
  /// Whether a field is exactly this value, without making a copy of it.
  [[nodiscard]] bool is(std::size_t field, std::string_view value) const;
  [[nodiscard]] std::size_t start() const { return start_; }  ///< where this record begins
  [[nodiscard]] std::size_t line() const { return line_; }    ///< the line it begins on, from 1
  [[nodiscard]] std::string_view bytes() const { return text_.substr(start_, at_ - start_); }
  /// "" or what is wrong with this record.
  [[nodiscard]] const std::string& problem() const { return problem_; }
  /// A quote that never ends: the rest of the file cannot be trusted.
  [[nodiscard]] bool unending() const { return unending_; }

 private:
  struct Field {
    std::string_view raw;  ///< between the quotes, or as it stands
    bool doubled = false;  ///< holds "" for "
  };
  void read_field();
  void read_quoted();
  [[nodiscard]] bool at_end_of_field() const;
  bool take_end_of_record();

  std::string_view text_;
  char separator_;
  std::size_t at_;
  std::size_t start_ = 0;
  std::size_t line_ = 1;
  std::size_t next_line_ = 1;
  std::vector<Field> fields_;
  std::string problem_;
  bool unending_ = false;
};

}  // namespace table
