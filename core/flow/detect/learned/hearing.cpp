#include "flow/detect/learned/hearing.hpp"

#include <array>
#include <cmath>
#include <utility>

#include "flow/detect/learned/features.hpp"
#include "flow/detect/learned/models.hpp"
#include "flow/detect/rhetorical.hpp"

namespace countersign::detect::learned {
namespace {

/// From which likelihood on a kind is believed. Danger early: a needless person costs minutes. And below which one what
/// a rule hears is not: only of a threat ("my lawyer ordered twelve chairs"); of anything else a rule's word stands.
struct Ear {
  std::string_view kind;
  float from;
  float denied_below = 0.0F;
};

constexpr std::array kCustomer = {
    Ear{"asks_for_person", 0.75F},     Ear{"self_harm", 0.55F}, Ear{"vulnerable", 0.85F}, Ear{"wants_to_leave", 0.6F},
    Ear{"legal_threat", 0.45F, 0.03F}, Ear{"asks_if_ai", 0.7F}, Ear{"angry", 0.6F},       Ear{"distressed", 0.7F}};
constexpr std::array kOutgoing = {Ear{"commitment", 0.55F}, Ear{"advice", 0.8F}, Ear{"refusal", 0.6F},
                                  Ear{"pretends_to_be_human", 0.75F}};

template <std::size_t N>
Hearing hear(const Linear& model, const std::array<Ear, N>& ears, std::string_view sentence) {
  Hearing hearing;
  const auto likely = model.judge_each(features_of(sentence));
  for (const auto& ear : ears) {
    const float one = likely[model.place(ear.kind)];
    if (one >= ear.from) hearing.likely.push_back({ear.kind, static_cast<int>(std::lround(one * 1000.0F))});
    if (one < ear.denied_below) hearing.denied.push_back(ear.kind);
  }
  return hearing;
}

constexpr std::size_t kWordsOfAPromise = 4;  // "No." alone refuses nothing
constexpr std::size_t kWordsOfARequest = 2;  // the rules know the single words

bool too_short(Side side, std::string_view sentence) {
  return words_of(sentence.substr(0, 64)).size() < (side == Side::customer ? kWordsOfARequest : kWordsOfAPromise);
}

}  // namespace

Hearing hearing_of(Side side, std::string_view sentence) {
  const bool asks = side == Side::outgoing && only_asks(sentence);  // who asks promises and claims nothing
  if (asks || too_short(side, sentence)) return {};
  return side == Side::customer ? hear(customer_model(), kCustomer, sentence)
                                : hear(outgoing_model(), kOutgoing, sentence);
}

}  // namespace countersign::detect::learned
