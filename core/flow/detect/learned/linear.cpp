#include "flow/detect/learned/linear.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace countersign::detect::learned {
namespace {

constexpr std::string_view kHeader = "countersign linear 1\n";
constexpr unsigned kMostBits = 18;  // features are no larger (features.hpp)

Error damaged() { return {Fault::invalid, "this is not a model of this program's kind; rebuild it with its recipe"}; }

/// Takes the text up to the next `end` off the front.
std::string take_until(std::string_view& rest, char end) {
  const auto at = std::min(rest.find(end), rest.size());
  std::string taken(rest.substr(0, at));
  rest.remove_prefix(std::min(at + 1, rest.size()));
  return taken;
}

/// Exact on every machine: a decimal number would be rounded twice.
std::string in_hex(float value) {
  char text[40];
  const int length = std::snprintf(text, sizeof text, "%a", static_cast<double>(value));
  return {text, static_cast<std::size_t>(length)};
}

}  // namespace

Linear::Linear(std::vector<std::string> labels, unsigned bits, float scale, std::vector<float> bias,
               std::vector<std::int8_t> weights)
    : labels_(std::move(labels)), bits_(bits), scale_(scale), bias_(std::move(bias)), weights_(std::move(weights)) {}

Result<Linear> Linear::read(std::string_view file) {
  if (!file.starts_with(kHeader)) return damaged();
  file.remove_prefix(kHeader.size());
  std::vector<std::string> labels;
  const auto names = take_until(file, '\n');
  for (std::string_view left = names; !left.empty();) labels.push_back(take_until(left, ' '));
  const auto numbers = take_until(file, '\n');
  std::string_view left = numbers;
  const auto bits = static_cast<unsigned>(std::strtoul(take_until(left, ' ').c_str(), nullptr, 10));
  const float scale = std::strtof(take_until(left, ' ').c_str(), nullptr);
  std::vector<float> bias;
  while (!left.empty()) bias.push_back(std::strtof(take_until(left, ' ').c_str(), nullptr));
  if (labels.size() < 2 || bits > kMostBits || bias.size() != labels.size() || !std::isfinite(scale) ||
      file.size() != labels.size() << bits)
    return damaged();
  std::vector<std::int8_t> weights(file.size());
  std::transform(file.begin(), file.end(), weights.begin(), [](char c) { return static_cast<std::int8_t>(c); });
  return Linear(std::move(labels), bits, scale, std::move(bias), std::move(weights));
}

std::string Linear::write() const {
  std::string file(kHeader);
  for (std::size_t i = 0; i < labels_.size(); ++i) file += (i == 0 ? "" : " ") + labels_[i];
  file += "\n" + std::to_string(bits_) + " " + in_hex(scale_);
  for (const float one : bias_) file += " " + in_hex(one);
  file += "\n";
  for (const auto weight : weights_) file += static_cast<char>(weight);
  return file;
}

std::vector<float> Linear::scores(std::span<const std::uint32_t> features) const {
  const auto count = labels_.size();
  std::vector<std::int32_t> sums(count, 0);
  const std::uint32_t mask = (1U << bits_) - 1;
  for (const auto feature : features) {
    const auto* row = &weights_[static_cast<std::size_t>(feature & mask) * count];
    for (std::size_t label = 0; label < count; ++label) sums[label] += row[label];
  }
  const float unit = scale_ / std::sqrt(static_cast<float>(features.size()) + 1.0F);
  std::vector<float> scores(bias_);
  for (std::size_t label = 0; label < count; ++label) scores[label] += static_cast<float>(sums[label]) * unit;
  return scores;
}

std::vector<float> Linear::judge(std::span<const std::uint32_t> features) const {
  auto likely = scores(features);
  softmax(likely);
  return likely;
}

std::vector<float> Linear::judge_each(std::span<const std::uint32_t> features) const {
  auto likely = scores(features);
  logistic(likely);
  return likely;
}

std::size_t Linear::place(std::string_view label) const {
  return static_cast<std::size_t>(std::find(labels_.begin(), labels_.end(), label) - labels_.begin());
}

void softmax(std::span<float> scores) {
  const float most = *std::max_element(scores.begin(), scores.end());
  float total = 0;
  for (auto& score : scores) total += score = std::exp(score - most);
  for (auto& score : scores) score /= total;
}

void logistic(std::span<float> scores) {
  for (auto& score : scores) score = 1.0F / (1.0F + std::exp(-score));
}

}  // namespace countersign::detect::learned
