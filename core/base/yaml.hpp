// Strict YAML 1.2 for people: every node knows its file, line and column, and nothing is accepted silently.
// Refused: anchors, aliases, tags, merge keys, tabs and control bytes, duplicate keys, several documents in a file.
// Scalars are never guessed: they stay text ("on", "yes", "010" are words) and the reader asks for a type.
// Built on yaml-cpp's event parser. Used by configuration and policies at load; no node lives on at run time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace countersign::yaml {

/// Where something stands; line and column count from 1.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;
};

/// One thing that is wrong (or worth a warning), in the words of the person who wrote the file.
struct Problem {
  Place place;
  std::string code;     ///< "P104", "C012": stable, documented
  std::string message;  ///< what is wrong and what to do
  bool warning = false;
};

/// "policies/ai.yaml:12:9 P104 message"
[[nodiscard]] std::string to_line(const Problem& problem);

struct Entry;

struct Node {
  enum class Kind { null, scalar, list, map } kind = Kind::null;
  Place place;
  std::string text;            ///< scalar
  bool quoted = false;         ///< scalar: written in quotes or as a block; null: a comment stands in its place
  std::vector<Node> items;     ///< list
  std::vector<Entry> entries;  ///< map, in the order of the file; keys are scalars

  [[nodiscard]] bool is_scalar() const { return kind == Kind::scalar; }
  [[nodiscard]] bool is_list() const { return kind == Kind::list; }
  [[nodiscard]] bool is_map() const { return kind == Kind::map; }
  /// The value under `key`, or nullptr.
  [[nodiscard]] const Node* find(std::string_view key) const;
};

/// A key and its value. Not a std::pair, whose traits would ask about Node before Node is complete.
struct Entry {
  Node first;
  Node second;
};

/// Reads one document. Problems are appended (codes starting with `code_prefix`, e.g. 'P' -> P001..P019); nullopt if
/// the text cannot be read at all. `file` is what problems name.
[[nodiscard]] std::optional<Node> read(std::string_view text, const std::string& file, char code_prefix,
                                       std::vector<Problem>& problems);

/// The nearest of `known` to `word` (Damerau-Levenshtein of small letters, at most a third of its length); "": none.
[[nodiscard]] std::string nearest(std::string_view word, const std::vector<std::string_view>& known);

}  // namespace countersign::yaml
