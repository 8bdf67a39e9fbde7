// Which queue gets the work, and who is reached when nobody there answers.
#include <algorithm>
#include <set>

#include "flow/policy/policy_set.hpp"
#include "flow/policy/staffing.hpp"
#include "flow/policy/zone.hpp"

namespace countersign::policy {
namespace {

/// The time from which the language is spoken; nullopt if it never is.
std::optional<Time> spoken_from(const Staffing& staffing, std::string_view language, Time now) {
  if (!speaks(staffing, language)) return std::nullopt;
  const auto promise = promise_of(staffing, now, language);
  if (!promise) return std::nullopt;
  return promise->open ? now : promise->at;
}

/// Nobody else need be asked: the language is spoken there now, or will be when the queue opens.
bool understands(const Staffing& staffing, std::string_view language, Time now) {
  return speaks(staffing, language) && (!open_at(staffing, now) || open_at(staffing, now, language));
}

std::string english(std::string_view language) { return language_name(language, "en"); }

/// The first queue that speaks it, `none` if no queue does.
const Staffing* soonest(const Queues& queues, std::string_view language, Time now) {
  const Staffing* best = nullptr;
  std::optional<Time> first;
  for (const auto& [id, staffing] : queues)
    if (const auto from = spoken_from(staffing, language, now); from && (!first || *from < *first)) {
      first = from;
      best = &staffing;
    }
  return best;
}

bool in_force(const OnCall& call, const Staffing& staffing, const std::string& priority, Time now) {
  const auto& all = call.priorities;
  if (std::find(all.begin(), all.end(), priority) == all.end()) return false;
  const Zone zone(staffing.zone);
  const Local local = zone.local(now);
  const auto day = std::chrono::floor<std::chrono::days>(local);
  if ((call.from && day < *call.from) || (call.until && day > *call.until)) return false;
  if (!call.hours) return true;
  const auto past = std::chrono::floor<std::chrono::minutes>(local - day).count();
  const Day& hours = call.hours->at(std::chrono::weekday(day).iso_encoding() - 1);
  return std::any_of(hours.begin(), hours.end(), [&](const Hours& h) { return h.from <= past && past < h.to; });
}

void add_on_call(const Staffing& staffing, const std::vector<Role>& roles, const std::string& priority, Time now,
                 std::vector<Reach>& all) {
  for (const OnCall& call : staffing.on_call) {
    if (!in_force(call, staffing, priority, now)) continue;
    const std::string why = " is on call for " + staffing.queue + " (" + priority + ")";
    const auto role = std::find_if(roles.begin(), roles.end(), [&](const Role& r) { return r.name == call.who; });
    if (call.is_role && role != roles.end() && !role->members.empty()) {
      for (const std::string& member : role->members)
        all.push_back({Reach::Kind::user, member, staffing.queue, member + " (" + call.who + ")" + why, call.who});
    } else {
      all.push_back({call.is_role ? Reach::Kind::role : Reach::Kind::user, call.who, staffing.queue, call.who + why, ""});
    }
  }
}

}  // namespace

Routing route(const Queues& queues, const std::string& queue, std::string_view language, Time now) {
  const auto asked = queues.find(queue);
  if (asked == queues.end() || language.empty() || understands(asked->second, language, now)) return {queue, "", true};
  const std::string name = english(language);
  const bool ever = speaks(asked->second, language);
  const std::string gap =
      ever ? "nobody on " + queue + " speaks " + name + " at this hour" : "nobody on " + queue + " speaks " + name;
  const auto fall_back = queues.find(asked->second.falls_back_to);
  if (fall_back != queues.end() &&
      (ever ? open_at(fall_back->second, now, language) : speaks(fall_back->second, language)))
    return {fall_back->first, gap + "; its fall-back " + fall_back->first + " does", true};
  const Staffing* other = soonest(queues, language, now);
  if (other != nullptr && other->queue != queue && (!ever || open_at(*other, now, language)))
    return {other->queue, gap + "; " + other->queue + " does", true};
  if (ever) return {queue, gap + ", nor anywhere else; it is later", true};
  return {queue, gap + ", nor does any other queue", false};
}

std::vector<Reach> reachable(const Queues& queues, const std::vector<Role>& roles, const std::string& queue,
                             const std::string& priority, Time now) {
  std::vector<Reach> all;
  std::set<std::string> seen;
  for (auto at = queues.find(queue); at != queues.end() && seen.insert(at->first).second;
       at = queues.find(at->second.falls_back_to)) {
    if (at->first != queue && open_at(at->second, now))
      all.push_back({Reach::Kind::queue, at->first, at->first, at->first + " is the fall-back and is open", ""});
    add_on_call(at->second, roles, priority, now, all);
  }
  return all;
}

}  // namespace countersign::policy
