#include "flow/activation/weigh.hpp"

#include <algorithm>

#include "flow/replay/replay.hpp"

namespace countersign::activation {
namespace {

Result<Cost> cost_of(const policy::PolicySet& before, const policy::PolicySet& after, Time now,
                     const replay::Read& read, const Lately& lately) {
  Cost cost{lately};
  const Time since = now - std::chrono::days(lately.days);
  Time first = now;
  const auto passed = replay::read_decisions(
      read, since,
      [&](const replay::Recorded& one) {
        const auto then = policy::decide(before, one.facts), later = policy::decide(after, one.facts);
        cost.looser += policy::loosened(then, later).empty() ? 0 : 1;
        if (one.facts.border != Border::reply) return;
        ++cost.replies;
        first = std::min(first, one.at);
        const bool was = then.verdict == Verdict::hold, is = later.verdict == Verdict::hold;
        cost.held += is && !was ? 1 : 0;
        cost.released += was && !is ? 1 : 0;
      },
      [](std::size_t, std::size_t) {});
  if (!passed) return passed.error();
  // A record younger than that says what came in the days it has, at least one.
  const auto hours = std::max<std::int64_t>(24, std::chrono::duration_cast<std::chrono::hours>(now - first).count());
  const auto more = static_cast<std::int64_t>(cost.held) - static_cast<std::int64_t>(cost.released);
  cost.minutes = more * lately.minutes;
  cost.minutes_a_day = (cost.minutes * 24 + (more < 0 ? 1 - hours : hours - 1)) / hours;
  return cost;
}

}  // namespace

Result<Weighed> weigh(const policy::Loaded& before, const policy::Loaded& after, Time now, const replay::Read& read,
                      const Lately& lately) {
  Weighed weighed;
  weighed.diff = policy::document_diff(before.files, after.files);
  weighed.comparison = policy::compare_from(*before.set, *after.set, now);
  auto cost = cost_of(*before.set, *after.set, now, read, lately);
  if (!cost) return cost.error();
  weighed.cost = *cost;
  return weighed;
}

std::string in_words(const Cost& cost) {
  const auto days = std::to_string(cost.asked.days) + (cost.asked.days == 1 ? " day" : " days");
  if (cost.replies == 0)
    return "The record has no replies of the last " + days + ": what it costs in time of reviewers is not known";
  const auto size = [](std::int64_t minutes) { return minutes < 0 ? -minutes : minutes; };
  const auto tenths = (size(cost.minutes) + 3) / 6, a_day = size(cost.minutes_a_day);
  return std::to_string(cost.replies) + (cost.replies == 1 ? " reply" : " replies") + " in the last " + days + ": " +
         std::to_string(cost.held) + " would now be held, " + std::to_string(cost.released) + " released; " +
         std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " hours of review " +
         (cost.minutes < 0 ? "less" : "more") + ", " + std::to_string(a_day) + (a_day == 1 ? " minute" : " minutes") +
         " a day, at " + std::to_string(cost.asked.minutes) + " minutes each";
}

std::string as_text(const Weighed& weighed) {
  std::string doubt;
  if (weighed.comparison.looser == 0 && weighed.cost.looser > 0)
    doubt = "But " + std::to_string(weighed.cost.looser) +
            " decisions on the record would have asked for less: " +
            (weighed.comparison.exact ? "the comparison missed something, please report it\n"
                                      : "what was tried is not all there is\n");
  return policy::as_text(weighed.diff, weighed.comparison) + doubt + in_words(weighed.cost) + "\n";
}

json::Object as_json(const Weighed& weighed) {
  auto all = policy::as_json(weighed.diff, weighed.comparison);
  json::Object object = *all.object();
  object["tightens"] = weighed.tightens();
  object["cost"] =
      json::Object{{"days", weighed.cost.asked.days},           {"replies", weighed.cost.replies},
                   {"would_be_held", weighed.cost.held},        {"would_be_released", weighed.cost.released},
                   {"review_minutes", weighed.cost.minutes},    {"review_minutes_a_day", weighed.cost.minutes_a_day},
                   {"minutes_each", weighed.cost.asked.minutes},
                   {"looser_on_record", weighed.cost.looser}};
  return object;
}

}  // namespace countersign::activation
