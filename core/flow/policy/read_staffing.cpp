// Reads staffing documents: hours, holidays, languages and on-call lists of each queue.
#include <algorithm>

#include "flow/policy/meant.hpp"
#include "flow/policy/reading.hpp"
#include "flow/policy/values.hpp"
#include "flow/policy/zone.hpp"

namespace countersign::policy {
namespace {

using std::chrono::sys_days;
using yaml::Node;

constexpr std::array<std::string_view, 7> kDays = {"monday", "tuesday",  "wednesday", "thursday",
                                                   "friday", "saturday", "sunday"};
constexpr int kMidnight = 24 * 60;
constexpr int kMostHolidays = 366;  // of one range

std::string quoted(const Node& node) { return "\"" + node.text.substr(0, 60) + "\""; }

std::optional<sys_days> day_from(std::string_view text) {
  const auto day = to_day(text);
  return day ? std::optional(std::chrono::floor<std::chrono::days>(*day)) : std::nullopt;
}

/// Sorts a day and says so when its hours overlap.
void settle(Day& day, const yaml::Place& place, const Report& report) {
  std::sort(day.begin(), day.end(), [](const auto& a, const auto& b) { return a.from < b.from; });
  for (std::size_t i = 1; i < day.size(); ++i)
    if (day[i].from < day[i - 1].to)
      return report.error(place, 124, "these opening hours overlap; write them one after the other");
}

/// Hours by weekday. What goes over midnight belongs to two days from here on.
Week week_of(const Node& hours, const Report& report) {
  Week week;
  for (std::size_t day = 0; day < kDays.size(); ++day)
    for (const Node* span : as_list(hours.find(kDays[day])))
      if (const auto h = to_hours(span->text)) {
        week[day].push_back({h->from, std::min(h->to, kMidnight)});
        if (h->to > kMidnight) week[(day + 1) % kDays.size()].push_back({0, h->to - kMidnight});
      }
  for (std::size_t day = 0; day < kDays.size(); ++day) {
    const Node* written = hours.find(kDays[day]);
    settle(week[day], written != nullptr ? written->place : hours.place, report);
  }
  return week;
}

bool never(const Week& week) {
  return std::all_of(week.begin(), week.end(), [](const Day& day) { return day.empty(); });
}

/// ". Did you mean 2026-12-24 to 2026-12-26?" of "24.12.2026 - 26.12.2026".
std::string days_meant(const std::string& written) {
  auto meant = date_meant(written);
  for (const std::string_view between : {" - ", " – ", " bis ", " to ", "–"}) {
    const auto at = written.find(between);
    if (!meant.empty() || at == std::string::npos) continue;
    const auto first = date_meant(written.substr(0, at)), last = date_meant(written.substr(at + between.size()));
    if (!first.empty() && !last.empty()) meant.append(first).append(" to ").append(last);
  }
  return meant.empty() ? "" : ". Did you mean " + meant + "?";
}

void read_holidays(const Node* list, Staffing& staffing, const Report& report) {
  constexpr std::string_view kTo = " to ";
  for (const Node* item : as_list(list)) {
    const std::size_t to = item->text.find(kTo);
    const auto first = day_from(std::string_view(item->text).substr(0, to));
    const auto last = to == std::string::npos ? first : day_from(std::string_view(item->text).substr(to + kTo.size()));
    if (!first || !last) {
      report.error(item->place, 108,
                   quoted(*item) +
                       " is not a date; write year-month-day, such as 2027-01-31, or \"2026-12-24 to "
                       "2027-01-01\"" +
                       days_meant(item->text));
    } else if (*last < *first || *last - *first > std::chrono::days(kMostHolidays)) {
      report.error(item->place, 108,
                   quoted(*item) + " runs backwards or over more than a year; write the first day first");
    } else {
      for (auto day = *first; day <= *last; day += std::chrono::days(1)) staffing.holidays.push_back(day);
    }
  }
  std::sort(staffing.holidays.begin(), staffing.holidays.end());
}

void read_special_days(const Node* map, Staffing& staffing, const Report& report) {
  if (map == nullptr) return;
  for (const auto& [date, value] : map->entries) {
    const auto day = day_from(date.text);
    if (!day)
      report.error(date.place, 108,
                   quoted(date) + " is not a date; write year-month-day, such as 2026-12-24" + days_meant(date.text));
    Day hours;
    const auto spans = as_list(&value);
    if (spans.empty())
      report.error(value.place, 105, "this day needs its opening hours; a day without any is a holiday");
    for (const Node* span : spans) {
      const auto h = to_hours(span->text);
      if (!h || h->to > kMidnight)
        report.error(span->place, 124,
                     quoted(*span) + " are not opening hours of one day; write \"08:00-12:00\", at most to 24:00");
      else
        hours.push_back(*h);
    }
    settle(hours, value.place, report);
    if (day && std::binary_search(staffing.holidays.begin(), staffing.holidays.end(), *day))
      report.error(date.place, 124, quoted(date) + " is a holiday of this queue too; write it once");
    if (day) staffing.special_days[*day] = std::move(hours);
  }
}

void read_languages(const Node& item, Staffing& staffing, const Report& report) {
  staffing.languages = names_of(item, "languages");
  const Node* by_language = item.find("hours_by_language");
  if (by_language == nullptr) return;
  for (const auto& [language, hours] : by_language->entries) {
    check_map(hours, "staffing.queues.hours", {}, report);
    if (!hours.is_map()) continue;
    if (!speaks(staffing, language.text) || language.text.size() != 2)
      report.error(language.place, 131,
                   quoted(language) + " is not among this queue's languages; add it there, or delete these hours");
    Week week = week_of(hours, report);
    if (never(week) && hours.entries.empty())
      report.error(hours.place, 124,
                   "nobody ever speaks " + quoted(language) + "; write the hours of at least one day");
    staffing.language_hours.emplace(language.text, std::move(week));
  }
}

void read_on_call(const Node* list, Staffing& staffing, const Report& report) {
  if (list == nullptr) return;
  for (const Node& item : list->items) {
    if (!item.is_map()) continue;
    OnCall call;
    call.is_role = item.find("role") != nullptr;
    call.who = text_of(item, call.is_role ? "role" : "who");
    if (call.is_role == (item.find("who") != nullptr))
      report.error(item.place, 130, "an entry of on_call names either `who` (a user) or `role`, one of them");
    if (const Node* hours = item.find("hours"); hours != nullptr && hours->is_map()) {
      call.hours = week_of(*hours, report);
      if (never(*call.hours) && hours->entries.empty())
        report.error(hours->place, 124, "this person is never on call; write the hours of a day, or delete `hours`");
    }
    call.from = day_from(text_of(item, "from"));
    call.until = day_from(text_of(item, "until"));
    if (call.from && call.until && *call.until < *call.from)
      report.error(item.find("until")->place, 108, "this day is before `from`; write the first day first");
    call.priorities = names_of(item, "priorities");
    if (call.priorities.empty()) call.priorities = {"urgent", "page_someone"};
    staffing.on_call.push_back(std::move(call));
  }
}

void read_times(const Node& item, Staffing& staffing, const Report& report) {
  if (const Node* within = item.find("answers_within"); within != nullptr)
    if (const auto span = to_span(within->text)) {
      if (!span->business)
        report.error(within->place, 107,
                     quoted(*within) + " also runs while nobody is there; write it in business hours or minutes");
      staffing.answers_within = span->length;
    }
  staffing.answers_at_once = number_of(item, "answers_at_once", 0);
  if (staffing.answers_at_once > 0 && !staffing.answers_within)
    report.error(item.find("answers_at_once")->place, 102,
                 "\"answers_within\" is missing: how long that many conversations take");
  if (const Node* next = item.find("next_on_call_after"); next != nullptr)
    if (const auto span = to_span(next->text)) {
      if (span->business)
        report.error(next->place, 107, quoted(*next) + " stands still while the queue is closed; write plain minutes");
      staffing.next_on_call_after = span->length;
    }
}

}  // namespace

void read_staffing(const Node& root, Reading& reading) {
  const Node* queues = root.find("queues");
  if (queues == nullptr) return;
  const Report& report = reading.report;
  for (const Node& item : queues->items) {
    if (!item.is_map() || !reading.define("queue", item.find("id"))) continue;
    Staffing staffing;
    staffing.queue = text_of(item, "id");
    staffing.zone = text_of(item, "time_zone");
    if (const Node* zone = item.find("time_zone"); zone != nullptr && !known_zone(staffing.zone)) {
      const auto meant = zone_meant(staffing.zone);
      report.error(zone->place, 125,
                   "\"" + staffing.zone + "\" is not a time zone; write a place such as Europe/Berlin, or UTC" +
                       (meant.empty() ? "" : ". Did you mean " + meant + "?"));
    }
    if (const Node* hours = item.find("hours"); hours != nullptr && hours->is_map()) {
      staffing.week = week_of(*hours, report);
      if (never(staffing.week) && hours->entries.empty())  // what is written wrong is told already
        report.error(hours->place, 124, "this queue is never staffed; write the hours of at least one day");
    }
    read_holidays(item.find("holidays"), staffing, report);
    read_special_days(item.find("special_days"), staffing, report);
    read_languages(item, staffing, report);
    read_on_call(item.find("on_call"), staffing, report);
    read_times(item, staffing, report);
    staffing.falls_back_to = text_of(item, "falls_back_to");
    reading.out.staffing.emplace(staffing.queue, std::move(staffing));
  }
}

}  // namespace countersign::policy
