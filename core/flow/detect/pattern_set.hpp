// PatternSet: many patterns looked up in one pass (RE2::Set), and each one alone only where it hit. Linear in the text,
// whatever the pattern (https://swtch.com/~rsc/regexp/regexp3.html). One automaton for hundreds of patterns with gaps
// (".{0,30}") meets ever new states, on every text nobody wrote before; such a set looks for the literals that its
// patterns need and then only at the few patterns that can match. Immutable after making; any
// thread.
#pragma once

#include <re2/re2.h>
#include <re2/set.h>

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "flow/detect/text_view.hpp"

namespace countersign::detect {

class LiteralFilter;

class PatternSet {
 public:
  static constexpr std::int64_t kMemory = 96LL << 20;  ///< bytes for all patterns together and what matching keeps

  /// Throws std::runtime_error for a pattern that RE2 refuses (ours are constants, an officer's words are escaped), and
  /// when `memory` is too little for all of them.
  explicit PatternSet(std::vector<std::string> patterns, std::int64_t memory = kMemory);

  /// A set that looks for literals first: for patterns of words over lower-case text (folded_view). Compiles each
  /// pattern. Throws as the other.
  [[nodiscard]] static PatternSet of_words(std::vector<std::string> patterns);
  PatternSet(PatternSet&&) noexcept;
  ~PatternSet();

  /// Indices of the patterns that occur in `text`, ascending. An Error when RE2 ran out of memory: that is no "nothing
  /// found".
  [[nodiscard]] Result<std::vector<int>> hits(std::string_view text) const;

  /// The next place of pattern `index` in `text` at or after `from`: its first group if it has one, else all of it.
  /// `from` moves behind the match. nullopt when there is none. A pattern is compiled alone the
  /// first time it is asked for: most never are. Throws std::runtime_error if that fails.
  [[nodiscard]] std::optional<Span> next(int index, std::string_view text, std::size_t& from) const;

  /// How many bytes next() has gone through on this thread, all sets together: tests bound the work by it.
  [[nodiscard]] static std::uint64_t bytes_gone_through();

 private:
  struct Single {
    std::once_flag once;
    std::unique_ptr<const re2::RE2> compiled;
  };
  [[nodiscard]] const re2::RE2& single(int index) const;
  [[nodiscard]] Result<std::vector<int>> hits_of_set(std::string_view text) const;

  std::vector<std::string> patterns_;
  std::unique_ptr<re2::RE2::Set> set_;
  std::unique_ptr<Single[]> single_;             ///< of each pattern
  std::unique_ptr<const LiteralFilter> filter_;  ///< null: set_ has all patterns
};

}  // namespace countersign::detect
