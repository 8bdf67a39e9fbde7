// Literals: which of many short strings occur in a text, in one pass that costs a nanosecond or two per byte.
// PatternSet asks it which patterns a text can match at all. Immutable after making; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::detect {

class Literals {
 public:
  static constexpr std::size_t kShortest = 3;  ///< bytes; a literal's first three choose where it is kept

  /// Shorter literals than kShortest are never found.
  explicit Literals(const std::vector<std::string>& literals);

  /// Places of those that occur in `text`, in no order, some more than once.
  [[nodiscard]] std::vector<int> in(std::string_view text) const;

 private:
  struct Rest {
    std::uint32_t from;  ///< in letters_, of what follows the first three bytes
    std::uint32_t size;
    std::uint32_t first;  ///< the first three bytes
    int literal;
  };
  static std::uint32_t first_of(const char* text);
  static std::uint32_t slot_of(std::uint32_t first);

  std::array<std::uint64_t, 1024>
      used_{};                        ///< a bit for each of 2^16 slots: the nine in ten that are empty cost no look
  std::vector<std::uint32_t> start_;  ///< of each slot in rests_; one more at the end
  std::vector<Rest> rests_;
  std::string letters_;
};

}  // namespace countersign::detect
