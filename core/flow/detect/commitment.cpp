#include "flow/detect/commitment.hpp"

#include <re2/re2.h>

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

namespace countersign::detect {
namespace {

using Name = std::pair<std::string_view, std::string_view>;
constexpr std::array<Name, 30> currency_names{{
    {"€", "EUR"},
    {"eur", "EUR"},
    {"£", "GBP"},
    {"gbp", "GBP"},
    {"pound", "GBP"},
    {"quid", "GBP"},
    {"$", "USD"},
    {"usd", "USD"},
    {"dollar", "USD"},
    {"dolar", "USD"},
    {"chf", "CHF"},
    {"franken", "CHF"},
    {"pln", "PLN"},
    {"zl", "PLN"},
    {"brl", "BRL"},
    {"r$", "BRL"},
    {"reais", "BRL"},
    {"mxn", "MXN"},
    {"mx$", "MXN"},
    {"c$", "CAD"},
    {"cad", "CAD"},
    {"ca$", "CAD"},
    {"a$", "AUD"},
    {"aud", "AUD"},
    {"au$", "AUD"},
    {"¥", "JPY"},
    {"jpy", "JPY"},
    {"₹", "INR"},
    {"inr", "INR"},
    {"sek", "SEK"},
}};
constexpr const char* unit =
    R"((€|eur(?:os?)?|£|gbp|pounds?|quid|us\$|r\$|mx\$|ca?\$|au?\$|\$|usd|dollars?|dolar(?:es)?|chf|franken|pln|zl(?:otych)?|brl|reais|mxn|cad|aud|¥|jpy|₹|inr|sek))";
/// "1.5k", "2 thousand", "3 Mio": what the figure is to be multiplied by.
constexpr const char* number =
    R"((\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?)(?:,--?|,—)?(?:\s?(k\b|thousand|tausend|tsd\b|mille|mila|mil\b|duizend|tysi\w+|tys\b|m\b|mn\b|mio\b|millions?|millionen|millones|milioni|milhoes|miljoen|milion\w*)\.?(?: de| d')?)?)";
constexpr const char* day_or_period =
    R"(\b((?:by|before|until|no later than|within|in|on|next|this|spatestens|bis(?: zum)?|binnen|innerhalb von|am|avant(?: le)?|d'ici(?: au?)?|sous|dans(?: les)?|per|)"
    R"(en|antes del?|dentro de|entro|em|ate|binnen|voor|w ciagu|do) )"
    R"((?:the |your |le |el |il |o |de )?(?:end of (?:the |this |next )?(?:day|week|month)|(?:next |this )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|)"
    R"(next (?:week|month)|tomorrow(?: \w+)?|today|domani(?: sera)?|morgen|)"
    R"((?:ce |prochain |proximo |este |ta |aanstaande )?(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miercoles|jueves|viernes|sabado|domingo|)"
    R"(lunedi|martedi|mercoledi|giovedi|venerdi|sabato|domenica|(?:segunda|terca|quarta|quinta|sexta)(?:-feira)?|maandag|dinsdag|woensdag|donderdag|vrijdag|)"
    R"(zaterdag|zondag|poniedzialku|wtorku|srody|czwartku|piatku|soboty|niedzieli)|)"
    R"(montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|)"
    R"(\d{1,2}(?:st|nd|rd|th)?(?: of)?\.? (?:jan|feb|fev|mar|maa|apr|may|mai|mei|jun|jui|jul|aug|aou|sep|oct|okt|nov|dec|dez|ene|avr|abr|ago|dic|gen|mag|giu|lug|set|ott|out|sty|lut|kwi|maj|cze|lip|sie|wrz|paz|lis|gru)\w*|)"
    R"((?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w* \d{1,2}|(?:the )?(?:next )?(?:\w+ )?\d+(?:[ -](?:to|bis|a|-)[ -]\d+)? (?:business |working |calendar )?)"
    R"((?:hours?|days?|weeks?|months?|minutes?|stunden|tagen?|wochen|werktagen|heures|jours|semaines|horas|dias|semanas|ore|giorni|settimane|uur|dagen|werkdagen|weken|godzin|dni|tygodni)|)"
    R"((?:one|two|three|four|five|six|seven|ten|zwei|drei|vijf|drie|twee|trzech|dwoch|tres|trois|deux|dos) (?:business |working )?(?:hours?|days?|weeks?|months?|tagen?|wochen|werktagen|dagen|werkdagen|dni|dias|jours|giorni|tygodni)|)"
    R"(\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?|\d{4}-\d{2}-\d{2}))|\b(tomorrow|today|tonight|heute|morgen|demain|manana|domani|amanha|jutro))";

const re2::RE2& before() {
  static const re2::RE2 made(std::string(unit) + R"(\s?)" + number);
  return made;
}
const re2::RE2& after() {
  static const re2::RE2 made(std::string(number) + R"(\s?)" + unit + R"((?:\W|$))");
  return made;
}
const re2::RE2& period() {
  static const re2::RE2 made(day_or_period);
  return made;
}

/// "3 x 80 EUR", "50 EUR a month for 12 months": how often the sum is paid; 1 where nothing says so.
std::int64_t how_often(std::string_view sentence) {
  static const re2::RE2 fold(R"(\b(\d{1,3}) ?[x×] ?(?:€|\$|£|\d))");
  static const re2::RE2 rate(
      R"(\b(?:per|pro|a|an|each|every|par|al|por|ao|na|w|alla|chaque|cada|ogni|elke|kazd\w+|jede[nrs]?|jeweils im) (?:day|week|month|year|tag|woche|monat|jahr|jour|semaine|mois|an|dia|semana|mes|ano|giorno|settimana|mese|anno|dag|maand|jaar|dzien|tydzien|miesiac)\b|\b(?:monthly|weekly|yearly|monatlich|wochentlich|mensuel\w*|mensual\w*|mensil\w*|mensalmente|maandelijks|miesiecznie))");
  static const re2::RE2 span(
      R"(\b(\d{1,3}) (?:days?|weeks?|months?|years?|tage?n?|wochen|monate?n?|jahren?|jours|semaines|mois|ans|dias|semanas|meses|anos|giorni|settimane|mesi|anni|dagen|weken|maanden|jaar|dni|tygodni|miesiecy)\b)");
  const re2::StringPiece text(sentence.data(), sentence.size());
  int times = 1;
  if (re2::RE2::PartialMatch(text, fold, &times)) return times;
  if (re2::RE2::PartialMatch(text, rate) && re2::RE2::PartialMatch(text, span, &times)) return times;
  return 1;
}

std::string currency_of(std::string_view written) {
  if (written == "us$") return "USD";
  for (const auto& [name, code] : currency_names)
    if (written.substr(0, name.size()) == name) return std::string(code);
  return "";
}

/// What stands behind a number, from "k" to "Millionen": by how much more it is.
std::int64_t times(std::string_view word) {
  if (word.empty()) return 1;
  if (word == "mille" || word == "mila" || word == "mil") return 1'000;
  return word.front() == 'm' ? 1'000'000 : 1'000;
}

/// The larger of two sums: a promise of "€20 and €30" is one of thirty at least.
void keep_larger(Commitment& into, std::string_view digits, std::string_view more, std::string_view currency) {
  auto cents = cents_of(digits);
  if (cents) cents = *cents > std::numeric_limits<std::int64_t>::max() / times(more) ? cents : *cents * times(more);
  if (!cents || (into.cents && *into.cents >= *cents)) return;
  into.cents = cents;
  into.currency = currency_of(currency);
}

}  // namespace

std::optional<std::int64_t> cents_of(std::string_view number_text) {
  const auto mark = number_text.find_last_of(".,");
  const bool fraction = mark != std::string_view::npos && number_text.size() - mark - 1 <= 2;
  std::int64_t value = 0;
  int digits = 0;
  for (std::size_t i = 0; i < number_text.size(); ++i) {
    const char c = number_text[i];
    if (c >= '0' && c <= '9') {
      value = value * 10 + (c - '0');
      ++digits;
    }
    if (digits > 13) return std::nullopt;
  }
  if (digits == 0) return std::nullopt;
  const auto decimals = fraction ? number_text.size() - mark - 1 : 0;
  return decimals == 2 ? value : decimals == 1 ? value * 10 : value * 100;
}

Commitment read_commitment(std::string_view what, std::string_view sentence) {
  Commitment made;
  made.what = what;
  std::string digits, more, currency;
  re2::StringPiece rest(sentence.data(), sentence.size());
  while (re2::RE2::FindAndConsume(&rest, before(), &currency, &digits, &more)) keep_larger(made, digits, more, currency);
  rest = re2::StringPiece(sentence.data(), sentence.size());
  while (re2::RE2::FindAndConsume(&rest, after(), &digits, &more, &currency)) keep_larger(made, digits, more, currency);
  if (made.cents && *made.cents < std::numeric_limits<std::int64_t>::max() / 1000) *made.cents *= how_often(sentence);
  std::string by;
  std::string day;
  if (re2::RE2::PartialMatch(re2::StringPiece(sentence.data(), sentence.size()), period(), &by, &day))
    made.by = by.empty() ? day : by;
  return made;
}

Commitment unnamed_commitment(std::string_view sentence) {
  auto made = read_commitment("", sentence);
  made.what = made.cents ? "money" : made.by.empty() ? "entitlement" : "date";
  return made;
}

}  // namespace countersign::detect
