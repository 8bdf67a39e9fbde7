// Writes canonical JSON (RFC 8785, as json::dump does) straight into a string, without a tree of values in between. Used
// where much is written: the entries of the record. Not thread-safe; one writer per text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.hpp"

namespace countersign::json {

/// The caller names an object's members in the order of their keys' bytes and each once; a test of the caller compares
/// what was written with dump(parse(it)).
class Writer {
 public:
  /// Appends to `out`, which must outlive the writer.
  explicit Writer(std::string& out) : out_(out) {}

  void open_object() { open('{'); }
  void close_object() { out_ += '}'; }
  void open_array() { open('['); }
  void close_array() { out_ += ']'; }
  /// What comes next is the value of `key`.
  void key(std::string_view key) {
    text(key);
    out_ += ':';
  }
  /// Throws std::invalid_argument for a string that is not UTF-8.
  void text(std::string_view value);
  void number(std::int64_t value);
  void flag(bool value);
  void value(const Value& value);

  /// For a member that may turn out to be empty: undo() forgets all that was written since mark().
  [[nodiscard]] std::size_t mark() const { return out_.size(); }
  void undo(std::size_t mark) { out_.resize(mark); }

 private:
  void open(char bracket) {
    separate();
    out_ += bracket;
  }
  /// A comma, unless something was opened or named just now.
  void separate() {
    if (!out_.empty() && out_.back() != '{' && out_.back() != '[' && out_.back() != ':') out_ += ',';
  }
  std::string& out_;
};

}  // namespace countersign::json
