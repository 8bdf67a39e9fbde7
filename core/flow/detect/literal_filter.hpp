// LiteralFilter: which of many patterns a text can match at all, by the literals in it. RE2 tells which literals a
// pattern needs (re2::FilteredRE2); here they are looked up for all patterns at once, in about a microsecond per
// sentence. Made by PatternSet; immutable, any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "flow/detect/literals.hpp"

namespace countersign::detect {

class LiteralFilter {
 public:
  /// Throws std::runtime_error for a pattern that RE2 refuses.
  explicit LiteralFilter(const std::vector<std::string>& patterns);

  /// Patterns that need no literal, ascending: `possible` never names them.
  [[nodiscard]] const std::vector<int>& always() const { return always_; }
  /// Patterns that a lower-case text may match, in no order; what it does not name does not match.
  [[nodiscard]] std::vector<int> possible(std::string_view text) const;

 private:
  /// That a literal belongs to a pattern: alone it makes it possible, or only together with another of the pattern.
  struct Use {
    int pattern;
    bool enough;
  };
  std::size_t patterns_;
  std::vector<int> always_;
  std::vector<std::uint32_t> start_;  ///< of each literal in uses_; one more at the end
  std::vector<Use> uses_;
  Literals literals_{{}};
};

}  // namespace countersign::detect
