#include "flow/policy/distinctions.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "flow/policy/changed_rules.hpp"
#include "flow/policy/regions.hpp"

namespace countersign::policy {
namespace {

using Lists = std::vector<const Names*>;

bool has(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Of the names in `tried` one for each group that stands in the same of all `lists`.
Names representatives(const Lists& tried, const Lists& lists) {
  std::set<std::string> all;
  for (const Names* list : tried) all.insert(list->begin(), list->end());
  std::map<std::vector<bool>, std::string> groups;
  for (const std::string& name : all) {
    std::vector<bool> where;
    for (const Names* list : lists) where.push_back(has(*list, name));
    groups.emplace(std::move(where), name);
  }
  Names chosen;
  for (const auto& [where, name] : groups) chosen.push_back(name);
  return chosen;
}

Names common(const Names& list, const Names& chosen) {
  Names both;
  for (const std::string& name : chosen)
    if (has(list, name)) both.push_back(name);
  return both;
}

/// A name that stands in no list, as the first value of each.
Axis texts(const Lists& tried, const Lists& lists, const std::function<void(Facts&, const std::string&)>& set) {
  Axis axis = {[](Facts&) {}};
  for (const std::string& name : representatives(tried, lists))
    axis.push_back([set, name](Facts& facts) { set(facts, name); });
  return axis;
}

/// Names that a list can be told apart by: its own, their countries, some other part of those, the members of a union,
/// and one that is no country. No set can write the last two kinds, or a rule for one of them would not be told apart.
std::set<std::string> regions_near(const Lists& lists) {
  std::set<std::string> all = {std::string(kNoCountry)};
  for (const Names* list : lists)
    for (const std::string& name : *list) {
      if (name == "EU" || name == "EEA") all.insert(eea_countries().begin(), eea_countries().end());
      all.insert(name);
      if (name != "EEA") all.insert({name.substr(0, 2), name.substr(0, 2) + std::string(kNoPart)});
    }
  return all;
}

/// Nobody knows the region; then, for each way in which the lists that are tried see one, where as few as can be of
/// `lists` are: a rule for a region that stands in both sets hides what another loses there, and elsewhere does not.
Axis regions(const Lists& tried, const Lists& lists) {
  Axis axis = {[](Facts&) {}};
  if (lists.empty()) return axis;
  std::map<std::vector<Where>, std::map<std::vector<bool>, std::string>> seen;
  for (const std::string& name : regions_near(lists)) {
    std::vector<Where> from;
    for (const Names* list : tried) from.push_back(where(*list, name));
    std::vector<bool> asks;
    for (const Names* list : lists) asks.push_back(where(*list, name) != Where::outside);
    seen[std::move(from)].emplace(std::move(asks), name);
  }
  const auto fewer = [](const std::vector<bool>& a, const std::vector<bool>& b) {
    for (std::size_t i = 0; i < a.size(); ++i)
      if (a[i] && !b[i]) return false;
    return a != b;
  };
  for (const auto& [from, places] : seen)
    for (const auto& [asks, name] : places)
      if (std::none_of(places.begin(), places.end(),
                       [&, &asks = asks](const auto& one) { return fewer(one.first, asks); }))
        axis.push_back([name = name](Facts& facts) { facts.region = name; });
  return axis;
}

/// A channel is known by its name and by its kind, and a rule may mean either: each pair of words (or of none) for which
/// other rules ask. `kinds`: words that count as a kind only.
Axis channels(const Lists& tried, const Lists& lists, const Lists& kinds) {
  Lists all_lists = lists;
  all_lists.insert(all_lists.end(), kinds.begin(), kinds.end());
  Lists all_tried = tried;
  all_tried.insert(all_tried.end(), kinds.begin(), kinds.end());
  Names words = representatives(all_tried, all_lists);
  words.push_back("");
  std::set<std::vector<bool>> seen;
  Axis axis;
  for (const std::string& kind : words)
    for (const std::string& name : words) {
      std::vector<bool> asks;
      for (const Names* list : lists) asks.push_back(has(*list, kind) || has(*list, name));
      for (const Names* list : kinds) asks.push_back(has(*list, kind));
      if (!seen.insert(std::move(asks)).second) continue;
      axis.push_back([kind, name](Facts& facts) {
        facts.channel_kind = kind;
        facts.channel = name.empty() ? kind : name;
      });
    }
  return axis;
}

Axis levels(bool matter, Level Facts::*member) {
  Axis axis = {[](Facts&) {}};
  if (!matter) return axis;
  for (const Level level : {Level::medium, Level::high}) axis.push_back([=](Facts& facts) { facts.*member = level; });
  return axis;
}

Axis authors(Border border) {
  if (border == Border::arrival || border == Border::prompt)
    return {[](Facts& facts) { facts.written_by = Author::customer; }};
  Axis axis;
  for (const Author author : {Author::ai, Author::ai_edited, Author::person, Author::system, Author::customer})
    if (border == Border::ticket || author != Author::customer)
      axis.push_back([=](Facts& facts) { facts.written_by = author; });
  return axis;
}

/// Topics and findings that make one rule ask, one waiver count, or one moment match.
struct Need {
  Names topics, findings;
  friend auto operator<=>(const Need&, const Need&) = default;
};

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

/// Which of them are tried together. What a set no longer asks was asked by one rule or moment (a topic, a finding and
/// one that is forbidden, at most). That nothing else asks for it may need any number of waivers (a topic and a finding
/// each) on what else would, and one moment that keeps the one for everything else from counting. More topics and
/// findings than these can only make more rules ask.
class Needs {
 public:
  Needs(Names topics, Names findings) : topics_(std::move(topics)), findings_(std::move(findings)) {}

  void add_rule(const Condition& condition, const Names& kinds = {}) { add(condition, kinds, rules_); }
  void add_waiver(const Condition& condition) { add(condition, {}, waivers_); }
  void add_moment(const Moment& moment) {
    if (moment.has_all) add(moment.all, {}, moments_);
    for (const auto& topic : common(moment.or_topic, topics_)) moments_.insert({{topic}, {}});
    for (const auto& finding : common(moment.or_finding, findings_)) moments_.insert({{}, {finding}});
  }
  /// `whole` becomes false when there are too many to try.
  [[nodiscard]] std::set<Need> together(bool& whole) const {
    std::set<Need> waived = {Need()};
    for (const Need& one : waivers_)
      for (const Need& others : std::set<Need>(waived)) {
        if (waived.size() >= kMost) return whole = false, rules_;
        waived.insert(with(others, one));
      }
    std::set<Need> asked = rules_;
    asked.insert(moments_.begin(), moments_.end());
    std::set<Need> all;
    for (const Need& a : asked)
      for (const Need& b : moments_)
        for (const Need& c : waived) {
          if (all.size() >= kMost) return whole = false, all;
          all.insert(with(with(a, b), c));
        }
    return all;
  }

 private:
  static constexpr std::size_t kMost = 20'000;

  void add(const Condition& condition, const Names& kinds, std::set<Need>& to) const {
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
  std::set<Need> rules_ = {Need()}, moments_ = {Need()}, waivers_;
};

Lists lists_of(const std::vector<const Condition*>& conditions, Names Condition::*member) {
  Lists lists;
  for (const Condition* one : conditions)
    if (!(one->*member).empty()) lists.push_back(&(one->*member));
  return lists;
}

void add_kinds(const std::vector<const Policy*>& policies, Lists& lists) {
  for (const Policy* policy : policies)
    for (const Requirement& one : policy->must) lists.push_back(&one.kinds);
}

/// Whether a finding of this kind that has no place in the text is another thing than one that has.
bool place_matters(const Rules& rules, std::string_view kind) {
  return std::any_of(rules.all.begin(), rules.all.end(), [&](const Policy* policy) {
    return std::any_of(policy->must.begin(), policy->must.end(),
                       [&](const Requirement& one) { return has(one.kinds, kind); });
  });
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

/// What is seen in the text and what it is about.
Axis sights(const Rules& rules, Time now, bool& whole) {
  const auto tried = rules.tried(), telling = rules.telling();
  Lists topics = lists_of(tried, &Condition::topic), findings = lists_of(tried, &Condition::finding);
  Lists all_topics = lists_of(telling, &Condition::topic), all_findings = lists_of(telling, &Condition::finding);
  add_kinds(rules.changed, findings);
  add_kinds(rules.all, all_findings);
  for (const Moment* moment : rules.moments) {
    for (Lists* lists : {&topics, &all_topics}) lists->push_back(&moment->or_topic);
    for (Lists* lists : {&findings, &all_findings}) lists->push_back(&moment->or_finding);
  }
  Needs needs(representatives(topics, all_topics), representatives(findings, all_findings));
  for (const Policy* policy : rules.changed) {
    needs.add_rule(policy->applies_to);
    for (const Requirement& one : policy->must) needs.add_rule(policy->applies_to, one.kinds);
  }
  for (const Policy* policy : rules.all)
    for (const Waiver& waiver : policy->waivers)
      if (in_force(waiver, now)) needs.add_waiver(waiver.covers);
  for (const Moment* moment : rules.moments) needs.add_moment(*moment);
  Axis axis;
  for (const Need& need : needs.together(whole)) add_sights(need, rules, axis);
  return axis;
}

Value promise(std::optional<std::int64_t> cents, const std::string& currency, bool placed) {
  return [=](Facts& facts) {
    Finding finding{.kind = "commitment", .start = 0, .end = placed ? 1U : 0U};
    finding.commitment = Commitment{"money", cents, currency, ""};
    facts.findings.push_back(std::move(finding));
  };
}

constexpr const char* kNoCurrency = "???";  // none that a limit can name

/// Below, at and over each limit that is named; in a currency that none names; without a number.
Axis amounts(const std::vector<const Condition*>& all, bool place_matters) {
  Axis axis = {[](Facts&) {}};
  std::set<std::pair<std::string, std::int64_t>> limits;
  for (const Condition* one : all)
    if (one->commitment_over) limits.emplace(one->commitment_over->currency, one->commitment_over->cents);
  if (limits.empty()) return axis;
  for (const bool placed : place_matters ? std::vector<bool>{true, false} : std::vector<bool>{true}) {
    axis.push_back(promise(std::nullopt, "", placed));
    axis.push_back(promise(100, kNoCurrency, placed));
    for (const auto& [currency, cents] : limits)
      for (const std::int64_t amount : {std::int64_t{1}, cents, cents + 1})
        axis.push_back(promise(amount, currency, placed));
  }
  return axis;
}

/// For each notice: never shown, just now, and just before and after each `again_after`.
std::vector<Axis> notices(const std::vector<const Requirement*>& all, Time now) {
  std::map<std::string, std::set<std::chrono::seconds>> ages;
  for (const Requirement* one : all) {
    if (one->must != Must::show_notice) continue;
    auto& of_this = ages[one->notice];
    of_this.insert(std::chrono::seconds(1));
    if (one->again_after) of_this.insert({*one->again_after - std::chrono::seconds(1), *one->again_after});
  }
  std::vector<Axis> axes;
  for (const auto& [id, of_this] : ages) {
    Axis axis = {[](Facts&) {}};
    for (const auto& age : of_this)
      axis.push_back([age, now, name = id](Facts& facts) { facts.notices_shown.push_back({name, now - age}); });
    axes.push_back(std::move(axis));
  }
  return axes;
}

Axis flag(bool matters, bool Facts::*member) {
  Axis axis = {[](Facts&) {}};
  if (matters) axis.push_back([=](Facts& facts) { facts.*member = true; });
  return axis;
}

bool any(const std::vector<const Requirement*>& all, const std::function<bool(const Requirement&)>& is) {
  return std::any_of(all.begin(), all.end(), [&](const Requirement* one) { return is(*one); });
}

}  // namespace

Axes axes_of(const Compiled& before, const Compiled& after, Border border, Time now) {
  Axes found;
  const Rules rules({&before, &after}, border);
  const auto tried = rules.tried(), all = rules.telling();
  const auto asked = rules.requirements();
  std::set<Names> waits;  // deadlines differ by kind: each stands in a list of its own
  for (const Policy* policy : rules.all)
    for (const auto& [channel, span] : policy->deadline)
      if (!channel.empty()) waits.insert({channel});
  Lists kinds;
  for (const Names& one : waits) kinds.push_back(&one);
  const auto names = [&](Names Condition::*member, const auto& set) {
    return texts(lists_of(tried, member), lists_of(all, member), set);
  };
  const auto some = [&](std::uint8_t Condition::*member) {
    return std::any_of(all.begin(), all.end(), [&](const Condition* one) { return one->*member != 0; });
  };
  const auto name = [](std::string Facts::*member) {
    return [member](Facts& facts, const std::string& value) { facts.*member = value; };
  };
  found.axes = {authors(border),
                channels(lists_of(tried, &Condition::channel), lists_of(all, &Condition::channel), kinds),
                names(&Condition::language, name(&Facts::language)),
                names(&Condition::brand, name(&Facts::brand)),
                regions(lists_of(tried, &Condition::region), lists_of(all, &Condition::region)),
                names(&Condition::model, name(&Facts::model)),
                levels(some(&Condition::risk), &Facts::risk),
                levels(some(&Condition::value), &Facts::value),
                levels(some(&Condition::emotion), &Facts::emotion),
                sights(rules, now, found.whole),
                amounts(all, place_matters(rules, "commitment")),
                flag(any(asked, [](const Requirement& r) { return r.on_question && r.must == Must::show_notice; }),
                     &Facts::customer_asks_if_ai),
                flag(any(asked, [](const Requirement& r) { return r.on_return && r.must == Must::show_notice; }),
                     &Facts::ai_returns),
                any(asked, [](const Requirement& r) { return r.must == Must::rest_on_a_source; })
                    ? Axis{[](Facts& facts) { facts.sources = 1; }, [](Facts& facts) { facts.sources = 0; }}
                    : Axis{[](Facts& facts) { facts.sources = 1; }}};
  for (Axis& axis : notices(asked, now)) found.axes.push_back(std::move(axis));
  return found;
}

}  // namespace countersign::policy
