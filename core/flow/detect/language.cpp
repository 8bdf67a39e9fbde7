#include "flow/detect/language.hpp"

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <algorithm>

#include "flow/detect/learned/features.hpp"
#include "flow/detect/learned/models.hpp"
#include "flow/detect/text_view.hpp"

namespace countersign::detect {
namespace {

constexpr std::size_t kEnough = 16384;  ///< bytes that CLD2 looks at
constexpr std::size_t kHeard = 512;     ///< bytes that the model looks at
constexpr std::size_t kPlenty = 300;    ///< bytes of which CLD2 is sure when it says so
constexpr std::size_t kFewBytes = 60;   ///< CLD2 alone is a guess on so few
// Chosen on sentences that the model did not learn from (core/models/README.md).
constexpr float kSure = 0.9F;
constexpr float kLikely = 0.7F;
constexpr float kRather = 0.4F;

std::string primary(std::string_view tag) {
  std::string out;
  for (const char c : tag) {
    if (c == '-' || c == '_') break;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  // Codes that CLD2 or browsers still use, as ISO 639-1 has them now; Bokmål is what CLD2 calls Norwegian.
  constexpr std::pair<std::string_view, std::string_view> renamed[] = {{"iw", "he"}, {"in", "id"}, {"ji", "yi"},
                                                                       {"jw", "jv"}, {"mo", "ro"}, {"sh", "sr"},
                                                                       {"nb", "no"}};
  for (const auto& [before, now] : renamed)
    if (out == before) return std::string(now);
  return out.size() == 2 ? out : "";
}

std::string_view first_part(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

/// The languages that the learned model tells apart: those of the notices that come along.
bool is_ours(std::string_view language) {
  const auto& ours = learned::language_model().labels();
  return std::find(ours.begin(), ours.end(), language) != ours.end();
}

struct Guess {
  std::string language;  ///< "" for none
  bool reliable = false;
};

Guess by_cld2(std::string_view text, const std::string& expected) {
  const CLD2::CLDHints hints{nullptr, nullptr, CLD2::UNKNOWN_ENCODING,
                             expected.empty() ? CLD2::UNKNOWN_LANGUAGE : CLD2::GetLanguageFromName(expected.c_str())};
  CLD2::Language best[3] = {CLD2::UNKNOWN_LANGUAGE, CLD2::UNKNOWN_LANGUAGE, CLD2::UNKNOWN_LANGUAGE};
  int percent[3] = {0, 0, 0};
  double score[3] = {0, 0, 0};
  int bytes = 0;
  Guess guess;
  CLD2::ExtDetectLanguageSummary(text.data(), static_cast<int>(text.size()), true, &hints, CLD2::kCLDFlagBestEffort,
                                 best, percent, score, nullptr, &bytes, &guess.reliable);
  if (best[0] != CLD2::UNKNOWN_LANGUAGE) guess.language = primary(CLD2::LanguageCode(best[0]));
  return guess;
}

struct Heard {
  std::string language;
  float likely = 0.0F;
};

bool is_latin(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0xCC; });
}

/// By the learned model, which knows how customers of eight languages write, and no other language.
Heard by_ear(std::string_view text) {
  if (!is_latin(text)) return {};
  const auto& model = learned::language_model();
  const auto features = learned::features_of(folded_view(first_part(text, kHeard)).text);
  if (features.empty()) return {};
  const auto likely = model.judge(features);
  const auto most = std::max_element(likely.begin(), likely.end());
  return {model.labels()[static_cast<std::size_t>(most - likely.begin())], *most};
}

/// Whether the model is to be believed against CLD2, which guesses on a few Latin words and takes much Spanish for its
/// small neighbour.
bool outweighs(const Heard& heard, const Guess& guess, std::size_t size, const std::string& expected) {
  const bool one_of_ours = guess.language.empty() || is_ours(guess.language) || guess.language == "gl";
  if (heard.likely >= kSure && (!guess.reliable || one_of_ours)) return true;
  if (size > kFewBytes) return false;
  if (!expected.empty() && expected != heard.language) return heard.likely >= kSure;
  return heard.likely >= (one_of_ours ? kRather : kLikely);
}

}  // namespace

std::string language_of(std::string_view text, std::string_view locale) {
  const auto part = first_part(text, kEnough);
  const std::string expected = primary(locale);
  const auto guess = by_cld2(part, expected);
  // Enough of one of ours is told by CLD2 alone; it is asked about each message.
  if (guess.reliable && part.size() > kPlenty && is_ours(guess.language)) return guess.language;
  const auto heard = by_ear(part);
  if (outweighs(heard, guess, part.size(), expected)) return heard.language;
  if (guess.reliable && (is_ours(guess.language) || part.size() > kFewBytes)) return guess.language;
  if (!expected.empty()) return guess.reliable && !guess.language.empty() ? guess.language : expected;
  return guess.reliable || is_ours(guess.language) || !is_latin(part) ? guess.language : "";
}

}  // namespace countersign::detect
