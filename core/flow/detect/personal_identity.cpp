// National identity numbers: some prove themselves by two check digits or by their form, the others need a word near
// them.
#include "flow/detect/checks.hpp"
#include "flow/detect/identity_checks.hpp"
#include "flow/detect/personal.hpp"
#include "flow/detect/surroundings.hpp"

namespace countersign::detect {
namespace {

/// A number of digits only. `words` (RE2, lower case) near it are enough; without them, `form` is, if it has one.
struct Scheme {
  std::size_t digits;
  bool (*check)(std::string_view);
  const char* words;
  const char* form;
  int alone;  ///< score by form alone
};

constexpr Scheme schemes[] = {
    {13, ch_ahv, "ahv|avs", R"(756[ .]?\d{4}[ .]?\d{4}[ .]?\d{2})", 900},
    {11, no_fodselsnummer, "fødsel|fodsel|personnummer", R"(\d{6} ?\d{5})", 750},
    {11, br_cpf, "cpf", R"(\d{3}\.\d{3}\.\d{3}-\d{2})", 900},
    {11, be_rrn, "rijksregister|registre national|nationalregister|niss|insz|rrn",
     R"(\d{2}\.\d{2}\.\d{2}[- ]\d{3}[.-]\d{2})", 900},
    {11, tr_kimlik, "kimlik|t\\.?c\\.?", R"(\d{11})", 600},
    {11, pl_pesel, "pesel", R"(\d{11})", 600},
    {11, de_steuer_id, "steuer|idnr|tax", R"(\d{2} \d{3} \d{3} \d{3})", 700},
    {12, se_personnummer, "personnummer|pnr|personal number|svensk", R"((?:19|20)\d{6}[-+]?\d{4})", 800},
    {10, se_personnummer, "personnummer|pnr|personal number|svensk", R"(\d{6}[-+]\d{4})", 700},
    {10, cz_rodne_cislo, "rodn", R"(\d{6}/\d{4})", 850},
    {10, dk_cpr, "cpr", nullptr, 0},
    {10, uk_nhs, "nhs", nullptr, 0},
    {13, kr_rrn, "rrn|resident registration|주민", R"(\d{6}-\d{7})", 800},
    {13, th_id, "thai|เลขบัตร|national id", R"(\d-\d{4}-\d{5}-\d{2}-\d)", 900},
    {12, in_aadhaar, "aadha?ar|uidai", R"(\d{4}[ :-]\d{4}[ :-]\d{4})", 750},
    {9, ca_sin, "\\bsin\\b|social insurance|\\bnas\\b|assurance sociale", R"(\d{3}[ -]\d{3}[ -]\d{3})", 550},
    {9, luhn, "\\bsin\\b|social insurance|\\bnas\\b|assurance sociale", nullptr, 0},  // 0…: not given out, used in samples
    {9, au_tfn, "tfn|tax file", nullptr, 0},
    {9, nl_bsn, "bsn|burgerservice|sofi", nullptr, 0},
    {13, ro_cnp, "\\bcnp\\b|cod numeric|numeric personal", nullptr, 0},
    {11, hr_oib, "\\boib\\b|osobni identifikacijski", nullptr, 0},
    {9, pt_nif, "\\bnif\\b|contribuinte|fiscal", nullptr, 0},
};

/// Words before it, or right behind it ("... är mitt personnummer").
bool words_near(const Candidate& found, const re2::RE2& words) {
  const auto behind = Candidate{found.text, found.end, found.end}.after(40);
  return says_in_words(found.before(60), words) || says_in_words(behind, words);
}

struct Compiled {
  std::unique_ptr<re2::RE2> words, form;
};

const std::vector<Compiled>& compiled() {
  static const auto made = [] {
    std::vector<Compiled> all;
    for (const auto& scheme : schemes)
      all.push_back({std::make_unique<re2::RE2>(scheme.words),
                     scheme.form == nullptr ? nullptr : std::make_unique<re2::RE2>(scheme.form)});
    return all;
  }();
  return made;
}

int judge_digits(Candidate& found) {
  if (goes_on_before(found) || (found.end < found.text.size() && is_digit(found.text[found.end]))) return 0;
  const auto digits = digits_of(found.written());
  for (std::size_t i = 0; i < std::size(schemes); ++i) {
    const auto& scheme = schemes[i];
    if (scheme.digits != digits.size() || !scheme.check(digits)) continue;
    if (words_near(found, *compiled()[i].words)) return 1000;
    const bool formed = scheme.form != nullptr && is_all(found.written(), *compiled()[i].form);
    if (formed && !is_a_reference(found) && !near_phone_words(found)) return scheme.alone;
  }
  return 0;
}

/// Letters and digits whose check character holds.
template <bool (*check)(std::string_view)>
int judge_checked(Candidate& found) {
  return proven_stands_alone(found) && check(bare(found.written())) ? 950 : 0;
}

/// Its sign for the century counts, so nothing is left out.
int judge_hetu(Candidate& found) {
  std::string id(found.written());
  for (char& c : id)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return proven_stands_alone(found) && fi_hetu(id) ? 950 : 0;
}

/// The form alone says it; nothing to compute.
int judge_form(Candidate& found) { return inside_a_word(found) ? 0 : 850; }

/// What follows "passport number" has digits, or it is no number.
int judge_named(Candidate& found) {
  for (const char c : found.written())
    if (is_digit(c)) return 800;
  return 0;
}

/// A number of nine figures that begins with 9 is given to taxpayers without one (ITIN), and written and named alike.
int judge_ssn(Candidate& found) {
  const auto digits = digits_of(found.written());
  static const re2::RE2 words(R"((?:ssn|social)[^\n]*$)");
  static const re2::RE2 behind(R"(^\W{0,3}(?:(?:is|was|as)\W)?(?:my\W|the\W)?(?:ssn\b|social\b))");
  if (!stands_alone(found)) return 0;
  if (says_in_words(found.before(50), words) || says_in_words(found.after(30), behind))
    return us_ssn(digits) ? 1000 : digits[0] == '9' ? 700 : 0;
  return us_ssn(digits) && found.written().size() == 11 && !is_a_reference(found) ? 850 : 0;
}

/// "dni 12 345 678 z": with blanks, its letter may be a word of its own, and a word has to say what it is.
int judge_spread_dni(Candidate& found) {
  static const re2::RE2 words(R"(\bdni\b|\bnif\b|\bnie\b|documento|identidad)");
  return words_near(found, words) ? judge_checked<es_dni>(found) : 0;
}

constexpr PersonalPattern patterns[] = {
    {"us_ssn", R"(\d{3}[-. ]?\d{2}[-. ]?\d{4})", judge_ssn},
    {"national_id", R"([12][ .]?\d{2}[ .]?\d{2}[ .]?(?:\d{2}|2[ABab])[ .]?\d{3}[ .]?\d{3}[ .]?\d{2})",
     judge_checked<fr_nir>},
    {"national_id", R"(\d{17}[\dXx])", judge_checked<cn_resident>},
    {"national_id", R"(\d(?:[ ./:+\-]?\d){8,12})", judge_digits},
    {"national_id", R"((?i)(?:[xyz][ -]?\d{7}|\d{8}|\d{2}\.\d{3}\.\d{3})[ -]?[a-z])", judge_checked<es_dni>},
    {"national_id", R"((?i)\d{2} \d{3} \d{3}[ -]?[a-z])", judge_spread_dni},
    {"national_id", R"((?i)[a-z]{3} ?[a-z]{3} ?[0-9lmnp-v]{2}[a-ehlmprst][0-9lmnp-v]{2} ?[a-z][0-9lmnp-v]{3}[a-z])",
     judge_checked<it_codice_fiscale>},
    {"national_id", R"((?i)\d{6}[-+a-fu-y]\d{3}[0-9a-y])", judge_hetu},
    {"national_id", R"((?i)[stfgm]\d{7}[a-z])", judge_checked<sg_nric>},
    {"national_id", R"([A-Z]{3}[PCHFATBLJG][A-Z]\d{4}[A-Z])", judge_form},
    {"national_id", R"([A-Z][AEIOUX][A-Z]{2}\d{6}[HM][A-Z]{5}[A-Z0-9]\d)", judge_form},
    {"national_id", R"([A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D])", judge_form},
    {"national_id",
     R"((?i)\b(?:passport|national id|id card|identity card|personalausweis\w*|reisepass\w*|ausweisnummer|steuer-?id|steuernummer|sozialversicherungsnummer|führerschein\w*|passeport|carte d'identité|numéro de sécurité sociale|permis de conduire|dni|nif|nie|pasaporte|carn[eé] de conducir|codice fiscale|carta d'identità|passaporto|patente|cpf|bsn|paspoort|rijbewijs\w*|pesel|dow[oó]d osobisty|prawo jazdy|nhs|national insurance|nino|driver'?s licen[cs]e|driving licen[cs]e|personnummer|henkil[oö]tunnus|aadhaar|nric|tfn|social insurance)(?: ?(?:number|nummer|nr|no|n°|numéro|número|numero))?\.?\W{0,3}(?:(?:is|ist|est|es|è|é|lautet|to|jest)\W{1,2})?([a-z0-9][a-z0-9.-]{5,17}[a-z0-9]))",
     judge_named},
    {"national_id",
     R"((?i)\b(?:ssn|social security(?: number)?)(?: (?:no|number|nr|is|are|ends?|ending|in|with|the|last|four|digits|:)){0,6}\W{1,2}(\d{4})\b)"},
};

}  // namespace

std::span<const PersonalPattern> identity_patterns() { return patterns; }

}  // namespace countersign::detect
