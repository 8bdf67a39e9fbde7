// The vocabulary of the policy language: every key, every word, in one table. The validator, the suggestions in its
// errors, the JSON Schema and the documentation all come from here; a word that is not in the table does not exist. Constant data; any
// thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace countersign::policy {

/// What stands behind a key.
enum class Shape : std::uint8_t {
  text,      ///< any text
  id,        ///< lower-case letters, digits, - and _
  words,     ///< one word or a list of words; of the list `words` if that is named
  number,    ///< a whole number from 1 on
  duration,  ///< "10 minutes", "4 business hours"
  date,      ///< 2027-01-31
  period,    ///< "400 days", "13 months", "6 years"
  amount,    ///< "100 EUR"
  hours,     ///< "08:00-18:00", or a list of such
  map,       ///< the keys of section "<section>.<key>"
  maps,      ///< a list of such maps
  free_map,  ///< keys of the author's own choosing; each value has the keys of section "<section>.<key>"
  language,   ///< "de": ISO 639-1
  languages,  ///< one or a list of such
};

/// One key that may stand in a section of a document.
struct Key {
  std::string_view section;  ///< "policy", "policy.applies_to"
  std::string_view name;
  Shape shape = Shape::text;
  bool required = false;
  std::string_view words;  ///< closed list its values come from, "" if they are free
  std::string_view help;
};

/// One word of a closed list.
struct Word {
  std::string_view list;
  std::string_view word;
  std::string_view help;
};

[[nodiscard]] std::span<const Key> keys();
[[nodiscard]] std::span<const Word> words();
[[nodiscard]] std::vector<std::string_view> words_of(std::string_view list);
/// The section that says which keys may stand there: some share theirs with another.
[[nodiscard]] std::string_view section_of(std::string_view section);
[[nodiscard]] std::vector<const Key*> keys_of(std::string_view section);

}  // namespace countersign::policy
