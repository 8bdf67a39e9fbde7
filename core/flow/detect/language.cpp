#include "flow/detect/language.hpp"

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <algorithm>
#include <array>
#include <utility>

#include "flow/detect/text_view.hpp"

namespace countersign::detect {
namespace {

constexpr std::size_t enough = 16384;

std::string primary(std::string_view tag) {
  std::string out;
  for (const char c : tag) {
    if (c == '-' || c == '_') break;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out.size() == 2 ? out : "";
}

std::string_view first_part(std::string_view text) {
  if (text.size() <= enough) return text;
  std::size_t end = enough;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

using Votes = std::pair<std::string_view, std::string_view>;
/// Words that one of these languages uses all the time and the others do not, with a space on both sides.
constexpr std::array<Votes, 8> frequent_words{{
    {"en", " the and is my you what how please i to not with this where can have want it of for "},
    {"de", " ich und ist das die der nicht bitte wie mein meine sie kann mit ein eine wo fur auf den alles auch "},
    {"fr", " je le les est pas vous mon une des dans pour avec comment ou sur c'est merci plus suivant lire page ne ce moi "},
    {"es", " el los que por favor mi una como donde con para quiero esta lo del pero gracias optar parar muy leer hay cancelar segunda "},
    {"it", " il che non per favore mio una come dove con voglio sono gli della grazie leggere mi questo l'arresto anche "},
    {"pt", " o os que nao por favor meu minha uma como onde com para quero esta isto obrigado voce um ao em "},
    {"nl", " ik het een niet de mijn hoe waar met voor graag kan dat wil is van op bedankt "},
    {"pl", " nie jak moj moja gdzie prosze czy jest mam to na sie do w z co dziekuje "},
}};

/// The language whose frequent words occur most; "" when none leads.
std::string vote(std::string_view text) {
  std::array<int, frequent_words.size()> counts{};
  std::string word;
  for (const char c : detect::folded_view(text).text + " ") {
    if ((c >= 'a' && c <= 'z') || c == '\'') { word += c; continue; }
    if (word.empty()) continue;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (frequent_words[i].second.find(" " + word + " ") != std::string_view::npos) ++counts[i];
    }
    word.clear();
  }
  const auto best = std::max_element(counts.begin(), counts.end());
  if (*best == 0 || std::count(counts.begin(), counts.end(), *best) > 1) return "";
  return std::string(frequent_words[static_cast<std::size_t>(best - counts.begin())].first);
}

bool voted_on(std::string_view language) {
  return std::any_of(frequent_words.begin(), frequent_words.end(), [&](const Votes& votes) { return votes.first == language; });
}

/// CLD2 alone is a guess on a few Latin words: then frequent words decide between the languages we know them of.
constexpr std::size_t few_bytes = 60;

}  // namespace

std::string language_of(std::string_view text, std::string_view locale) {
  const auto part = first_part(text);
  const std::string expected = primary(locale);
  const CLD2::CLDHints hints{nullptr, nullptr, CLD2::UNKNOWN_ENCODING,
                             expected.empty() ? CLD2::UNKNOWN_LANGUAGE : CLD2::GetLanguageFromName(expected.c_str())};
  CLD2::Language best[3] = {CLD2::UNKNOWN_LANGUAGE, CLD2::UNKNOWN_LANGUAGE, CLD2::UNKNOWN_LANGUAGE};
  int percent[3] = {0, 0, 0};
  double score[3] = {0, 0, 0};
  int bytes = 0;
  bool reliable = false;
  const int flags = CLD2::kCLDFlagBestEffort;
  CLD2::ExtDetectLanguageSummary(part.data(), static_cast<int>(part.size()), true, &hints, flags, best, percent, score, nullptr,
                                 &bytes, &reliable);
  const std::string guessed = best[0] == CLD2::UNKNOWN_LANGUAGE ? "" : primary(CLD2::LanguageCode(best[0]));
  if (reliable && (voted_on(guessed) || part.size() > few_bytes)) return guessed;
  if (!expected.empty()) return reliable && !guessed.empty() ? guessed : expected;
  const auto voted = part.size() <= few_bytes * 4 ? vote(part) : "";
  if (!voted.empty()) return voted;
  const bool latin = std::all_of(part.begin(), part.end(), [](char c) { return static_cast<unsigned char>(c) < 0xCC; });
  return reliable || voted_on(guessed) || !latin ? guessed : "";
}

}  // namespace countersign::detect
