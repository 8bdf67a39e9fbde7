#include "flow/detect/surroundings.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

namespace countersign::detect {
namespace {

bool part_of_a_word(UChar32 c) { return c == '_' || (c >= 0 && u_isalnum(c) != 0); }

}  // namespace

bool says(std::string_view text, const re2::RE2& words) {
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), words);
}

bool says_in_words(std::string_view text, const re2::RE2& words) {
  return std::any_of(text.begin(), text.end(), is_letter) && says(text, words);
}

bool is_all(std::string_view text, const re2::RE2& form) {
  return re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), form);
}

bool stands_alone(const Candidate& found) {
  const auto& text = found.text;
  if (found.begin > 0) {
    const char before = text[found.begin - 1];
    if (is_digit(before) || is_letter(before) || before == '_') return false;
  }
  if (found.begin > 1 && text[found.begin - 1] == '.' && is_digit(text[found.begin - 2])) return false;
  return found.end >= text.size() || !(is_digit(text[found.end]) || text[found.end] == '_');
}

bool inside_a_word(const Candidate& found) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(found.text.data());
  UChar32 c = 0;
  if (found.begin > 0) {
    auto at = static_cast<std::int32_t>(found.begin);
    U8_PREV(bytes, 0, at, c);
    if (part_of_a_word(c)) return true;
  }
  if (found.end >= found.text.size()) return false;
  auto at = static_cast<std::int32_t>(found.end);
  U8_NEXT(bytes, at, static_cast<std::int32_t>(found.text.size()), c);
  return part_of_a_word(c);
}

bool is_a_reference(const Candidate& found) {
  static const re2::RE2 words(
      R"((?:order|bestell\w*|auftrag\w*|commande|pedido|ordine|encomenda|zamowieni\w*|zamówieni\w*|\bref\w*|ticket|\bcase|invoice|rechnung\w*|factur\w*|fattura|fatura|faktur\w*|tracking|sendung\w*|parcel|paket\w*|colis|przesyłk\w*|booking|buchung\w*|reserv\w*|prenotazion\w*|boeking|konfirmation|confirmation|article|artikel\w*|model\w*|serial|serien\w*|\bsku|policy|vertrag\w*|contrat\w*|contract|kunden\w*|customer|account|konto|client\w*|meter|zähler\w*|claim|transaction|vorgang\w*|zgłoszeni\w*)\s?(?:number|nummer|nr|no|n°|nº|num|numer|id|code|#)?\W{0,3}(?:(?:is|ist|est|es|è|é|lautet|was)\W{1,2})?$)");
  return says_in_words(found.before(40), words);
}

bool near_phone_words(const Candidate& found, std::size_t before) {
  static const re2::RE2 words(
      R"((?:phone|mobile|cell|call|tel\b|telef|telephone|téléphone|reach|contact|ring|text me|whatsapp|sms|messages to|\bph\b|handy|ruf|anruf|erreich|portable|appel|móvil|movil|llama|cellulare|chiam|telem|liga|bel\b|bellen|mobiel|nummer|komórk|dzwo|zadzwo|number|número|numero|numéro)[^\n]*$)");
  static const re2::RE2 behind(
      R"((?i)^\W{0,3}(?:\((?:home|work|mobile|office)\)|(?:office|mobile|cell|fax|home|work|tel|phone|handy|mobil|móvil|portable|cellulare)\b))");
  return says_in_words(found.before(before), words) || says_in_words(found.after(16), behind);
}

std::string bare(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_digit(c) || (c >= 'A' && c <= 'Z')) out += c;
    if (c >= 'a' && c <= 'z') out += static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

void trim_end(Candidate& found) {
  static constexpr std::string_view loose = ".,;:!?)]}>\"' \n\t";
  while (found.end > found.begin && loose.find(found.text[found.end - 1]) != std::string_view::npos) --found.end;
}

}  // namespace countersign::detect
