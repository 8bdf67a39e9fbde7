#include "flow/pace.hpp"

#include <algorithm>

namespace countersign {
namespace {

using namespace std::chrono_literals;

constexpr Duration kEvery = 100ms;
constexpr std::chrono::seconds kLongest = 1min;

std::string kind_of(const std::string& lane) { return lane.substr(0, lane.find(':')); }

/// Of a lane or a target that was not there at the last look: nothing.
template <class Map>
typename Map::mapped_type at(const Map& map, const std::string& name) {
  const auto found = map.find(name);
  return found == map.end() ? typename Map::mapped_type{} : found->second;
}

std::chrono::seconds in_bounds(Duration wait) {
  return std::clamp(std::chrono::ceil<std::chrono::seconds>(wait), std::chrono::seconds(1), kLongest);
}

}  // namespace

/// Lookups are called in a lane of their own, and for the agent's packet in the helpdesk's.
Pace::Called Pace::called(const std::vector<TargetState>& targets) {
  Called all;
  for (const auto& target : targets) {
    if (!target.name.starts_with("lookup:")) {
      all[target.name] += target.called;
      continue;
    }
    all["lookups"] += target.called;
    all[kHelpdeskTarget] += target.called;
  }
  return all;
}

bool Pace::waits_for_its_target(const std::string& name, const Lanes& lanes, const Called& called) const {
  const auto busy = at(lanes, name).busy - at(lanes_, name).busy;
  const auto calling = at(called, name) - at(called_, name);
  return calling > Duration::zero() && calling * 3 >= busy * 2;
}

std::chrono::seconds Pace::lane_caught_up_in(const std::string& name, const Lanes& lanes, Duration since) const {
  const auto begun = at(lanes, name).begun - at(lanes_, name).begun;
  if (begun == 0) return kLongest;
  return in_bounds(since * at(lanes, name).waiting / begun);
}

Pace::State Pace::look() {
  const std::lock_guard lock(mutex_);
  const auto now = clock_.steady();
  if (looked_ && now - looked_at_ < kEvery) return state_;
  auto lanes = sources_.lanes();
  auto calls = called(sources_.targets());
  std::map<std::string, Duration> by_kind;
  std::string slowest;
  for (const auto& [name, lane] : lanes) {
    if (lane.oldest <= Duration::zero() || waits_for_its_target(name, lanes, calls)) continue;
    auto& longest = by_kind[kind_of(name)];
    longest = std::max(longest, lane.oldest);
    if (slowest.empty() || lane.oldest > lanes.at(slowest).oldest) slowest = name;
  }
  const auto commit = sources_.commit();
  State state{commit};
  for (const auto& [kind, longest] : by_kind) state.behind += longest;
  if (!slowest.empty() && lanes.at(slowest).oldest > commit)
    state.caught_up_in = lane_caught_up_in(slowest, lanes, now - looked_at_);
  else
    state.caught_up_in = in_bounds(commit);
  looked_ = true;
  looked_at_ = now;
  lanes_ = std::move(lanes);
  called_ = std::move(calls);
  return state_ = state;
}

}  // namespace countersign
