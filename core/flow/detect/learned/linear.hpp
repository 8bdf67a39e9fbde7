// Linear: a learned text classifier: multinomial logistic regression over hashed features, weights of one byte each.
// About a microsecond per short text. Made from a model's file (models/, compiled in) or by train(); immutable, any
// thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace countersign::detect::learned {

class Linear {
 public:
  /// A model of `labels` over 2^bits rows; weights[row * labels + label] in units of `scale`, one bias per label.
  Linear(std::vector<std::string> labels, unsigned bits, float scale, std::vector<float> bias,
         std::vector<std::int8_t> weights);

  /// What write() made; `invalid` for anything else.
  [[nodiscard]] static Result<Linear> read(std::string_view file);
  /// "countersign linear 1\n", then a line of labels, a line "bits scale bias…" (hexadecimal floats), then the weights.
  [[nodiscard]] std::string write() const;

  [[nodiscard]] const std::vector<std::string>& labels() const { return labels_; }
  /// How likely each label is, in the order of labels(); they add up to 1.
  [[nodiscard]] std::vector<float> judge(std::span<const std::uint32_t> features) const;
  /// How likely each label is for itself: several can be so, or none. For models learned with Schooling::each.
  [[nodiscard]] std::vector<float> judge_each(std::span<const std::uint32_t> features) const;
  /// The place of a label; labels().size() when there is none.
  [[nodiscard]] std::size_t place(std::string_view label) const;

 private:
  [[nodiscard]] std::vector<float> scores(std::span<const std::uint32_t> features) const;

  std::vector<std::string> labels_;
  unsigned bits_;
  float scale_;
  std::vector<float> bias_;
  std::vector<std::int8_t> weights_;
};

/// Scores to probabilities, in place.
void softmax(std::span<float> scores);
/// Each score to a probability of its own, in place.
void logistic(std::span<float> scores);

}  // namespace countersign::detect::learned
