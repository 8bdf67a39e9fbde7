#include "flow/detect/learned/train.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <numeric>

#include "flow/detect/learned/features.hpp"

namespace countersign::detect::learned {
namespace {

constexpr float kBiasStep = 0.01F;  // of the rate: a bias sees every example and would run ahead of the words

enum class Truth : std::uint8_t { no, yes, unknown };

struct Row {
  std::vector<std::uint32_t> features;
  std::vector<Truth> truth;  ///< per label
};

/// Knuth's linear congruential numbers: the order of the examples is part of the recipe.
class Numbers {
 public:
  std::uint32_t next() {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::uint32_t>(state_ >> 33U);
  }

 private:
  std::uint64_t state_ = 42;
};

class Pupil {
 public:
  Pupil(std::size_t labels, const Schooling& how)
      : how_(how),
        labels_(labels),
        weights_(labels << how.bits, 0.0F),
        steps_(labels << how.bits, 1e-6F),
        bias_(labels, 0.0F),
        scores_(labels, 0.0F) {}

  /// One example: what it was taken for, and a step towards what it is. `importance` is of each label.
  void learn(const Row& row, const std::vector<float>& importance) {
    const float unit = 1.0F / std::sqrt(static_cast<float>(row.features.size()) + 1.0F);
    scores_ = bias_;
    for (const auto feature : row.features)
      for (std::size_t label = 0; label < labels_; ++label) scores_[label] += weights_[at(feature, label)] * unit;
    if (how_.each)
      logistic(scores_);
    else
      softmax(scores_);
    const auto own = std::find(row.truth.begin(), row.truth.end(), Truth::yes) - row.truth.begin();
    for (std::size_t label = 0; label < labels_; ++label) {
      if (row.truth[label] == Truth::unknown) continue;
      const bool yes = row.truth[label] == Truth::yes;
      const float counts = !how_.each ? importance[static_cast<std::size_t>(own)] : yes ? importance[label] : 1.0F;
      step(row, label, (scores_[label] - (yes ? 1.0F : 0.0F)) * counts, unit);
    }
  }

  /// The weights as they are now will be in the mean.
  void remember() {
    if (remembered_ == 0) sums_.assign(weights_.size(), 0.0F), bias_sums_.assign(bias_.size(), 0.0F);
    for (std::size_t i = 0; i < sums_.size(); ++i) sums_[i] += weights_[i];
    for (std::size_t i = 0; i < bias_sums_.size(); ++i) bias_sums_[i] += bias_[i];
    ++remembered_;
  }
  void take_the_mean() {
    if (remembered_ == 0) return;
    const auto times = static_cast<float>(remembered_);
    for (std::size_t i = 0; i < sums_.size(); ++i) weights_[i] = sums_[i] / times;
    for (std::size_t i = 0; i < bias_sums_.size(); ++i) bias_[i] = bias_sums_[i] / times;
  }

  [[nodiscard]] Linear graduate(std::vector<std::string> labels) const {
    float most = 1e-6F;
    for (const float weight : weights_) most = std::max(most, std::fabs(weight));
    const float scale = most / 127.0F;
    std::vector<std::int8_t> bytes(weights_.size());
    std::transform(weights_.begin(), weights_.end(), bytes.begin(),
                   [&](float weight) { return static_cast<std::int8_t>(std::lround(weight / scale)); });
    return {std::move(labels), how_.bits, scale, bias_, std::move(bytes)};
  }

 private:
  void step(const Row& row, std::size_t label, float wrong, float unit) {
    bias_[label] -= kBiasStep * how_.rate * wrong;
    const float slope = wrong * unit;
    for (const auto feature : row.features) {
      float& taken = steps_[at(feature, label)];
      taken += slope * slope;
      weights_[at(feature, label)] -= how_.rate * slope / std::sqrt(taken);
    }
  }
  [[nodiscard]] std::size_t at(std::uint32_t feature, std::size_t label) const {
    return static_cast<std::size_t>(feature & ((1U << how_.bits) - 1)) * labels_ + label;
  }
  const Schooling how_;
  const std::size_t labels_;
  std::vector<float> weights_;
  std::vector<float> steps_;
  std::vector<float> bias_;
  std::vector<float> scores_;
  std::vector<float> sums_;
  std::vector<float> bias_sums_;
  int remembered_ = 0;
};

/// Some of the row's features, by chance.
Row thinned(const Row& row, float drop, Numbers& numbers) {
  Row thin{{}, row.truth};
  constexpr std::uint32_t whole = 1000;
  const auto gone = static_cast<std::uint32_t>(drop * static_cast<float>(whole));
  std::copy_if(row.features.begin(), row.features.end(), std::back_inserter(thin.features),
               [&](std::uint32_t) { return numbers.next() % whole >= gone; });
  return thin;
}

/// "a+b?" -> a, "b?".
std::vector<std::string> parts_of(const std::string& label) {
  std::vector<std::string> parts;
  for (std::size_t from = 0; from <= label.size();) {
    const auto end = std::min(label.find('+', from), label.size());
    if (end > from) parts.push_back(label.substr(from, end - from));
    from = end + 1;
  }
  return parts;
}

/// How often each label is said of the examples.
std::map<std::string, std::size_t> count(const std::vector<Example>& examples, bool each) {
  std::map<std::string, std::size_t> counts;
  for (const auto& example : examples) {
    if (!each)
      ++counts[example.label];
    else
      for (const auto& part : parts_of(example.label))
        if (part.back() != '?') ++counts[part];
  }
  return counts;
}

std::vector<Truth> truth_of(const std::string& said, const std::vector<std::string>& labels, bool each) {
  std::vector<Truth> truth(labels.size(), Truth::no);
  for (auto part : each ? parts_of(said) : std::vector<std::string>{said}) {
    const bool known = !each || part.back() != '?';
    if (!known) part.pop_back();
    const auto at = std::find(labels.begin(), labels.end(), part) - labels.begin();
    if (static_cast<std::size_t>(at) < labels.size())
      truth[static_cast<std::size_t>(at)] = known ? Truth::yes : Truth::unknown;
  }
  return truth;
}

}  // namespace

Result<Linear> train(const std::vector<Example>& examples, const Schooling& how) {
  const auto counts = count(examples, how.each);
  if (counts.size() < 2) return Error{Fault::invalid, "there is nothing to tell apart: give examples of two labels"};
  std::vector<std::string> labels;
  std::vector<float> importance;
  for (const auto& [label, count] : counts) {
    labels.push_back(label);
    const auto even = static_cast<float>(examples.size()) / static_cast<float>((how.each ? 1 : counts.size()) * count);
    importance.push_back(std::pow(even, how.balance));
  }
  std::vector<Row> rows;
  for (const auto& example : examples)
    rows.push_back({features_of(example.folded), truth_of(example.label, labels, how.each)});
  Pupil pupil(labels.size(), how);
  Numbers numbers;
  std::vector<std::size_t> order(rows.size());
  std::iota(order.begin(), order.end(), 0);
  for (int round = 0; round < how.rounds; ++round) {
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[numbers.next() % i]);
    for (const auto i : order) pupil.learn(how.drop > 0 ? thinned(rows[i], how.drop, numbers) : rows[i], importance);
    if (how.drop > 0 && 2 * round >= how.rounds) pupil.remember();
  }
  pupil.take_the_mean();
  return pupil.graduate(std::move(labels));
}

}  // namespace countersign::detect::learned
