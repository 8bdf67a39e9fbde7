// Payment: IBAN; cards: the number, what is left of one that was masked, and the code on its back.
#include <algorithm>
#include <string>

#include "flow/detect/card_numbers.hpp"
#include "flow/detect/checks.hpp"
#include "flow/detect/personal.hpp"
#include "flow/detect/spelled_figures.hpp"
#include "flow/detect/surroundings.hpp"

namespace countersign::detect {
namespace {

/// The signs of an IBAN from `at` on, at most two separators between neighbours; its end, or 0 when it is none. An IBAN
/// is as long as its country says, so this looks at a hundred bytes at most.
std::size_t end_of_iban(std::string_view text, std::size_t at) {
  constexpr std::size_t kMostBetween = 2;
  std::string country;
  int left = 4;  // until the country is known
  for (std::size_t between = 0; at < text.size() && between <= kMostBetween; ++at) {
    const char c = text[at];
    if (c == ' ' || c == '-' || c == '.' || c == '\n' || c == '\r' || c == '\t') {
      ++between;
      continue;
    }
    if (!is_digit(c) && (!is_letter(c) || static_cast<unsigned char>(c) >= 0x80)) return 0;
    between = 0;
    if (country.size() < 2) {
      country += static_cast<char>(c & ~0x20);
      if (country.size() == 2) left = iban_length(country) - 2;
      if (left <= 0) return 0;
    } else if (--left == 0) {
      return at + 1;
    }
  }
  return 0;
}

bool mostly_digits(std::string_view text) {
  const auto digits = std::count_if(text.begin(), text.end(), is_digit);
  const auto letters = std::count_if(text.begin(), text.end(), is_letter);
  return digits > 2 * letters;
}

/// "GB82 WEST…" speaks for itself. Spread ("GB 82 WEST…", "G B 8 2…") it begins like any text: there a word for an
/// account has to stand before it, or most of it has to be figures.
int judge_iban(Candidate& found) {
  static const re2::RE2 glued(R"((?:^|\W)iban$)");
  if (goes_on_before(found) && !says(found.before(5), glued)) return 0;
  static const re2::RE2 compact(R"((?i)^[a-z]{2}\d{2})");
  static const re2::RE2 account(
      R"(iban|account|konto|compte|cuenta|conto|conta|rekening|rachun|kont[oaue]|bank|überweis|virement)");
  const bool spread = !says(found.text.substr(found.begin, 4), compact);
  const auto end = end_of_iban(found.text, found.begin);
  if (end == 0) return 0;
  if (spread && !says(found.before(40), account) && !mostly_digits(found.text.substr(found.begin, end - found.begin)))
    return 0;
  found.end = end;
  return !goes_on_behind(found) && iban(found.written()) ? 1000 : 0;
}

/// "my card is 4111 1111 ...": the figures so far of one that goes on in the next message.
int judge_begun(Candidate& found) {
  if (!stands_alone(found) || is_a_reference(found)) return 0;
  return near_card_words(found) ? 700 : 0;
}

/// "code 5512" is a card's code where a card number stands before it.
int judge_code_after_card(Candidate& found) {
  int digits = 0;
  for (const char c : found.before(60))
    if (c >= '0' && c <= '9') ++digits;
  return digits >= 12 ? 850 : 0;
}

/// "**** 4242", "ending in 4242": the last figures of something; of an order they are nobody's data.
int judge_partial(Candidate& found) {
  if (inside_a_word(found) || is_a_reference(found)) return 0;
  return near_card_words(found) ? 900 : 600;
}

/// "four five six" behind the word for the code.
int judge_spelled_code(Candidate& found) {
  constexpr int kMost = 4;
  found.end = end_of_spelled(found.text, found.begin, kMost);
  const auto figures = spelled_digits(found.written()).size();
  return figures == 3 || figures == 4 ? 800 : 0;
}

/// "the number on the back is 1800 555": the beginning of a telephone number.
int judge_code_on_the_back(Candidate& found) {
  static const re2::RE2 goes_on(R"(^[ .-]?\d)");
  return says(found.after(2), goes_on) ? 0 : 850;
}

/// Its name and what may stand before its figures: "CVV", "Prüfziffer meiner Karte ist".
std::string before_a_code() {
  return R"((?i)\b(?:cvv2?|cvc2?|cvn|csc|cid|(?:card |kredit)?(?:security|verification) (?:code|number|value)|(?:karten)?prüf(?:ziffer|nummer|code)|sicherheitscode|cryptogramme(?: visuel)?|code de sécurité|código de (?:seguridad|segurança)|codice di sicurezza|beveiligingscode|kod (?:cvv|cvc|zabezpieczający|bezpieczeństwa))\W{0,3}(?:(?:number|code|nr|no|is|ist|est|es|è|é|jest|to|of|for|lautet|my|the|was|de|del|della|do|da|van|von|der|la|ma|mi|mia|minha|mijn|meine[rs]?|mojej|card|karte|carte|tarjeta|carta|cart[ãa]o|kaart|karty)\W{1,3}){0,5})";
}

/// "on the back", where the code of most cards is printed.
std::string on_the_back() {
  return "(?:on the (?:back|reverse)|auf der (?:rück|hinter)seite|hinten|au (?:dos|verso)|(?:al|en el|del|no|sul) "
         "(?:dorso|reverso|retro|verso)|(?:por )?detr[aá]s|dietro|atr[aá]s|op de achter(?:kant|zijde)|achterop|na "
         "odwroci[eu]|z tyłu)";
}
std::string code_on_the_back() {
  return R"((?i)\b(?:codes?|kod|codice|c[oó]digo|digits?|numbers?|nummer|ziffern?|zahl(?:en)?|chiffres|n[uú]meros?|cifras|cifre|cijfers|cyfry|prüf\S{5,8}|cvv|cvc)(?: [^\s\d:.,;!?]{1,12}){0,3} )" +
         on_the_back() +
         R"((?: (?:of|der|de|del|della|do|da|van|meiner?|my|mijn|mi|ma|minha|the|la|mojej|karty|card|karte|carte|tarjeta|carta|cart[ãa]o|kaart)){0,4}\W{1,3}(?:(?:is|are|ist|sind|lautet|est|sont|es|son|è|sono|é|são|zijn|to|:)\W{1,3})?(\d{3,4})\b)";
}

}  // namespace

std::span<const PersonalPattern> card_patterns() {
  static const auto code = before_a_code() + R"((\d{3,4}|\d[ .-]\d[ .-]\d(?:[ .-]\d)?)\b)";
  static const auto spelled_code = before_a_code() + "(" + figure_words() + R"()[\s,.-])";
  static const auto on_back = code_on_the_back();
  static const auto then_on_back = R"((?i)\b(\d{3,4})\W{1,3}(?:(?:is|are|ist|est|es|è|é|to|the|le|der)\W{1,2}){0,2})" + on_the_back();
  static const PersonalPattern patterns[] = {
      {"iban", R"((?i)[a-z][ .-]?[a-z][\s.-]{0,2}\d[ .-]?\d[\s.-]{0,2}[a-z0-9])", judge_iban},
      {"card_number", kFiguresOfACard, judge_card_number},
      {"card_security_code", code},
      {"card_security_code", spelled_code, judge_spelled_code},
      {"card_security_code", on_back, judge_code_on_the_back},
      {"card_security_code", then_on_back, judge_code_after_card},
      {"card_security_code",
       R"((?i)\b(\d{3,4})\W{1,3}(?:(?:is|as|ist|est|es|è|for|the|my|mein|der|le|el|il)\W{1,2}){0,3}(?:cvv2?|cvc2?|csc|security code)\b)"},
      {"card_security_code",
       R"((?i)\b(?:three|3|four|4|drei|trois|tres|tre) (?:digits?|numbers?|ziffern|zahlen|chiffres|cifras|cifre)(?: \w+){0,5}\W{1,3}(\d{3,4})\b)"},
      {"card_security_code",
       R"(\b\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}\W{1,3}(?:\w{3,7}\W{1,2})?(?:0[1-9]|1[0-2])\s?/\s?(?:20)?\d{2}\W{1,3}(\d{3})\b)"},
      {"card_security_code", R"((?i)\b(?:code?|kod|codice|c[oó]digo)\W{1,3}(?:(?:is|ist|est|es|to|è|é)\W)?(\d{3,4})\b)",
       judge_code_after_card},
      {"card_partial", R"(\d{4}[ -]\d{4}(?:[ -]\d{4})?)", judge_begun},
      {"card_partial", R"((?:\d{4,6}[ -]?)?[*xX•·#]{2,}(?:[ -]?[*xX•·#]{2,6}){0,3}[ -]?\d{4})", judge_partial},
      {"card_partial",
       R"((?i)(?:ending|ends|termin(?:a|ada|ado|ant|e)|acaba(?:da)?|finiss?[a-z]{0,4}|endet|endend|endung|endziffern|eindig\pL*|final|ko[nń]cz\pL*(?: si[eę])?)(?: (?:in|with|on|en|em|par|con|auf|op|na|mit|der|den|by|digits|ziffern|cyframi|cifre|chiffres|cifras|cijfers|por)){0,3}:? ?(\d{4}))",
       judge_partial},
  };
  return patterns;
}

}  // namespace countersign::detect
