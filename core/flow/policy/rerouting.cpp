#include "flow/policy/rerouting.hpp"

#include <algorithm>
#include <set>

namespace countersign::policy {
namespace {

bool gives(const Policy& policy) { return policy.give_to && policy.mode == Mode::enforce; }

/// They give the same texts to the same queue.
bool same_way(const Policy& a, const Policy& b) {
  const bool holds = (verdict_of(a.if_not) >= Verdict::hold) == (verdict_of(b.if_not) >= Verdict::hold);
  return gives(a) == gives(b) && a.give_to == b.give_to && a.at == b.at && a.applies_to == b.applies_to &&
         a.waivers == b.waivers && holds &&
         (a.must == b.must || (a.must.size() == 1 && b.must.size() == 1 && a.must[0].must == Must::be_approved_by &&
                               b.must[0].must == Must::be_approved_by));
}

bool same_way(const Moment& a, const Moment& b) {
  return a.give_to == b.give_to && a.recognised == b.recognised && a.has_all == b.has_all && a.all == b.all &&
         a.or_topic == b.or_topic && a.or_finding == b.or_finding;
}

/// A moment for everything else gives work; whatever is recognised beside it takes that work away.
bool gives_the_rest(const Compiled& set) {
  return std::any_of(set.moments.begin(), set.moments.end(),
                     [](const Moment& one) { return !one.recognised && one.give_to; });
}

template <class One, class Gives>
void compare(const std::vector<One>& before, const std::vector<One>& after, const std::string& what, const Gives& gives,
             std::set<std::string>& changed) {
  const auto missed = [&](const std::vector<One>& these, const std::vector<One>& those) {
    for (const One& one : these) {
      const auto same = std::find_if(those.begin(), those.end(), [&](const One& other) { return other.id == one.id; });
      if (gives(one) && (same == those.end() || !same_way(one, *same))) changed.insert(what + one.id);
    }
  };
  missed(before, after);
  missed(after, before);
}

void add_queues(const Compiled& set, std::set<std::string>& queues) {
  for (const Policy& policy : set.policies)
    if (gives(policy)) queues.insert(policy.give_to->queue);
  for (const Moment& moment : set.moments)
    if (moment.give_to) queues.insert(moment.give_to->queue);
  if (set.default_route) queues.insert(set.default_route->queue);
}

}  // namespace

std::vector<std::string> rerouted(const Compiled& before, const Compiled& after) {
  std::set<std::string> queues, changed;
  for (const Compiled* set : {&before, &after}) add_queues(*set, queues);
  if (queues.size() < 2) return {};
  compare(
      before.policies, after.policies, "policy ", [](const Policy& one) { return gives(one); }, changed);
  const bool rest = gives_the_rest(before) || gives_the_rest(after);
  compare(
      before.moments, after.moments, "moment ",
      [rest](const Moment& one) { return one.give_to.has_value() || (rest && one.recognised); }, changed);
  const auto queue_of = [](const Compiled& set) { return set.default_route ? set.default_route->queue : ""; };
  if (queue_of(before) != queue_of(after)) changed.insert("the journey");
  return {changed.begin(), changed.end()};
}

}  // namespace countersign::policy
