#include "flow/policy/changed_rules.hpp"

#include <algorithm>

namespace countersign::policy {
namespace {

/// They ask the same of every text; titles and versions aside.
bool same(const Policy& a, const Policy& b) {
  return a.mode == b.mode && a.at == b.at && a.applies_to == b.applies_to && a.must == b.must && a.if_not == b.if_not &&
         a.give_to == b.give_to && a.say == b.say && a.deadline == b.deadline &&
         a.checked_percent == b.checked_percent && a.waivers == b.waivers;
}

bool same(const Moment& a, const Moment& b) {
  return a.recognised == b.recognised && a.has_all == b.has_all && a.all == b.all && a.or_topic == b.or_topic &&
         a.or_finding == b.or_finding && a.ai_may == b.ai_may && a.give_to == b.give_to && a.say_first == b.say_first;
}

bool same_journey(const Compiled& a, const Compiled& b) {
  return std::equal(a.moments.begin(), a.moments.end(), b.moments.begin(), b.moments.end(),
                    [](const Moment& one, const Moment& other) { return same(one, other); });
}

bool enforced(const Policy& policy, Border border) { return policy.at == border && policy.mode == Mode::enforce; }

/// What `these` enforce at the border and `those` do not.
std::vector<const Policy*> only_in(const Compiled& these, const Compiled& those, Border border) {
  std::vector<const Policy*> all;
  for (const Policy& policy : these.policies)
    if (enforced(policy, border) && std::none_of(those.policies.begin(), those.policies.end(),
                                                 [&](const Policy& other) { return same(policy, other); }))
      all.push_back(&policy);
  return all;
}

/// It says what may go to a model.
bool opens(const Policy& policy) {
  return policy.at == Border::prompt && std::any_of(policy.must.begin(), policy.must.end(), [](const Requirement& one) {
           return one.must == Must::hide || one.must == Must::remove;
         });
}

bool lets_ai_reply(const Compiled& set) {
  return std::any_of(set.moments.begin(), set.moments.end(), [](const Moment& m) { return m.ai_may == AiMay::reply; });
}

}  // namespace

std::vector<Source> sources_of(const Compiled& strong, const Compiled& weak, Border border) {
  std::vector<Source> all;
  for (const Policy* gone : only_in(strong, weak, border)) {
    all.push_back({{gone}});
    if (gone->deadline.empty()) continue;
    for (const Policy& other : weak.policies)
      if (enforced(other, border) && !other.deadline.empty()) all.push_back({{gone, &other}});
  }
  for (const Policy* fresh : only_in(weak, strong, border))
    if (opens(*fresh) || !fresh->deadline.empty()) all.push_back({{fresh}});
  if (border == Border::arrival && !same_journey(strong, weak)) all.push_back({{}, true});
  if (border == Border::reply && lets_ai_reply(weak) && !lets_ai_reply(strong)) all.emplace_back();
  return all;
}

Rules::Rules(const Sets& sets, Border border, const Source& from) : source(from.asks), journey(from.journey) {
  for (const Compiled* set : sets) {
    for (const Policy& policy : set->policies)
      if (enforced(policy, border)) all.push_back(&policy);
    if (border == Border::arrival)
      for (const Moment& moment : set->moments) moments.push_back(&moment);
  }
}

std::vector<const Condition*> Rules::tried() const {
  std::vector<const Condition*> found;
  for (const Policy* policy : source) found.push_back(&policy->applies_to);
  add_doors(found);
  return found;
}

std::vector<const Condition*> Rules::telling() const {
  std::vector<const Condition*> found;
  for (const Policy* policy : all) found.push_back(&policy->applies_to);
  add_doors(found);
  return found;
}

void Rules::add_doors(std::vector<const Condition*>& found) const {
  for (const Policy* policy : all)
    for (const Waiver& waiver : policy->waivers) found.push_back(&waiver.covers);
  for (const Moment* moment : moments)
    if (moment->has_all) found.push_back(&moment->all);
}

}  // namespace countersign::policy
