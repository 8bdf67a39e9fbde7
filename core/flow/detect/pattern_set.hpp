// PatternSet: many patterns looked up in one pass (RE2::Set), and each one alone only where it hit. Linear in the text,
// whatever the pattern (https://swtch.com/~rsc/regexp/regexp3.html). Immutable after making; any thread.
#pragma once

#include <re2/re2.h>
#include <re2/set.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "flow/detect/text_view.hpp"

namespace countersign::detect {

class PatternSet {
 public:
  /// Throws std::runtime_error for a pattern that RE2 refuses (ours are constants, an officer's words are escaped).
  /// next() is for the first `placed` patterns only: compiling one alone costs as much as adding it to the set.
  explicit PatternSet(const std::vector<std::string>& patterns, std::size_t placed = std::string::npos);

  /// Indices of the patterns that occur in `text`, ascending. An Error when RE2 ran out of memory: that is no "nothing found".
  [[nodiscard]] Result<std::vector<int>> hits(std::string_view text) const;

  /// The next place of pattern `index` in `text` at or after `from`: its first group if it has one, else all of it.
  /// `from` moves behind the match. nullopt when there is none.
  [[nodiscard]] std::optional<Span> next(int index, std::string_view text, std::size_t& from) const;

 private:
  bool empty_;
  std::unique_ptr<re2::RE2::Set> set_;
  std::vector<std::unique_ptr<re2::RE2>> single_;
};

}  // namespace countersign::detect
