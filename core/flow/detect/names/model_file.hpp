// The tagger's model file: "CSNAMES1", the number of feature rows (32 bits, little endian, a power of two), 30 follow
// scores (32 bits each), then five signed bytes per row. Written by the trainer, read by Tagger::read().
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace countersign::detect::names {

constexpr std::string_view model_mark = "CSNAMES1";
constexpr std::int32_t scale = 8;  ///< model units in a perceptron's step
constexpr std::uint32_t fewest_rows = 1U << 8U;
constexpr std::uint32_t most_rows = 1U << 20U;

class ModelWriter {
 public:
  explicit ModelWriter(std::uint32_t rows);
  /// In order of label before, then label.
  void follow(std::int32_t score);
  /// In order of row, then label; cut to what a byte holds.
  void weight(std::int32_t score);
  [[nodiscard]] std::string take() { return std::move(file_); }

 private:
  std::string file_;
};

}  // namespace countersign::detect::names
