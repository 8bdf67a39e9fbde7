// The bytes of a YAML file before any grammar: is it text in UTF-8, without tabs, control characters and blanks that
// are none? Called by yaml::read; pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace countersign::yaml {

struct Fault {
  int line = 1, column = 1;  ///< in characters, from 1
  int number = 0;            ///< of the problem: 1 is P001
  std::string mend;
};

/// The first thing that keeps `text`, with line ends of Unix, from being parsed.
[[nodiscard]] std::optional<Fault> fault_in(std::string_view text);

/// Bytes of the well-formed UTF-8 sequence at `at` (RFC 3629, table 3-7 of Unicode), 0 if there is none.
[[nodiscard]] std::size_t sequence(std::string_view text, std::size_t at);
/// A sequence of that length that is an invisible control character (and no line feed).
[[nodiscard]] bool is_control(std::string_view text, std::size_t at, std::size_t length);

}  // namespace countersign::yaml
