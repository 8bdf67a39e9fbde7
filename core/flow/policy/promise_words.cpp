// A promise of time in words, in the eight languages of the product.
#include <cstdio>

#include "flow/policy/staffing.hpp"
#include "flow/policy/zone.hpp"

namespace countersign::policy {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;

struct Phrases {
  std::string_view language;
  std::string_view until, until_tomorrow, until_date;  // people are there now
  std::string_view today, tomorrow, on_day, on_date;   // they come
  std::string_view always, zone;
  std::array<std::string_view, 7> weekday;
};
constexpr std::array<Phrases, 8> kPhrases = {{
    {"en",
     "today until {t}",
     "until tomorrow at {t}",
     "until {d} at {t}",
     "today at {t}",
     "tomorrow at {t}",
     "{d} at {t}",
     "on {d} at {t}",
     "day and night",
     "{p} ({z} time)",
     {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}},
    {"de",
     "heute bis {t} Uhr",
     "bis morgen um {t} Uhr",
     "bis {d} um {t} Uhr",
     "heute um {t} Uhr",
     "morgen um {t} Uhr",
     "{d} um {t} Uhr",
     "am {d} um {t} Uhr",
     "rund um die Uhr",
     "{p} (Ortszeit {z})",
     {"Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"}},
    {"fr",
     "aujourd'hui jusqu'à {t}",
     "jusqu'à demain {t}",
     "jusqu'au {d} à {t}",
     "aujourd'hui à {t}",
     "demain à {t}",
     "{d} à {t}",
     "le {d} à {t}",
     "jour et nuit",
     "{p} (heure de {z})",
     {"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"}},
    {"es",
     "hoy hasta las {t}",
     "hasta mañana a las {t}",
     "hasta el {d} a las {t}",
     "hoy a las {t}",
     "mañana a las {t}",
     "el {d} a las {t}",
     "el {d} a las {t}",
     "día y noche",
     "{p} (hora de {z})",
     {"lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"}},
    {"it",
     "oggi fino alle {t}",
     "fino a domani alle {t}",
     "fino al {d} alle {t}",
     "oggi alle {t}",
     "domani alle {t}",
     "{d} alle {t}",
     "il {d} alle {t}",
     "giorno e notte",
     "{p} (ora di {z})",
     {"lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"}},
    {"pt",
     "hoje até às {t}",
     "até amanhã às {t}",
     "até {d} às {t}",
     "hoje às {t}",
     "amanhã às {t}",
     "{d} às {t}",
     "em {d} às {t}",
     "dia e noite",
     "{p} (hora de {z})",
     {"na segunda-feira", "na terça-feira", "na quarta-feira", "na quinta-feira", "na sexta-feira", "no sábado",
      "no domingo"}},
    {"nl",
     "vandaag tot {t} uur",
     "tot morgen {t} uur",
     "tot {d} om {t} uur",
     "vandaag om {t} uur",
     "morgen om {t} uur",
     "{d} om {t} uur",
     "op {d} om {t} uur",
     "dag en nacht",
     "{p} (tijd in {z})",
     {"maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"}},
    {"pl",
     "dziś do {t}",
     "do jutra, {t}",
     "do {d}, {t}",
     "dziś o {t}",
     "jutro o {t}",
     "{d} o {t}",
     "{d} o {t}",
     "całą dobę",
     "{p} (czas lokalny: {z})",
     {"w poniedziałek", "we wtorek", "w środę", "w czwartek", "w piątek", "w sobotę", "w niedzielę"}},
}};

const Phrases& phrases_of(std::string_view language) {
  for (const Phrases& p : kPhrases)
    if (p.language == language.substr(0, 2)) return p;
  return kPhrases.front();
}

void put(std::string& text, std::string_view what, std::string_view with) {
  if (const std::size_t at = text.find(what); at != std::string::npos) text.replace(at, what.size(), with);
}

std::string filled(std::string_view pattern, std::string_view day, std::string_view time) {
  std::string text(pattern);
  put(text, "{d}", day);
  put(text, "{t}", time);
  return text;
}

std::string clock_text(minutes past) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "%02d:%02d", static_cast<int>(past.count() / 60) % 100,
                static_cast<int>(past.count() % 60));
  return text.data();
}

std::string until(const Phrases& say, Local now, Local end) {
  sys_days day = std::chrono::floor<days>(end);
  auto past = std::chrono::floor<minutes>(end - day);
  if (past == minutes(0)) {  // "until 24:00" names the day that ends
    day -= days(1);
    past = days(1);
  }
  const auto ahead = (day - std::chrono::floor<days>(now)).count();
  const std::string time = clock_text(past);
  if (ahead <= 0) return filled(say.until, "", time);
  if (ahead == 1) return filled(say.until_tomorrow, "", time);
  return filled(say.until_date, day_name(day, say.language), time);
}

std::string from(const Phrases& say, Local now, Local start) {
  const sys_days day = std::chrono::floor<days>(start);
  const auto ahead = (day - std::chrono::floor<days>(now)).count();
  const std::string time = clock_text(std::chrono::floor<minutes>(start - day));
  if (ahead == 0) return filled(say.today, "", time);
  if (ahead == 1) return filled(say.tomorrow, "", time);
  if (ahead < 7) return filled(say.on_day, say.weekday.at(std::chrono::weekday(day).iso_encoding() - 1), time);
  return filled(say.on_date, day_name(day, say.language), time);
}

}  // namespace

std::string in_words(const Promise& promise, std::string_view language, const std::string& region) {
  const Phrases& say = phrases_of(language);
  if (promise.always) return std::string(say.always);
  const Zone zone(promise.zone);
  const Local now = zone.local(promise.asked_at);
  const Local at = zone.local(promise.at);
  std::string words = promise.open ? until(say, now, at) : from(say, now, at);
  if (!differs_in(promise.zone, region, promise.at)) return words;
  std::string named(say.zone);
  put(named, "{p}", words);
  put(named, "{z}", place_name(promise.zone, say.language));
  return named;
}

}  // namespace countersign::policy
