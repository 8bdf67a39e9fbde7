#include "flow/replay/replay.hpp"

#include <algorithm>
#include <set>

namespace countersign::replay {
namespace {

/// The policies that ask for exactly this verdict.
std::vector<std::string> asking(const policy::Decision& decision) {
  std::set<std::string> ids;
  for (const auto& rule : decision.rules)
    if (!rule.met && rule.mode == "enforce" && rule.verdict == decision.verdict) ids.insert(rule.policy);
  return {ids.begin(), ids.end()};
}

}  // namespace

void Replay::add(const Recorded& recorded) {
  const auto after = policy::decide(with_, recorded.facts);
  // What asked for more then is known by deciding again only if a set stands for it; the record names it by digest.
  std::vector<std::string> asked_before;
  Verdict before = recorded.verdict;
  if (instead_ != nullptr) {
    const auto then = policy::decide(*instead_, recorded.facts);
    before = then.verdict;
    asked_before = asking(then);
  }
  const auto border = recorded.facts.border;
  if (totals_.seen++ == 0) totals_.first = recorded.at;
  totals_.last = recorded.at;
  ++totals_.before[{border, before}];
  ++totals_.after[{border, after.verdict}];
  if (after.verdict == before) return;
  Change change{recorded.message,      recorded.at, border,        recorded.facts.channel,
                recorded.facts.topics, before,      after.verdict, {}};
  const bool stricter = after.verdict > before;
  change.because = stricter ? asking(after) : asked_before;
  const auto count = [stricter](Tally& tally) { ++(stricter ? tally.stricter : tally.looser); };
  ++(stricter ? totals_.stricter : totals_.looser);
  for (const auto& id : change.because) count(totals_.by_policy[id]);
  count(totals_.by_channel[change.channel]);
  for (const auto& topic : change.topics) count(totals_.by_topic[topic]);
  changes_.push_back(std::move(change));
}

void WatchReport::add(const Recorded& recorded) {
  std::map<std::string, Verdict> said;  // one policy asks once, by its strictest rule
  for (const auto& one : recorded.watched) {
    const auto [at, fresh] = said.emplace(one.policy, one.would);
    if (!fresh) at->second = std::max(at->second, one.would);
  }
  for (const auto& [policy, would] : said) {
    ++by_policy_[policy][would];
    if (would > Verdict::change) messages_.emplace_back(policy, recorded.message);
  }
}

}  // namespace countersign::replay
