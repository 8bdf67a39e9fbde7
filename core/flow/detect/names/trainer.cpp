#include "flow/detect/names/trainer.hpp"

#include <algorithm>
#include <numeric>

#include "flow/detect/names/chain.hpp"
#include "flow/detect/names/model_file.hpp"
#include "flow/detect/text_view.hpp"

namespace countersign::detect::names {
namespace {

/// A text as the perceptron sees it.
struct Example {
  std::vector<Features> features;
  std::vector<std::uint8_t> labels;
};

std::vector<std::uint8_t> labels_of(const Marked& text, const std::vector<Token>& tokens) {
  std::vector<std::uint8_t> labels(tokens.size(), nothing);
  for (const auto& span : text.spans) {
    bool begun = false;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (tokens[i].begin >= span.end || tokens[i].end <= span.begin) continue;
      labels[i] = span.name ? (begun ? name_more : name_begin) : (begun ? address_more : address_begin);
      begun = true;
    }
  }
  return labels;
}

Example example_of(const Marked& text) {
  std::vector<Token> tokens;
  cut(text.text, 0, text.text.size(), tokens);
  Example example;
  example.features.resize(tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) features_of(tokens, i, example.features[i]);
  example.labels = labels_of(text, tokens);
  return example;
}

/// A weight with the sum of its values over time, brought up to date when it changes.
struct Weight {
  std::int32_t now = 0;
  std::int64_t sum = 0;
  std::int64_t seen = 0;
  void change(std::int32_t by, std::int64_t time) {
    sum += now * (time - seen);
    seen = time;
    now += by;
  }
};

class Perceptron {
 public:
  explicit Perceptron(unsigned bits) : mask_((1U << bits) - 1), rows_(std::size_t{1} << bits) {}

  void learn(const Example& example) {
    ++time_;
    guess(example);
    if (guessed_ == example.labels) return;
    for (std::size_t i = 0; i < example.labels.size(); ++i) {
      const auto right = example.labels[i];
      const auto wrong = guessed_[i];
      const auto before = i == 0 ? label_count : example.labels[i - 1];
      const auto before_wrong = i == 0 ? label_count : guessed_[i - 1];
      follow_[before][right].change(1, time_);
      follow_[before_wrong][wrong].change(-1, time_);
      if (right == wrong) continue;
      for (const auto feature : example.features[i]) {
        rows_[feature & mask_][right].change(1, time_);
        rows_[feature & mask_][wrong].change(-1, time_);
      }
    }
  }

  [[nodiscard]] std::string file() {
    ModelWriter writer(mask_ + 1);
    for (auto& before : follow_)
      for (auto& weight : before) writer.follow(average(weight));
    for (auto& row : rows_)
      for (auto& weight : row) writer.weight(average(weight));
    return writer.take();
  }

 private:
  void guess(const Example& example) {
    scores_.assign(example.features.size(), Scores{});
    for (std::size_t i = 0; i < scores_.size(); ++i) {
      for (const auto feature : example.features[i]) {
        const auto& row = rows_[feature & mask_];
        for (std::size_t label = 0; label < label_count; ++label) scores_[i][label] += row[label].now;
      }
    }
    Follow follow;
    for (std::size_t a = 0; a <= label_count; ++a) {
      for (std::size_t b = 0; b < label_count; ++b) follow[a][b] = follow_[a][b].now;
    }
    best_chain(scores_, follow, guessed_);
  }
  /// In model units: `scale` for a weight that was 1 all the time, rounded away from nothing.
  [[nodiscard]] std::int32_t average(Weight& weight) const {
    weight.change(0, time_ + 1);
    const auto sum = weight.sum * scale;
    return static_cast<std::int32_t>((sum + (sum < 0 ? -time_ : time_) / 2) / time_);
  }

  std::uint32_t mask_;
  std::vector<std::array<Weight, label_count>> rows_;
  std::array<std::array<Weight, label_count>, label_count + 1> follow_{};
  std::int64_t time_ = 0;
  std::vector<Scores> scores_;
  std::vector<std::uint8_t> guessed_;
};

/// xorshift32 (Marsaglia 2003): the same order everywhere, which std::shuffle does not promise.
void shuffle(std::vector<std::uint32_t>& order, std::uint32_t& state) {
  for (std::size_t i = order.size(); i > 1; --i) {
    state ^= state << 13U;
    state ^= state >> 17U;
    state ^= state << 5U;
    std::swap(order[i - 1], order[state % i]);
  }
}

}  // namespace

Marked read_marked(std::string_view line) {
  Marked marked;
  for (const char c : line) {
    const auto at = static_cast<std::uint32_t>(marked.text.size());
    if (c == 1 || c == 2)
      marked.spans.push_back({c == 1, at, at});
    else if (c == 3 && !marked.spans.empty())
      marked.spans.back().end = at;
    else
      marked.text.push_back(c == 4 ? '\n' : c);
  }
  return marked;
}

std::string train(const std::vector<Marked>& texts, const TrainingTerms& terms) {
  std::vector<Example> examples;
  examples.reserve(texts.size());
  for (const auto& text : texts) examples.push_back(example_of(text));
  std::vector<std::uint32_t> order(texts.size());
  std::iota(order.begin(), order.end(), 0U);
  Perceptron perceptron(terms.bits);
  std::uint32_t state = 2463534242U;
  for (unsigned round = 0; round < terms.rounds; ++round) {
    shuffle(order, state);
    for (const auto index : order) perceptron.learn(examples[index]);
  }
  return perceptron.file();
}

}  // namespace countersign::detect::names
