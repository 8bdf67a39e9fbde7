// What is seen in a text and what it is about, as far as it can make a difference.
#include <algorithm>
#include <set>

#include "flow/policy/distinctions.hpp"

namespace countersign::policy {
namespace {

Names common(const Names& list, const Names& chosen) {
  Names both;
  for (const std::string& name : chosen)
    if (has(list, name)) both.push_back(name);
  return both;
}

/// Topics and findings that make one rule ask, one waiver count, or one moment match.
struct Need {
  Names topics, findings;
  friend auto operator<=>(const Need&, const Need&) = default;
};
using AnyOf = std::set<Need>;

Need with(Need need, const Need& more) {
  const auto add = [](Names& into, const Names& names) {
    into.insert(into.end(), names.begin(), names.end());
    std::sort(into.begin(), into.end());
    into.erase(std::unique(into.begin(), into.end()), into.end());
  };
  add(need.topics, more.topics);
  add(need.findings, more.findings);
  return need;
}

/// Which of them are tried together. What a set no longer asks was asked by one policy or moment (a topic, a finding
/// and one that is forbidden, at most). That nothing else asks for it may need any number of waivers (a topic and a
/// finding each) on what else would, and one moment that keeps the one for everything else from counting. More topics
/// and findings than these can only make more rules ask.
class Needs {
 public:
  Needs(Names topics, Names findings) : topics_(std::move(topics)), findings_(std::move(findings)) {}

  void add_source(const Policy& policy) {
    AnyOf one;
    add(policy.applies_to, {}, one);
    for (const Requirement& must : policy.must) add(policy.applies_to, must.kinds, one);
    AnyOf both;
    for (const Need& a : asked_)
      for (const Need& b : one) both.insert(with(a, b));
    asked_ = std::move(both);
  }
  void add_waiver(const Condition& condition) { add(condition, {}, waivers_); }
  void add_moment(const Moment& moment) {
    if (moment.has_all) add(moment.all, {}, moments_);
    for (const auto& topic : common(moment.or_topic, topics_)) moments_.insert({{topic}, {}});
    for (const auto& finding : common(moment.or_finding, findings_)) moments_.insert({{}, {finding}});
  }
  /// `whole` becomes false when there are too many to try. `journey`: a moment asked.
  [[nodiscard]] AnyOf together(bool journey, bool& whole) const {
    AnyOf waived = {Need()};
    for (const Need& one : waivers_)
      for (const Need& others : AnyOf(waived)) {
        if (waived.size() >= kMost) return whole = false, asked_;
        waived.insert(with(others, one));
      }
    AnyOf all;
    for (const Need& a : journey ? moments_ : asked_)
      for (const Need& b : moments_)
        for (const Need& c : waived) {
          if (all.size() >= kMost) return whole = false, all;
          all.insert(with(with(a, b), c));
        }
    return all;
  }

 private:
  static constexpr std::size_t kMost = 20'000;

  void add(const Condition& condition, const Names& kinds, AnyOf& to) const {
    for (const auto& topic : one_of(condition.topic, topics_))
      for (const auto& finding : one_of(condition.finding, findings_)) {
        to.insert(with({topic, finding}, {}));
        for (const auto& kind : one_of(kinds, findings_)) to.insert(with({topic, finding}, {{}, kind}));
      }
  }
  /// Each name by itself; nothing where nothing is asked.
  static std::vector<Names> one_of(const Names& list, const Names& chosen) {
    if (list.empty()) return {{}};
    std::vector<Names> each;
    for (const std::string& name : common(list, chosen)) each.push_back({name});
    return each;
  }
  Names topics_, findings_;
  AnyOf asked_ = {Need()}, moments_ = {Need()}, waivers_;
};

void add_kinds(const std::vector<const Policy*>& policies, Lists& lists) {
  for (const Policy* policy : policies)
    for (const Requirement& one : policy->must) lists.push_back(&one.kinds);
}

/// Adds a need to the axis, with each of its findings in the text and about the whole of it.
void add_sights(const Need& need, const Rules& rules, Axis& axis) {
  std::vector<std::pair<std::string, bool>> seen;  // kind, has a place
  for (const std::string& kind : need.findings) seen.emplace_back(kind, true);
  while (true) {
    axis.push_back([topics = need.topics, seen](Facts& facts) {
      facts.topics = topics;
      for (const auto& [kind, placed] : seen)
        facts.findings.push_back({.kind = kind, .start = 0, .end = placed ? 1U : 0U});
    });
    auto at = seen.begin();
    while (at != seen.end() && (!at->second || !place_matters(rules, at->first))) (at++)->second = true;
    if (at == seen.end()) return;
    at->second = false;
  }
}

}  // namespace

bool place_matters(const Rules& rules, std::string_view kind) {
  return std::any_of(rules.all.begin(), rules.all.end(), [&](const Policy* policy) {
    return std::any_of(policy->must.begin(), policy->must.end(),
                       [&](const Requirement& one) { return has(one.kinds, kind); });
  });
}

Axis sights(const Rules& rules, Time now, bool& whole) {
  const auto tried = rules.tried(), telling = rules.telling();
  Lists topics = lists_of(tried, &Condition::topic), findings = lists_of(tried, &Condition::finding);
  Lists all_topics = lists_of(telling, &Condition::topic), all_findings = lists_of(telling, &Condition::finding);
  add_kinds(rules.source, findings);
  add_kinds(rules.all, all_findings);
  for (const Moment* moment : rules.moments) {
    for (Lists* lists : {&topics, &all_topics}) lists->push_back(&moment->or_topic);
    for (Lists* lists : {&findings, &all_findings}) lists->push_back(&moment->or_finding);
  }
  Needs needs(representatives(topics, all_topics), representatives(findings, all_findings));
  for (const Policy* policy : rules.source) needs.add_source(*policy);
  for (const Policy* policy : rules.all)
    for (const Waiver& waiver : policy->waivers)
      if (in_force(waiver, now)) needs.add_waiver(waiver.covers);
  for (const Moment* moment : rules.moments) needs.add_moment(*moment);
  Axis axis;
  for (const Need& need : needs.together(rules.journey, whole)) add_sights(need, rules, axis);
  return axis;
}

}  // namespace countersign::policy
