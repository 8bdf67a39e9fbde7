#include "flow/detect/learned/opinion.hpp"

#include <re2/re2.h>

#include <cmath>

#include "flow/detect/learned/features.hpp"
#include "flow/detect/learned/models.hpp"

namespace countersign::detect::learned {
namespace {

// A needless person costs minutes, a missed one costs trust: high risk is believed early.
constexpr float kHighRisk = 0.2F;
constexpr float kMood = 0.2F;   // that there is one
constexpr float kAnger = 0.4F;  // that it is anger; else it is held for a look, not handed over
constexpr float kInjection = 0.4F;
constexpr std::size_t kWordsOfAnOrder =
    6;  // shorter texts have too little of anything; the rules know the short orders

int thousandths(float likely) { return static_cast<int>(std::lround(likely * 1000.0F)); }

Level risk_of(const std::vector<std::uint32_t>& features) {
  const auto& model = risk_model();
  const auto likely = model.judge(features);
  if (likely[model.place("high")] >= kHighRisk) return Level::high;
  return likely[model.place("medium")] >= likely[model.place("low")] ? Level::medium : Level::low;
}

/// "It never disappoints", "not disappointed at all": the model learned from single words.
bool praises(std::string_view folded) {
  static const re2::RE2 negated(R"(\b(?:not|never|hardly|\w+n't|no)\b(?: \w+){0,3} disappoint)");
  return re2::RE2::PartialMatch(re2::StringPiece(folded.data(), folded.size()), negated);
}

std::optional<Finding> mood_of(const std::vector<std::uint32_t>& features) {
  const auto& model = mood_model();
  const auto likely = model.judge(features);
  const float some = 1.0F - likely[model.place("neither")];
  if (some < kMood) return std::nullopt;
  const bool angry = likely[model.place("angry")] >= kAnger;
  return Finding{angry ? "angry" : "disappointed", 0, 0, thousandths(some)};
}

std::optional<Finding> injection_of(const std::vector<std::uint32_t>& features) {
  const auto& model = injection_model();
  const float likely = model.judge(features)[model.place("yes")];
  if (likely < kInjection) return std::nullopt;
  return Finding{"prompt_injection", 0, 0, thousandths(likely)};
}

}  // namespace

Opinion opinion_of(std::string_view folded, std::string_view language) {
  const auto features = features_of(folded);
  Opinion opinion;
  if (words_of(folded).size() >= kWordsOfAnOrder) opinion.injection = injection_of(features);
  if (language != "en") return opinion;  // the others learned from English texts only
  opinion.risk = risk_of(features);
  opinion.mood = mood_of(features);
  if (opinion.mood && opinion.mood->kind == "disappointed" && praises(folded)) opinion.mood.reset();
  return opinion;
}

}  // namespace countersign::detect::learned
