#include "flow/detect/rhetorical.hpp"

#include <re2/re2.h>

namespace countersign::detect {
namespace {

/// Openers and tags by which a question asserts.
constexpr char kAsserts[] =
    // English
    R"(\b(?:did you know|do you know that|you do know|have you heard|would you believe)\b|^\W*(?:is|are|was|were|do|does|did|wo|would|ca|could|should|have|has|had)n'?t\b|^\W*am i not\b)"
    R"(|\b(?:right|correct|okay|ok|yes|no)\W*$|\b(?:is|are|do|does|did|wo|will|have|has|was|were)(?:n'?t)? (?:it|we|they|you|i|there|that)\W*$)"
    // German, Dutch
    R"(|\bwuss?t(?:en|est|et|e)? (?:sie|du|ihr)\b|\bnicht wahr\b|^\W*\w+ .{0,60}\bnicht\b|\b(?:oder|gell|stimmt's|richtig)\W*$)"
    R"(|\bwist (?:u|je|jullie)\b|^\W*\w+ .{0,60}\bniet\b|\b(?:toch|nietwaar)\W*$)"
    // French, Spanish, Italian, Portuguese, Polish
    R"(|\bsaviez[- ]vous\b|\bsavais[- ]tu\b|\bn'est[- ]ce pas\b|^\W*(?:n'|ne )|\b(?:non|pas vrai)\W*$)"
    R"(|\bsabi(?:a|as|an)\b.{0,12}\bque\b|\bno (?:es|son|esta|estan|tiene|tienen|hay)\b|\b(?:verdad|no|cierto)\W*$)"
    R"(|\bsap(?:eva|evi|evate|ete)\b.{0,6}\bche\b|^\W*non (?:e|sono|ha|avete)\b|\b(?:vero|giusto)\W*$)"
    R"(|\bnao (?:e|sao|esta|estao|tem)\b|\bcerto\W*$)"
    R"(|\bczy (?:wie|wiesz|wiecie|wiedzia\w*)\b|^\W*czyz\b|\bprawda\W*$)";

}  // namespace

bool only_asks(std::string_view folded) {
  while (!folded.empty() && (folded.back() == ' ' || folded.back() == '"')) folded.remove_suffix(1);
  if (!folded.ends_with('?')) return false;
  static const re2::RE2 asserts(kAsserts);
  return !re2::RE2::PartialMatch(re2::StringPiece(folded.data(), folded.size()), asserts);
}

}  // namespace countersign::detect
