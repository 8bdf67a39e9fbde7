// What a change of the policies in force means: what differs, whether anything becomes looser, and what it will cost in
// time of reviewers, by what the record says came lately. Used by office.cpp and the commands; one thread.
#pragma once

#include <optional>
#include <string>

#include "flow/policy/change_report.hpp"
#include "flow/replay/recorded.hpp"

namespace countersign::activation {

/// How far back the record is asked, and what one review takes.
struct Lately {
  int days = 30;
  int minutes = 2;
};

struct Cost {
  Lately asked;
  std::size_t replies = 0;         ///< judged at the reply border in that time
  std::size_t held = 0;            ///< of them, those that would now wait for a reviewer
  std::size_t released = 0;        ///< and those that would no longer
  std::size_t looser = 0;          ///< recorded decisions of any border on which less would be asked
  std::int64_t minutes = 0;        ///< of review in that time, more (or, below zero, less)
  std::int64_t minutes_a_day = 0;  ///< the same a day, rounded away from zero
};

struct Weighed {
  policy::DocumentDiff diff;
  policy::Comparison comparison;
  Cost cost;
  /// Proved: no decision becomes looser, now or later, no waiver is new, no work goes to another queue, customers
  /// lose nothing by what is stricter, and nothing changed but what rules decide. And what really came bears it out: a proof may have a hole, traffic has none.
  [[nodiscard]] bool tightens() const {
    return cost.looser == 0 && comparison.exact && comparison.looser == 0 && comparison.rerouted.empty() &&
           comparison.taken_away.empty() && !diff.waives_more &&
           policy::beyond_rules(diff).empty();
  }
};

[[nodiscard]] Result<Weighed> weigh(const policy::Loaded& before, const policy::Loaded& after, Time now,
                                    const replay::Read& read, const Lately& lately);

/// "412 replies in the last 30 days: 9 would now be held, 0 released; 0.3 hours of review more, 1 minute a day, at 2
/// minutes each"
[[nodiscard]] std::string in_words(const Cost& cost);
[[nodiscard]] std::string as_text(const Weighed& weighed);
[[nodiscard]] json::Object as_json(const Weighed& weighed);

}  // namespace countersign::activation
