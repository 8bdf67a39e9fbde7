#include "flow/detect/names/chain.hpp"

#include <limits>

namespace countersign::detect::names {
namespace {

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::min() / 2;
using Sums = std::array<std::int64_t, label_count>;
using Back = std::array<std::uint8_t, label_count>;

std::uint8_t best_of(const Sums& sums) {
  std::uint8_t best = 0;
  for (std::uint8_t label = 1; label < label_count; ++label)
    if (sums[label] > sums[best]) best = label;
  return best;
}

/// One token further: the best way to each of its labels.
Sums go_on(const Sums& before, const Scores& here, const Follow& follow, Back& back) {
  Sums sums;
  for (std::size_t label = 0; label < label_count; ++label) {
    Sums ways;
    for (std::size_t from = 0; from < label_count; ++from) {
      ways[from] = may_follow(from, label) ? before[from] + follow[from][label] : never;
    }
    back[label] = best_of(ways);
    sums[label] = ways[back[label]] + here[label];
  }
  return sums;
}

}  // namespace

void best_chain(std::span<const Scores> scores, const Follow& follow, std::vector<std::uint8_t>& labels) {
  labels.assign(scores.size(), nothing);
  if (scores.empty()) return;
  std::vector<Back> back(scores.size());
  Sums sums;
  for (std::size_t label = 0; label < label_count; ++label) {
    sums[label] = may_follow(label_count, label) ? std::int64_t{scores[0][label]} + follow[label_count][label] : never;
  }
  for (std::size_t i = 1; i < scores.size(); ++i) sums = go_on(sums, scores[i], follow, back[i]);
  labels.back() = best_of(sums);
  for (std::size_t i = scores.size() - 1; i > 0; --i) labels[i - 1] = back[i][labels[i]];
}

}  // namespace countersign::detect::names
