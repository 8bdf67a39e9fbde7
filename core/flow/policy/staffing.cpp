// Openings, and what is computed from them: business time and promises.
#include "flow/policy/staffing.hpp"

#include <algorithm>

#include "flow/policy/zone.hpp"

namespace countersign::policy {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;

constexpr int kLookAhead = 60;   // days
constexpr days kAlways{7};       // open without a break for so long: around the clock
constexpr minutes kQuarter{15};  // later times are promised by the quarter of an hour

struct Opening {
  Time from, to;
};

Day common(const Day& a, const Day& b) {
  Day both;
  for (const Hours& x : a)
    for (const Hours& y : b)
      if (const Hours h{std::max(x.from, y.from), std::min(x.to, y.to)}; h.from < h.to) both.push_back(h);
  return both;
}

/// The hours of one date, limited to those in which `language` is spoken. "": any.
Day day_of(const Staffing& staffing, sys_days day, std::string_view language) {
  const std::size_t weekday = std::chrono::weekday(day).iso_encoding() - 1;
  Day hours;
  if (const auto special = staffing.special_days.find(day); special != staffing.special_days.end())
    hours = special->second;
  else if (!std::binary_search(staffing.holidays.begin(), staffing.holidays.end(), day))
    hours = staffing.week.at(weekday);
  const auto spoken = staffing.language_hours.find(language.substr(0, 2));
  return spoken == staffing.language_hours.end() ? hours : common(hours, spoken->second.at(weekday));
}

/// Shows `see` the openings that end after `now`, in order, until it returns true. What follows without a break is one.
template <class See>
void openings(const Staffing& staffing, Time now, std::string_view language, See see) {
  const Zone zone(staffing.zone);
  const sys_days first = std::chrono::floor<days>(zone.local(now));
  std::optional<Opening> open;
  for (int i = 0; i <= kLookAhead; ++i) {
    const sys_days day = first + days(i);
    for (const Hours& h : day_of(staffing, day, language)) {
      const Opening next{zone.moment(day + minutes(h.from)), zone.moment(day + minutes(h.to))};
      if (next.to <= now || next.to <= next.from) continue;
      if (open && open->to == next.from && open->to - open->from < kAlways + days(1)) {
        open->to = next.to;
        continue;
      }
      if (open && see(*open)) return;
      open = next;
    }
    // Nothing of the next day can still lengthen it.
    if (open && open->to < zone.moment(day + days(1)) && see(*open)) return;
    if (open && open->to < zone.moment(day + days(1))) open.reset();
  }
  if (open) (void)see(*open);
}

Time up_to_quarter(Time at) {
  const auto past = at.time_since_epoch() % kQuarter;
  return past.count() == 0 ? at : at - past + kQuarter;
}

std::string_view spoken_there(const Staffing& staffing, std::string_view language) {
  return speaks(staffing, language) ? language : std::string_view();
}

/// The opening that `at` lies in.
std::optional<Opening> opening_at(const Staffing& staffing, Time at, std::string_view language) {
  std::optional<Opening> found;
  openings(staffing, at, language, [&](const Opening& o) {
    if (o.from <= at) found = o;
    return true;
  });
  return found;
}

/// The moment at which `length` of staffed time has passed.
std::optional<Time> after(const Staffing& staffing, Time now, std::string_view language, seconds length) {
  std::optional<Time> end;
  openings(staffing, now, language, [&](const Opening& o) {
    const Time from = std::max(o.from, now);
    if (o.to - from < length) {
      length -= std::chrono::ceil<seconds>(o.to - from);
      return false;
    }
    end = from + length;
    return true;
  });
  return end;
}

}  // namespace

seconds business_time(const Staffing& staffing, Time now, seconds length) {
  const auto end = after(staffing, now, "", length);
  return end ? std::chrono::ceil<seconds>(*end - now) : seconds(days(kLookAhead));
}

bool open_at(const Staffing& staffing, Time at, std::string_view language) {
  if (!language.empty() && !speaks(staffing, language)) return false;
  return opening_at(staffing, at, language).has_value();
}

bool speaks(const Staffing& staffing, std::string_view language) {
  const auto& all = staffing.languages;
  return std::find(all.begin(), all.end(), language.substr(0, 2)) != all.end();
}

std::optional<Promise> promise_of(const Staffing& staffing, Time now, std::string_view language, int waiting) {
  const auto spoken = spoken_there(staffing, language);
  const int loads = staffing.answers_at_once > 0 ? std::max(waiting, 0) / staffing.answers_at_once : 0;
  const auto turn = loads == 0 || !staffing.answers_within
                        ? std::optional<Time>(now)
                        : after(staffing, now, spoken, *staffing.answers_within * loads);
  if (!turn) return std::nullopt;
  const auto here = opening_at(staffing, now, spoken);
  std::optional<Promise> promise;
  openings(staffing, *turn, spoken, [&](const Opening& o) {
    const bool open = here && here->to >= o.to;
    const Time last = std::max(o.from, up_to_quarter(o.to) - kQuarter);
    const Time at = open ? o.to : std::max(o.from, std::min(up_to_quarter(*turn), last));
    promise = Promise{now, open, open && o.to - now >= kAlways, at, staffing.zone};
    return true;
  });
  return promise;
}

}  // namespace countersign::policy
