// Known: what the sources and the customer say, as far as the text to be judged speaks of it. Made once per text by
// support.cpp; immutable afterwards.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "flow/grounding/support.hpp"
#include "flow/grounding/terms.hpp"

namespace countersign::grounding {

/// As much of a text as is read, cut between whole characters.
[[nodiscard]] std::string_view head(std::string_view text);

/// One sentence of a source.
struct Line {
  int source = 0;
  bool negated = false;
};

/// What the sources and the customer say, as far as the text to be judged speaks of it: only its own terms are kept.
class Known {
 public:
  Known(const Basis& basis, const std::vector<Said>& sentences);
  [[nodiscard]] const std::vector<Line>& lines() const { return lines_; }
  [[nodiscard]] int sources() const { return sources_; }
  /// Indices of lines(), ascending.
  [[nodiscard]] const std::vector<int>& lines_with(std::uint64_t key) const {
    return lines_with_[static_cast<std::size_t>(ids_.at(key))];
  }
  [[nodiscard]] bool by_customer(std::uint64_t key) const {
    return by_customer_[static_cast<std::size_t>(ids_.at(key))];
  }
  [[nodiscard]] bool in_source(int source, std::uint64_t key) const;
  /// Rare words tell more: logarithm of one in how many sentences of the sources they stand.
  [[nodiscard]] double weight(std::uint64_t key) const;

 private:
  void add_source(int source, std::string_view text);

  std::string_view language_;
  std::unordered_map<std::uint64_t, int> ids_;  ///< of the terms of the text
  std::vector<std::vector<int>> lines_with_;
  std::vector<bool> by_customer_;
  std::vector<Line> lines_;
  int sources_ = 0;
};

}  // namespace countersign::grounding
