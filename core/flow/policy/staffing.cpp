#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>

#include "flow/policy/compiled.hpp"

namespace countersign::policy {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;

constexpr int kLookAhead = 60;  // days

/// One opening, in the queue's local time.
struct Opening {
  std::chrono::sys_time<minutes> from, to;
};

/// The offset of a zone at a moment; ICU knows the zones the C++ library of this age does not.
seconds offset(const std::string& zone, Time at) {
  const std::unique_ptr<icu::TimeZone> found(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(zone)));
  std::int32_t raw = 0;
  std::int32_t saving = 0;
  UErrorCode failed = U_ZERO_ERROR;
  const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count();
  found->getOffset(static_cast<double>(millis), 0, raw, saving, failed);
  return seconds((raw + saving) / 1000);
}

std::string day_text(sys_days day) {
  const std::chrono::year_month_day d(day);
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(d.year()) % 10000,
                static_cast<unsigned>(d.month()), static_cast<unsigned>(d.day()));
  return text.data();
}

std::string clock_text(std::chrono::sys_time<minutes> at) {
  const auto since = (at - std::chrono::floor<days>(at)).count();
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "%02d:%02d", static_cast<int>(since / 60) % 24, static_cast<int>(since % 60));
  return text.data();
}

std::size_t weekday(sys_days day) { return std::chrono::weekday(day).iso_encoding() - 1; }

/// Shows `see` the openings from the local day of `local` on, in order, until it returns true.
template <class See>
void openings(const Staffing& staffing, std::chrono::sys_time<seconds> local, See see) {
  const sys_days first = std::chrono::floor<days>(local);
  for (int i = 0; i <= kLookAhead; ++i) {
    const sys_days day = first + days(i);
    if (std::binary_search(staffing.holidays.begin(), staffing.holidays.end(), day)) continue;
    for (const Staffing::Hours& h : staffing.week.at(weekday(day)))
      if (const Opening o{day + minutes(h.from), day + minutes(h.to)}; o.to > local && see(o)) return;
  }
}

struct Phrases {
  std::string_view language, until, today, tomorrow, on_day, on_date;
  std::array<std::string_view, 7> weekday;
};
constexpr std::array<Phrases, 4> kPhrases = {{
    {"en",
     "today until {t}",
     "today at {t}",
     "tomorrow at {t}",
     "{d} at {t}",
     "{d} at {t}",
     {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}},
    {"de",
     "heute bis {t} Uhr",
     "heute um {t} Uhr",
     "morgen um {t} Uhr",
     "{d} um {t} Uhr",
     "am {d} um {t} Uhr",
     {"Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"}},
    {"fr",
     "aujourd'hui jusqu'à {t}",
     "aujourd'hui à {t}",
     "demain à {t}",
     "{d} à {t}",
     "le {d} à {t}",
     {"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"}},
    {"es",
     "hoy hasta las {t}",
     "hoy a las {t}",
     "mañana a las {t}",
     "el {d} a las {t}",
     "el {d} a las {t}",
     {"lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"}},
}};

std::string phrase(std::string_view pattern, std::string_view day, std::string_view time) {
  std::string text(pattern);
  if (const std::size_t at = text.find("{d}"); at != std::string::npos) text.replace(at, 3, day);
  if (const std::size_t at = text.find("{t}"); at != std::string::npos) text.replace(at, 3, time);
  return text;
}

}  // namespace

bool known_zone(const std::string& zone) {
  const std::unique_ptr<icu::TimeZone> found(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(zone)));
  return zone == "UTC" ||
         (found != nullptr && *found != icu::TimeZone::getUnknown() && zone.find('/') != std::string::npos);
}

seconds business_time(const Staffing& staffing, Time now, seconds length) {
  const seconds here = offset(staffing.zone, now);
  const auto local = std::chrono::floor<seconds>(now) + here;
  seconds wait = days(kLookAhead);
  openings(staffing, local, [&](const Opening& o) {
    const auto from = std::max<std::chrono::sys_time<seconds>>(o.from, local);
    if (o.to - from < length) {
      length -= o.to - from;
      return false;
    }
    wait = from + length - local;
    wait += here - offset(staffing.zone, now + wait);  // a clock change in between
    return true;
  });
  return wait;
}

std::string promise_of(const Staffing& staffing, Time now, std::string_view language) {
  const auto local = std::chrono::floor<seconds>(now) + offset(staffing.zone, now);
  std::optional<Opening> first;
  openings(staffing, local, [&](const Opening& o) { return first = o, true; });
  if (!first) return "";
  const auto chosen = std::find_if(kPhrases.begin(), kPhrases.end(),
                                   [&](const Phrases& p) { return p.language == language.substr(0, 2); });
  const Phrases& say = chosen == kPhrases.end() ? kPhrases.front() : *chosen;
  const Opening& next = *first;
  if (next.from <= local)
    return phrase(say.until, "", next.to == std::chrono::floor<days>(next.to) ? "24:00" : clock_text(next.to));
  const sys_days day = std::chrono::floor<days>(next.from);
  const auto ahead = (day - std::chrono::floor<days>(local)).count();
  const std::string time = clock_text(next.from);
  if (ahead == 0) return phrase(say.today, "", time);
  if (ahead == 1) return phrase(say.tomorrow, "", time);
  if (ahead < 7) return phrase(say.on_day, say.weekday.at(weekday(day)), time);
  return phrase(say.on_date, day_text(day), time);
}

}  // namespace countersign::policy
