// What people most often mean where YAML's grammar breaks: the parser names the place where it gave up, which is seldom
// the place to mend. Called by yaml::read; pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace countersign::yaml {

struct Hint {
  int line = 0, column = 0;  ///< from 1, where to mend
  std::string mend;
};

/// For a text that could not be parsed at `line` (from 1). nullopt: nobody can tell.
[[nodiscard]] std::optional<Hint> hint_for(std::string_view text, int line);

/// Whether the quoted scalar that begins at `at` has its closing quote; the parser takes the end of the file for one.
[[nodiscard]] bool quote_closes(std::string_view text, std::size_t at);

}  // namespace countersign::yaml
