// Settings of lookup.table: what to find in a customer's text, in which columns to look, and what may be said. Read
// once when the plugin opens; immutable afterwards, any thread.
#pragma once

#include <re2/re2.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "countersign/plugin.hpp"

namespace table {

using countersign::sdk::Problem;

/// A piece of a sentence: words, then the value of a column. `column` is an index into Settings::columns, -1 for none.
struct Piece {
  std::string words;
  int column = -1;
};

struct Settings {
  std::string file;
  std::string table;     ///< SQLite: the table or view to read
  char separator = ',';  ///< CSV
  /// Every column that is read, each once, as the file names them; the first is the key's, the second the customer's.
  /// What is not here never leaves the file.
  std::vector<std::string> columns;
  int as_of = -1;                                 ///< the column that says how old a row is; -1: the file's own time
  std::vector<int> show;                          ///< columns that agents see besides the sentence
  std::map<std::string, std::vector<Piece>> say;  ///< language -> sentence
  std::map<std::string, std::string> answers;     ///< language -> the questions that a row answers, separated by "|"
  std::unique_ptr<re2::RE2> find;                 ///< one group: the key in a customer's words
};

inline constexpr int kKey = 0;
inline constexpr int kCustomer = 1;

/// Throws Problem (CS_INVALID) that names the setting and the mend.
[[nodiscard]] Settings read_settings(const countersign::sdk::In& in);

/// The keys that `text` names, in order, each once; at most five.
[[nodiscard]] std::vector<std::string> keys_in(const Settings& settings, std::string_view text);

/// The entry of `by_language` for "de-AT": de-AT, de, en, or the first; nullptr only when there is none.
template <class Value>
[[nodiscard]] const Value* in_language(const std::map<std::string, Value>& by_language, std::string_view language) {
  const std::string whole(language);
  for (const std::string& wanted : {whole, whole.substr(0, whole.find('-')), std::string("en")}) {
    if (const auto at = by_language.find(wanted); at != by_language.end()) return &at->second;
  }
  return by_language.empty() ? nullptr : &by_language.begin()->second;
}

}  // namespace table
