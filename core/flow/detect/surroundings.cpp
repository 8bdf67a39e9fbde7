#include "flow/detect/surroundings.hpp"

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>

namespace countersign::detect {
namespace {

bool part_of_a_word(UChar32 c) { return c == '_' || (c >= 0 && u_isalnum(c) != 0); }

UScriptCode script_of(UChar32 c) {
  UErrorCode problem = U_ZERO_ERROR;
  const auto script = uscript_getScript(c, &problem);
  return U_FAILURE(problem) != 0 ? USCRIPT_LATIN : script;
}

bool without_blanks(UChar32 c) {
  switch (script_of(c)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_HANGUL:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
      return true;
    default:
      return false;
  }
}

/// A letter that no value with a checksum has may stand at one.
bool could_be_of_it(UChar32 c) {
  return part_of_a_word(c) && (c < 0x80 || u_isdigit(c) != 0 || script_of(c) == USCRIPT_LATIN);
}

/// The character before or behind; U_SENTINEL at an end of the text.
UChar32 character_before(const Candidate& found) {
  if (found.begin == 0) return U_SENTINEL;
  UChar32 c = 0;
  auto at = static_cast<std::int32_t>(found.begin);
  U8_PREV(reinterpret_cast<const std::uint8_t*>(found.text.data()), 0, at, c);
  return c;
}

UChar32 character_behind(const Candidate& found) {
  if (found.end >= found.text.size()) return U_SENTINEL;
  UChar32 c = 0;
  auto at = static_cast<std::int32_t>(found.end);
  U8_NEXT(reinterpret_cast<const std::uint8_t*>(found.text.data()), at, static_cast<std::int32_t>(found.text.size()),
          c);
  return c;
}

/// "0.5550123", "12.5550123": figures and a stop in front are of the same number.
bool behind_a_stop(const Candidate& found) {
  return found.begin > 1 && found.text[found.begin - 1] == '.' && is_digit(found.text[found.begin - 2]);
}

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
  const auto before = character_before(found);
  if ((part_of_a_word(before) && !without_blanks(before)) || behind_a_stop(found)) return false;
  return found.end >= found.text.size() || !(is_digit(found.text[found.end]) || found.text[found.end] == '_');
}

bool goes_on_before(const Candidate& found) { return could_be_of_it(character_before(found)) || behind_a_stop(found); }
bool goes_on_behind(const Candidate& found) { return could_be_of_it(character_behind(found)); }

bool proven_stands_alone(const Candidate& found) { return !goes_on_before(found) && !goes_on_behind(found); }

bool inside_a_word(const Candidate& found) {
  return part_of_a_word(character_before(found)) || part_of_a_word(character_behind(found));
}

bool is_a_reference(const Candidate& found) {
  static const re2::RE2 words(
      R"((?:order|bestell\w*|auftrag\w*|commande|pedido|ordine|encomenda|zamowieni\w*|zamówieni\w*|\bref\w*|ticket|\bcase|invoice|rechnung\w*|factur\w*|fattura|fatura|faktur\w*|tracking|sendung\w*|parcel|shipment|paket\w*|\busps|\bups|\bdhl|fedex|\bdpd|\bgtin|\bean|\bupc|isbn|colis|przesyłk\w*|booking|buchung\w*|reserv\w*|prenotazion\w*|boeking|konfirmation|confirmation|article|artikel\w*|model\w*|serial|serien\w*|\bsku|policy|vertrag\w*|contrat\w*|contract|kunden\w*|customer|account|konto|client\w*|meter|zähler\w*|claim|transaction|vorgang\w*|zgłoszeni\w*)\s?(?:number|nummer|nr|no|n°|nº|num|numer|id|code|#)?\W{0,3}(?:(?:is|ist|est|es|è|é|lautet|was)\W{1,2})?$)");
  constexpr std::size_t kMostBack = 24;
  auto whole = found;  // the rest of an order number is none either
  const auto goes_back = [&whole] {
    const auto& text = whole.text;
    const char before = whole.begin > 0 ? text[whole.begin - 1] : '.';
    return is_digit(before) || ((before == ' ' || before == '-') && whole.begin > 1 && is_digit(text[whole.begin - 2]));
  };
  while (found.begin - whole.begin < kMostBack && goes_back()) --whole.begin;
  return says_in_words(whole.before(40), words);
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
