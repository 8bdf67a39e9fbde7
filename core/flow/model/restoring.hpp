// Restoring: turns a model's answer back, piece by piece as it comes in. Gives out only what no further piece can
// change, and refuses what could be a placeholder that this conversation did not give, or half of one. Made per answer
// by Pseudonyms::restore or by whoever reads a stream; one thread.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace countersign {

/// What stands for what: a placeholder without brackets -> the value.
using StandIns = std::map<std::string, std::string, std::less<>>;

class Restoring {
 public:
  /// `names` must live as long as this.
  explicit Restoring(const StandIns& names);

  /// The next piece, cut anywhere, also within a character. What can be said now, "" when nothing can. Error (invalid)
  /// when the answer must not be sent; then every further call says so too. However the answer is cut, the pieces given
  /// out and finish() together are the same text, or there is an error.
  [[nodiscard]] Result<std::string> feed(std::string_view piece);

  /// The rest, after the last piece.
  [[nodiscard]] Result<std::string> finish();

 private:
  /// What stands at one place of what waits: `size` bytes of it become `text`.
  struct Step {
    enum class What { wait, refuse, go_on } what = What::go_on;
    std::size_t size = 0;
    std::string text{};
  };
  struct Word;
  [[nodiscard]] Result<std::string> advance(bool last);
  [[nodiscard]] Step step(std::string_view rest, bool last) const;
  [[nodiscard]] Step bracket(std::string_view rest, bool last) const;
  [[nodiscard]] Step word(std::string_view rest, bool last) const;
  [[nodiscard]] bool piece_of_one(std::string_view word) const;

  const StandIns& names_;
  std::string waiting_;
  char before_ = '\n';  ///< the last byte of the answer, as the model wrote it, that no longer waits
  bool refused_ = false;
};

}  // namespace countersign
