#include "flow/replay/replay.hpp"

#include <algorithm>
#include <set>

#include "flow/policy/compare.hpp"

namespace countersign::replay {
namespace {

/// The policies that ask for something in one decision and not, or not so much, in the other.
std::vector<std::string> asking(const policy::Decision& more, const policy::Decision& less) {
  const auto asked = [](const policy::Decision& decision) {
    std::set<std::pair<std::string, std::string>> rules;
    for (const auto& rule : decision.rules)
      if (!rule.met && rule.waiver.empty() && rule.mode == "enforce") rules.emplace(rule.policy, rule.rule + rule.why);
    return rules;
  };
  const auto now = asked(more), then = asked(less);
  std::set<std::string> ids;
  for (const auto& rule : now)
    if (!then.contains(rule)) ids.insert(rule.first);
  return {ids.begin(), ids.end()};
}

std::vector<std::string> together(std::vector<std::string> one, const std::vector<std::string>& other) {
  one.insert(one.end(), other.begin(), other.end());
  return one;
}

}  // namespace

void Replay::add(const Recorded& recorded) {
  const auto after = policy::decide(with_, recorded.facts);
  const auto before = instead_ != nullptr ? policy::decide(*instead_, recorded.facts) : recorded.decision;
  const auto border = recorded.facts.border;
  if (totals_.seen++ == 0) totals_.first = recorded.at;
  totals_.last = recorded.at;
  ++totals_.before[{border, before.verdict}];
  ++totals_.after[{border, after.verdict}];
  const auto lost = policy::loosened(before, after), gained = policy::tightened(before, after);
  if (lost.empty() && gained.empty()) return;
  const auto more = gained.empty() ? std::vector<std::string>() : asking(after, before);
  const auto less = lost.empty() ? std::vector<std::string>() : asking(before, after);
  totals_.stricter += gained.empty() ? 0 : 1;
  totals_.looser += lost.empty() ? 0 : 1;
  const auto count = [&](Tally& tally) {
    tally.stricter += gained.empty() ? 0 : 1;
    tally.looser += lost.empty() ? 0 : 1;
  };
  for (const auto& id : more) ++totals_.by_policy[id].stricter;
  for (const auto& id : less) ++totals_.by_policy[id].looser;
  count(totals_.by_channel[recorded.facts.channel]);
  for (const auto& topic : recorded.facts.topics) count(totals_.by_topic[topic]);
  changes_.push_back({recorded.message, recorded.at, border, recorded.facts.channel, recorded.facts.topics,
                      before.verdict, after.verdict, together(more, less), together(gained, lost)});
}

WatchReport::WatchReport(const policy::PolicySet& with) : with_(&with) {
  for (const auto& policy : with.policies())
    if (policy.mode == "watch") by_policy_[policy.id];  // one that never looks is listed too
}

void WatchReport::add(const Recorded& recorded) {
  if (with_ == nullptr) return add(recorded.watched, recorded.message);
  std::vector<Watched> watched;
  for (const auto& rule : policy::decide(*with_, recorded.facts).rules)
    if (rule.mode == "watch") watched.push_back({rule.policy, rule.met ? Verdict::send : rule.verdict});
  add(watched, recorded.message);
}

void WatchReport::add(const std::vector<Watched>& watched, const std::string& message) {
  std::map<std::string, Verdict> said;  // one policy asks once, by its strictest rule
  for (const auto& one : watched) {
    const auto [at, fresh] = said.emplace(one.policy, one.would);
    if (!fresh) at->second = std::max(at->second, one.would);
  }
  for (const auto& [policy, would] : said) {
    ++by_policy_[policy][would];
    if (would > Verdict::change) messages_.emplace_back(policy, message);
  }
}

}  // namespace countersign::replay
