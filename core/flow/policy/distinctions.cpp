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

/// Nobody knows the region; then one region for each way in which all the lists see it, "ZZ" (ISO 3166: no country)
/// among them.
Axis regions(const Lists& tried, const Lists& lists) {
  std::set<std::string> all = {"ZZ"};
  for (const Names* list : tried)
    for (const std::string& name : *list) all.insert({name, name == "EEA" ? name : name.substr(0, 2)});
  std::set<std::vector<Where>> seen = {std::vector<Where>(lists.size(), Where::unknown)};
  Axis axis = {[](Facts&) {}};
  for (const std::string& name : all) {
    std::vector<Where> from;
    for (const Names* list : lists) from.push_back(where(*list, name));
    if (!tried.empty() && seen.insert(std::move(from)).second)
      axis.push_back([name](Facts& facts) { facts.region = name; });
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

class Needs {
 public:
  Needs(Names topics, Names findings) : topics_(std::move(topics)), findings_(std::move(findings)) {
    all_.insert(Need());
  }

  void add(const Condition& condition, const Names& kinds = {}) {
    for (const auto& topic : one_of(condition.topic, topics_))
      for (const auto& finding : one_of(condition.finding, findings_))
        for (const auto& kind : one_of(kinds, findings_)) {
          all_.insert(with({topic, finding}, {}));
          all_.insert(with({topic, finding}, {{}, kind}));
        }
  }
  void add_any(const Names& topics, const Names& findings) {
    for (const auto& topic : common(topics, topics_)) all_.insert({{topic}, {}});
    for (const auto& finding : common(findings, findings_)) all_.insert({{}, {finding}});
  }
  [[nodiscard]] std::set<Need> pairs() const {
    std::set<Need> both;
    for (const Need& a : all_)
      for (const Need& b : all_) both.insert(with(a, b));
    return both;
  }

 private:
  /// Each name by itself; nothing where nothing is asked.
  static std::vector<Names> one_of(const Names& list, const Names& chosen) {
    if (list.empty()) return {{}};
    std::vector<Names> each;
    for (const std::string& name : common(list, chosen)) each.push_back({name});
    return each;
  }
  Names topics_, findings_;
  std::set<Need> all_;
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

/// What is seen in the text and what it is about: nothing, each need, and each two of them.
Axis sights(const Rules& rules) {
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
    needs.add(policy->applies_to);
    for (const Requirement& one : policy->must) needs.add(policy->applies_to, one.kinds);
  }
  for (const Policy* policy : rules.all)
    for (const Waiver& waiver : policy->waivers) needs.add(waiver.covers);
  for (const Moment* moment : rules.moments) {
    if (moment->has_all) needs.add(moment->all);
    needs.add_any(moment->or_topic, moment->or_finding);
  }
  Axis axis;
  for (const Need& need : needs.pairs())
    axis.push_back([need](Facts& facts) {
      facts.topics = need.topics;
      for (const std::string& kind : need.findings) facts.findings.push_back({.kind = kind, .start = 0, .end = 1});
    });
  return axis;
}

Value promise(std::optional<std::int64_t> cents, const std::string& currency) {
  return [=](Facts& facts) {
    Finding finding{.kind = "commitment", .start = 0, .end = 1};
    finding.commitment = Commitment{"money", cents, currency, ""};
    facts.findings.push_back(std::move(finding));
  };
}

constexpr const char* kNoCurrency = "XXX";  // ISO 4217: no currency, so none that a limit names

/// Below, at and over each limit that is named; in a currency that none names; without a number.
Axis amounts(const std::vector<const Condition*>& all) {
  Axis axis = {[](Facts&) {}};
  std::set<std::pair<std::string, std::int64_t>> limits;
  for (const Condition* one : all)
    if (one->commitment_over) limits.emplace(one->commitment_over->currency, one->commitment_over->cents);
  if (limits.empty()) return axis;
  axis.push_back(promise(std::nullopt, ""));
  axis.push_back(promise(100, kNoCurrency));
  for (const auto& [currency, cents] : limits)
    for (const std::int64_t amount : {std::int64_t{1}, cents, cents + 1}) axis.push_back(promise(amount, currency));
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

std::vector<Axis> axes_of(const Compiled& before, const Compiled& after, Border border, Time now) {
  const Rules rules({&before, &after}, border);
  const auto tried = rules.tried(), all = rules.telling();
  const auto asked = rules.requirements();
  Lists channels = lists_of(tried, &Condition::channel), all_channels = lists_of(all, &Condition::channel);
  std::vector<Names> waits;  // deadlines differ by channel: each stands in a list of its own
  for (const Policy* policy : rules.all)
    for (const auto& [channel, span] : policy->deadline) waits.push_back({channel});
  for (const Names& one : waits) {
    all_channels.push_back(&one);
    channels.push_back(&one);
  }
  const auto names = [&](Names Condition::*member, const auto& set) {
    return texts(lists_of(tried, member), lists_of(all, member), set);
  };
  const auto some = [&](std::uint8_t Condition::*member) {
    return std::any_of(all.begin(), all.end(), [&](const Condition* one) { return one->*member != 0; });
  };
  const auto name = [](std::string Facts::*member) {
    return [member](Facts& facts, const std::string& value) { facts.*member = value; };
  };
  Axis placed = {[](Facts&) {},
                 [](Facts& facts) {
                   for (Finding& one : facts.findings) one.end = one.start;
                 }};
  std::vector<Axis> axes = {
      authors(border),
      texts(channels, all_channels,
            [](Facts& facts, const std::string& value) { facts.channel = facts.channel_kind = value; }),
      names(&Condition::language, name(&Facts::language)),
      names(&Condition::brand, name(&Facts::brand)),
      regions(lists_of(tried, &Condition::region), lists_of(all, &Condition::region)),
      names(&Condition::model, name(&Facts::model)),
      levels(some(&Condition::risk), &Facts::risk),
      levels(some(&Condition::value), &Facts::value),
      levels(some(&Condition::emotion), &Facts::emotion),
      sights(rules),
      amounts(all),
      placed,
      flag(any(asked, [](const Requirement& r) { return r.on_question && r.must == Must::show_notice; }),
           &Facts::customer_asks_if_ai),
      flag(any(asked, [](const Requirement& r) { return r.on_return && r.must == Must::show_notice; }),
           &Facts::ai_returns),
      any(asked, [](const Requirement& r) { return r.must == Must::rest_on_a_source; })
          ? Axis{[](Facts& facts) { facts.sources = 1; }, [](Facts& facts) { facts.sources = 0; }}
          : Axis{[](Facts& facts) { facts.sources = 1; }}};
  for (Axis& axis : notices(asked, now)) axes.push_back(std::move(axis));
  return axes;
}

}  // namespace countersign::policy
