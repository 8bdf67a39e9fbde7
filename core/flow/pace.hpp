// Pace: for how long accepted work waits for this gateway itself, and not for those whom it calls. Admission asks it
// for every webhook: while what was accepted waits too long, nothing new is accepted, so that the time to an answer
// stays bounded however much comes in. Thread-safe; looks at most ten times a second.
//
// Definition. A lane of the worker waits as long as what comes next in it could already have been begun. The lane waits
// for its target, and not for us, when its threads spent two thirds of their time or more in calls to it since the last
// look: then breakers, budgets and the valve have the word, and the customer's messages are still taken. A message goes
// through one lane of each kind ("answer", "model:…", "channel:…", "helpdesk"), so the waits of the kinds, each by its
// slowest lane, add up; and so does the wait for the commit that comes before all of them. Little's law on the slowest
// says when it will have caught up (what waits / what was begun per second; of the store, whose queue is one line: as
// long as its oldest has waited).
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "flow/delivery/targets.hpp"
#include "flow/worker.hpp"

namespace countersign {

class Pace {
 public:
  using Lanes = std::map<std::string, Worker::LaneState>;
  /// What it looks at: the worker's lanes, the calls that are made, and the store.
  struct Sources {
    std::function<Lanes()> lanes;
    std::function<std::vector<TargetState>()> targets;
    std::function<Duration()> commit;  ///< for how long the oldest write that is not durable has waited
  };
  Pace(const Clock& clock, Sources sources) : clock_(clock), sources_(std::move(sources)) {}

  struct State {
    Duration behind{};                     ///< how long a message accepted now would wait for us
    std::chrono::seconds caught_up_in{1};  ///< from 1 second to a minute
  };
  [[nodiscard]] State look();

 private:
  /// Time spent in calls so far, by the lane that makes them.
  using Called = std::map<std::string, Duration>;
  [[nodiscard]] static Called called(const std::vector<TargetState>& targets);
  [[nodiscard]] bool waits_for_its_target(const std::string& name, const Lanes& lanes, const Called& called) const;
  [[nodiscard]] std::chrono::seconds lane_caught_up_in(const std::string& name, const Lanes& lanes,
                                                       Duration since) const;

  const Clock& clock_;
  const Sources sources_;
  std::mutex mutex_;
  bool looked_ = false;
  Steady looked_at_{};
  Lanes lanes_;
  Called called_;
  State state_;
};

}  // namespace countersign
