#include "flow/detect/learned/topics.hpp"

#include <algorithm>

#include "flow/detect/learned/features.hpp"
#include "flow/detect/learned/train.hpp"
#include "flow/detect/text_view.hpp"

namespace countersign::detect::learned {
namespace {

// Chosen by learning 6 of 232 intents of three public data sets from 6 or 12 sentences each: 60 and 80 % of other
// sentences about them are found, 2 and 5 % of sentences about the other 226 are taken for one of them.
constexpr Schooling kSchooling{15, 30, 0.1F, 0.5F};
constexpr float kLikely = 0.6F;
constexpr const char* kNone = " ";  // no id of a topic

}  // namespace

Topics::Topics(const std::vector<policy::Topic>& topics) {
  std::vector<Example> examples;
  for (const auto& topic : topics) {
    risks_[topic.id] = topic.risk;
    for (const auto& sentence : topic.sentences) examples.push_back({folded_view(sentence).text, topic.id});
  }
  if (examples.empty()) return;
  for (const auto sentence : small_talk()) examples.push_back({folded_view(sentence).text, kNone});
  auto model = train(examples, kSchooling);
  if (model) model_ = std::move(*model);
}

std::optional<Topics::Guess> Topics::of(std::string_view folded) const {
  if (!model_) return std::nullopt;
  const auto likely = model_->judge(features_of(folded));
  const auto best = static_cast<std::size_t>(std::max_element(likely.begin(), likely.end()) - likely.begin());
  const auto& id = model_->labels()[best];
  if (likely[best] < kLikely || id == kNone) return std::nullopt;
  return Guess{id, risks_.at(id)};
}

}  // namespace countersign::detect::learned
