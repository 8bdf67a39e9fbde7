#include <algorithm>

#include "flow/policy/reading.hpp"
#include "flow/policy/values.hpp"

namespace countersign::policy {
namespace {

using yaml::Node;

constexpr std::array<std::string_view, 7> kDays = {"monday", "tuesday",  "wednesday", "thursday",
                                                   "friday", "saturday", "sunday"};

void read_hours(const Node& hours, Staffing& staffing, const Report& report) {
  for (std::size_t day = 0; day < kDays.size(); ++day) {
    for (const Node* span : as_list(hours.find(kDays[day])))
      if (const auto h = to_hours(span->text)) staffing.week[day].push_back(*h);
    auto& spans = staffing.week[day];
    std::sort(spans.begin(), spans.end(), [](const auto& a, const auto& b) { return a.from < b.from; });
    for (std::size_t i = 1; i < spans.size(); ++i)
      if (spans[i].from < spans[i - 1].to)
        report.error(hours.find(kDays[day])->place, 124, "these opening hours overlap; write them one after the other");
  }
  if (std::all_of(staffing.week.begin(), staffing.week.end(), [](const auto& d) { return d.empty(); }))
    report.error(hours.place, 124, "this queue is never staffed; write the hours of at least one day");
}

}  // namespace

void read_roles(const Node& root, Reading& reading) {
  const Node* list = root.find("list");
  if (list == nullptr) return;
  for (const Node& item : list->items)
    if (item.is_map() && reading.define("role", item.find("name")))
      reading.out.roles.push_back({text_of(item, "name"), text_of(item, "permission"), names_of(item, "members")});
}

void read_staffing(const Node& root, Reading& reading) {
  const Node* queues = root.find("queues");
  if (queues == nullptr) return;
  for (const Node& item : queues->items) {
    if (!item.is_map() || !reading.define("queue", item.find("id"))) continue;
    Staffing staffing;
    staffing.queue = text_of(item, "id");
    staffing.zone = text_of(item, "time_zone");
    staffing.languages = names_of(item, "languages");
    if (const Node* zone = item.find("time_zone"); zone != nullptr && !known_zone(staffing.zone))
      reading.report.error(zone->place, 125,
                           "\"" + staffing.zone + "\" is not a time zone; write a place such as Europe/Berlin, or UTC");
    for (const Node* day : as_list(item.find("holidays"))) {
      if (const auto date = to_day(day->text))
        staffing.holidays.push_back(std::chrono::floor<std::chrono::days>(*date));
      else
        reading.report.error(day->place, 108,
                             "\"" + day->text + "\" is not a date; write year-month-day, such as 2027-01-31");
    }
    std::sort(staffing.holidays.begin(), staffing.holidays.end());
    if (const Node* hours = item.find("hours"); hours != nullptr && hours->is_map())
      read_hours(*hours, staffing, reading.report);
    reading.out.staffing.emplace(staffing.queue, std::move(staffing));
  }
}

}  // namespace countersign::policy
