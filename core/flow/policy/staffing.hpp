// Staffing: who is there, when, in which language; and what follows from it: how long a business hour lasts, what may
// be promised, which queue gets the work, who is reached when nobody answers. Read at load, immutable afterwards; all
// functions are pure and may be called from any thread.
#pragma once

#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"

namespace countersign::policy {

struct Role;

/// Opening hours in minutes of a local day, never over midnight: the reader splits "22:00-06:00".
struct Hours {
  int from = 0, to = 0;
};
using Day = std::vector<Hours>;   ///< sorted, without overlaps
using Week = std::array<Day, 7>;  ///< Monday first

/// Who is reached while the queue is closed, or when nobody acts.
struct OnCall {
  std::string who;  ///< a user's name, or a role's if `is_role`
  bool is_role = false;
  std::optional<Week> hours;                         ///< in the queue's time zone; absent: always
  std::optional<std::chrono::sys_days> from, until;  ///< first and last day
  std::vector<std::string> priorities;               ///< never empty
};

struct Staffing {
  std::string queue, zone;
  std::vector<std::string> languages;
  std::map<std::string, Week, std::less<>> language_hours;  ///< spoken only then
  Week week;
  std::vector<std::chrono::sys_days> holidays;         ///< sorted
  std::map<std::chrono::sys_days, Day> special_days;   ///< hours of one date, instead of its weekday's
  std::optional<std::chrono::seconds> answers_within;  ///< staffed time
  int answers_at_once = 0;                             ///< how many conversations it answers within; 0: not said
  std::string falls_back_to;
  std::vector<OnCall> on_call;
  std::chrono::seconds next_on_call_after{600};
};
using Queues = std::map<std::string, Staffing, std::less<>>;

/// A time at which people are there.
struct Promise {
  Time asked_at{};
  bool open = false;    ///< people are there now, until `at`; else from `at` on
  bool always = false;  ///< around the clock
  Time at{};
  std::string zone;
};

/// Time from `now` until `length` of staffed time has passed; at most 60 days.
[[nodiscard]] std::chrono::seconds business_time(const Staffing& staffing, Time now, std::chrono::seconds length);

/// Whether people of this queue are there, speaking `language` ("" for any).
[[nodiscard]] bool open_at(const Staffing& staffing, Time at, std::string_view language = "");
/// Whether the queue speaks a language at all.
[[nodiscard]] bool speaks(const Staffing& staffing, std::string_view language);

/// What may be promised: the hours in which `language` is spoken if it is spoken at all, else the queue's. More
/// conversations `waiting` than are answered in the usual time move it later, by that time for each such load. nullopt:
/// nothing within 60 days. Never before `now`; later `now` or more `waiting` never makes it earlier.
[[nodiscard]] std::optional<Promise> promise_of(const Staffing& staffing, Time now, std::string_view language,
                                                int waiting = 0);
/// "today until 18:00", "mañana a las 08:00 (hora de Berlín)": in one of en de fr es it pt nl pl, else English. The
/// zone is named where clocks of the customer's `region` may show another time.
[[nodiscard]] std::string in_words(const Promise& promise, std::string_view language, const std::string& region = "");

/// Which queue gets work that was asked for `queue`, and why another one if it does.
struct Routing {
  std::string queue;
  std::string why;     ///< "" when it stays where it was asked for and is understood
  bool spoken = true;  ///< somebody there speaks the customer's language
};
[[nodiscard]] Routing route(const Queues& queues, const std::string& queue, std::string_view language, Time now);

/// Somebody who can be reached: a user, a role whose members are not listed, or another queue.
struct Reach {
  enum class Kind { user, role, queue };
  Kind kind = Kind::user;
  std::string name;
  std::string queue;  ///< whose on-call list this is; for a queue: its own name
  std::string why;    ///< one plain sentence
  std::string role;   ///< the role whose member it is, "" for none
};
/// Everyone on call for this priority at this moment, in the order of the document, then the fall-back queue with its
/// own on-call list, and so on. A queue stands in it only if it is open.
[[nodiscard]] std::vector<Reach> reachable(const Queues& queues, const std::vector<Role>& roles,
                                           const std::string& queue, const std::string& priority, Time now);

}  // namespace countersign::policy
