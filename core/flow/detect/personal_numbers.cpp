// Numbers: what they look like, and what proves them.
#include <re2/re2.h>

#include "flow/detect/checks.hpp"
#include "flow/detect/personal.hpp"

namespace countersign::detect {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (static_cast<unsigned char>(c) & 0x80U) != 0; }
bool says(const std::string& text, const re2::RE2& words) { return re2::RE2::PartialMatch(text, words); }

/// A number that goes on to the left or right is another number.
bool stands_alone(const Candidate& found) {
  const auto& text = found.text;
  if (found.begin > 0 && (digit(text[found.begin - 1]) || letter(text[found.begin - 1]) || text[found.begin - 1] == '_')) return false;
  if (found.begin > 1 && text[found.begin - 1] == '.' && digit(text[found.begin - 2])) return false;
  return found.end >= text.size() || !(digit(text[found.end]) || text[found.end] == '_');
}

const re2::RE2& reference_words() {
  static const re2::RE2 made(
      R"((?:order|bestell\w*|auftrag\w*|commande|pedido|ordine|encomenda|zamowieni\w*|zamówieni\w*|ref\w*|ticket|case|invoice|rechnung\w*|factur\w*|fattura|fatura|tracking|sendung\w*|parcel|paket\w*|colis|booking|buchung\w*|reserv\w*|konfirmation|article|artikel\w*|model\w*|serial|serien\w*|policy|vertrag\w*|contrat\w*|contract|kunden\w*|customer|account|konto|client\w*|meter|zähler\w*|claim|transaction|vorgang\w*)\s?(?:number|nummer|nr|no|n°|nº|num|id|code|#)?\W{0,3}(?:(?:is|ist|est|es|lautet|was)\W{1,2})?$)");
  return made;
}

const re2::RE2& phone_words() {
  static const re2::RE2 made(
      R"((?:phone|mobile|cell|call|tel\b|telef|telephone|téléphone|reach|contact|ring|text me|whatsapp|sms|handy|ruf|anruf|erreich|portable|appel|móvil|movil|llama|cellulare|chiam|telem|liga|bel\b|bellen|mobiel|nummer|komórk|dzwo|zadzwo|number|número|numero|numéro)[^\n]*$)");
  return made;
}

/// The length is the issuer's own: 13 or 16 to 19 for most, 14 Diners, 15 American Express.
bool card_length(std::string_view digits) {
  if (digits[0] == '3') return (digits.size() == 15 && (digits[1] == '4' || digits[1] == '7')) || digits.size() == 14 || digits.size() == 16;
  return digits.size() >= 16 || (digits.size() == 13 && digits[0] == '4');
}

int score_card(const Candidate& found) {
  static const re2::RE2 words(R"((?:card|credit|debit|visa|master|amex|maestro|kart|carte|tarjeta|carta|cart[ãa]o)[^\n]*$)");
  static const re2::RE2 in_fours(R"(\d{4}([ -])\d{4}[ -]\d{4}[ -]\d{4})");
  const auto digits = digits_of(found.written());
  const bool issued = issued_like_a_card(digits);
  if (issued && luhn(digits) && card_length(digits)) return 1000;
  if (re2::RE2::FullMatch(re2::StringPiece(found.written().data(), found.written().size()), in_fours)) return 700;
  if (says(found.before(40), reference_words())) return 0;
  if (digits.size() >= 12 && says(found.before(60), words)) return luhn(digits) ? 900 : 700;
  return issued && digits.size() == 16 && found.written().size() == 16 ? 500 : 0;
}

/// A security code or date may follow the number: the longest run of groups that looks like a card counts.
int judge_card(Candidate& found) {
  if (!stands_alone(found) || (found.begin > 0 && found.text[found.begin - 1] == '+')) return 0;
  Candidate best = found;
  int score = score_card(found);
  for (std::size_t end = found.end - 1; score < 1000 && end > found.begin + 11; --end) {
    if (!digit(found.text[end - 1]) || digit(found.text[end])) continue;
    Candidate shorter = found;
    shorter.end = end;
    if (const int other = score_card(shorter); other > score) {
      score = other;
      best = shorter;
    }
  }
  found = best;
  return score;
}

int judge_iban(Candidate& found) {
  if (found.begin > 0 && (letter(found.text[found.begin - 1]) || digit(found.text[found.begin - 1]))) return 0;
  std::string country;
  for (std::size_t i = 0; i < 2; ++i) country += static_cast<char>(found.text[found.begin + i] & ~0x20);
  int left = iban_length(country);
  if (left == 0) return 0;
  std::size_t at = found.begin;
  for (; at < found.text.size() && left > 0; ++at) {
    const char c = found.text[at];
    if (digit(c) || (letter(c) && static_cast<unsigned char>(c) < 0x80)) --left;
    else if (c != ' ' && c != '-' && c != '.') return 0;
  }
  if (left > 0 || (at < found.text.size() && (digit(found.text[at]) || letter(found.text[at])))) return 0;
  found.end = at;
  return iban(found.written()) ? 1000 : 0;
}

int judge_ip(Candidate& found) {
  if (found.begin > 0 && (letter(found.text[found.begin - 1]) || digit(found.text[found.begin - 1]) || found.text[found.begin - 1] == '.' ||
                          found.text[found.begin - 1] == ':')) return 0;
  while (found.end > found.begin && found.text[found.end - 1] == '.') --found.end;
  if (found.end < found.text.size() && (letter(found.text[found.end]) || digit(found.text[found.end]))) return 0;
  return found.written().size() > 2 && ip_address(found.written()) ? 950 : 0;
}

int judge_ssn(Candidate& found) {
  const auto digits = digits_of(found.written());
  static const re2::RE2 words(R"((?:ssn|social)[^\n]*$)");
  if (!stands_alone(found)) return 0;
  if (says(found.before(50), words)) return us_ssn(digits) ? 1000 : 700;
  return us_ssn(digits) && found.written().size() == 11 ? 850 : 0;
}

bool written_like_a_phone(std::string_view text, const std::string& digits) {
  const re2::StringPiece piece(text.data(), text.size());
  if (text[0] == '+') return digits.size() >= 8 && digits.size() <= 15;
  static const re2::RE2 north_american(R"((?:1[ .-]?)?(?:\(\d{3}\)\s?|\d{3}[ .-])\d{3}[ .-]\d{4}(?:\s?(?:x|ext\.?)\s?\d{1,6})?)");
  if (re2::RE2::FullMatch(piece, north_american)) return true;
  if (digits.substr(0, 2) == "00") return digits.size() >= 11 && digits.size() <= 17;
  if (digits[0] == '0') return digits.size() >= 9 && digits.size() <= 12;
  static const re2::RE2 in_groups(R"(\(?\d{2,4}\)?(?:[ -]\d{2,4}){2,4}|\d{3} \d{7})");
  return digits.size() >= 10 && digits.size() <= 11 && re2::RE2::FullMatch(piece, in_groups);
}

int judge_phone(Candidate& found) {
  if (!stands_alone(found)) return 0;
  const auto text = found.written();
  const re2::StringPiece piece(text.data(), text.size());
  static const re2::RE2 date(R"(\d{4}[-./]\d{1,2}[-./]\d{1,2}(?:[ ]\d{1,2})?|\d{1,2}[-./ ]\d{1,2}[-./ ]\d{4}(?:[ ]\d{1,2})?|\d{1,3}(?:[.]\d{3})+|\d{4}\s?-\s?\d{4})");
  static const re2::RE2 money(R"(^\s?(?:€|eur|usd|\$|£|%|kwh|km|kg))");
  if (re2::RE2::FullMatch(piece, date)) return 0;
  const auto rest = found.text.substr(found.end, 6);
  if (re2::RE2::PartialMatch(re2::StringPiece(rest.data(), rest.size()), money)) return 0;
  if (found.begin > 0 && (found.text[found.begin - 1] == '#' || found.text[found.begin - 1] == '$')) return 0;
  const auto digits = digits_of(text.substr(0, text.find_first_of("xe")));
  if (says(found.before(40), reference_words()) && text[0] != '+') return 0;
  if (written_like_a_phone(text, digits)) return says(found.before(60), phone_words()) ? 950 : 850;
  if (digits.size() >= 7 && digits.size() <= 13 && says(found.before(40), phone_words())) return 700;
  const bool bare = text.size() == digits.size();
  return bare && (digits.size() == 10 || (digits.size() == 11 && digits[0] == '1')) ? 500 : 0;
}

/// Digits written as words, so that a filter for digits does not see them.
int judge_spelled(Candidate&) { return 700; }

constexpr PersonalPattern patterns[] = {
    {"email", R"((?i)[\pL\pN][\pL\pN._%+'-]*@[\pL\pN](?:[\pL\pN-]*[\pL\pN])?(?:\.[\pL\pN-]+)*\.\pL{2,24})"},
    {"email", R"((?i)\b[a-z0-9][\w.+-]*\s?[\[(]\s?at\s?[\])]\s?[a-z0-9-]+\s?(?:\.|[\[(]\s?dot\s?[\])]|\sdot\s)\s?[a-z]{2,10}\b)"},
    {"email", R"((?i)\b[a-z0-9][\w.+-]* at [a-z0-9-]+ dot (?:com|org|net|edu|co|io|de|fr|es|it|nl|pl|uk|eu)\b)"},
    {"iban", R"((?i)[a-z]{2}\d{2}[ -]?[a-z0-9]{1,4}[ -]?[a-z0-9])", judge_iban},
    {"card_number", R"(\d(?:[ .\-]{0,2}\d){11,18})", judge_card},
    {"ip_address", R"(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?:/\d{1,2})?)", judge_ip},
    {"ip_address", R"((?i)[0-9a-f]{0,4}:[0-9a-f]{0,4}:[0-9a-f:.]{0,40}(?:/\d{1,3})?)", judge_ip},
    {"us_ssn", R"(\d{3}[- ]?\d{2}[- ]?\d{4})", judge_ssn},
    {"phone", R"((?:\+\s?|\()?\d(?:[ ().\-/]{0,3}\d){6,16}(?:\s?(?:x|ext\.?)\s?\d{1,6})?)", judge_phone},
    {"phone",
     R"((?i)\b((?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|null|eins|zwei|zwo|drei|vier|fünf|fuenf|sechs|sieben|acht|neun|zéro|un|deux|trois|quatre|cinq|sept|huit|neuf|cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|due|tre|quattro|cinque|sei|sette|otto|nove|um|dois|três|quatro|sete|oito|nul|een|twee|drie|vijf|zes|zeven|negen|jeden|dwa|trzy|cztery|pięć|sześć|siedem|osiem|dziewięć|double|\d{1,4})[\s,.-]{1,3}){6,18}(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|null|eins|zwei|zwo|drei|vier|fünf|fuenf|sechs|sieben|acht|neun|zéro|un|deux|trois|quatre|cinq|sept|huit|neuf|cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|due|tre|quattro|cinque|sei|sette|otto|nove|um|dois|três|quatro|sete|oito|nul|een|twee|drie|vijf|zes|zeven|negen|jeden|dwa|trzy|cztery|pięć|sześć|siedem|osiem|dziewięć))\b)",
     judge_spelled},
};

}  // namespace

std::span<const PersonalPattern> number_patterns() { return patterns; }

}  // namespace countersign::detect
