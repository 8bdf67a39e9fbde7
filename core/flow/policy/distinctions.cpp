#include "flow/policy/distinctions.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "flow/policy/regions.hpp"

namespace countersign::policy {

bool has(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

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

Lists lists_of(const std::vector<const Condition*>& conditions, Names Condition::*member) {
  Lists lists;
  for (const Condition* one : conditions)
    if (!(one->*member).empty()) lists.push_back(&(one->*member));
  return lists;
}

namespace {

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
  std::set<std::string> all = {std::string(kNoCountry), "EU"};
  for (const Names* list : lists)
    for (const std::string& name : *list) {
      if (name == "EU" || name == "EEA") all.insert(eea_countries().begin(), eea_countries().end());
      all.insert(name);
      if (name != "EEA") all.insert({name.substr(0, 2), name.substr(0, 2) + std::string(kNoPart)});
    }
  return all;
}

/// Nobody knows the region (where none is tried, a country that none names is as good); then, for each way in which the
/// lists that are tried see one, where as few as can be of `lists` are: a rule for a region hides what another loses
/// there, and elsewhere does not.
Axis regions(const Lists& tried, const Lists& lists) {
  Axis axis;
  if (lists.empty() || !tried.empty()) axis.push_back([](Facts&) {});
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

/// A channel is known by its name and by its kind, and a rule may mean either: each pair of words (or of none) for
/// which other rules ask. `kinds`: words that count as a kind only.
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

Value promise(std::optional<std::int64_t> cents, const std::string& currency, bool placed) {
  return [=](Facts& facts) {
    Finding finding{.kind = "commitment", .start = 0, .end = placed ? 1U : 0U};
    finding.commitment = Commitment{"money", cents, currency, ""};
    facts.findings.push_back(std::move(finding));
  };
}

constexpr const char* kNoCurrency = "???";  // none that a limit can name

/// Below, at and over each limit that is named; in a currency that none names; without a number. `tried`: who looks.
Axis amounts(const std::vector<const Condition*>& tried, const std::vector<const Condition*>& all, bool place_matters) {
  Axis axis = {[](Facts&) {}};
  if (std::none_of(tried.begin(), tried.end(), [](const Condition* one) { return one->commitment_over.has_value(); }))
    return axis;
  std::set<std::pair<std::string, std::int64_t>> limits;
  for (const Condition* one : all)
    if (one->commitment_over) limits.emplace(one->commitment_over->currency, one->commitment_over->cents);
  for (const bool placed : place_matters ? std::vector<bool>{true, false} : std::vector<bool>{true}) {
    axis.push_back(promise(std::nullopt, "", placed));
    axis.push_back(promise(100, kNoCurrency, placed));
    for (const auto& [currency, cents] : limits)
      for (const std::int64_t amount : {std::int64_t{1}, cents, cents + 1})
        axis.push_back(promise(amount, currency, placed));
  }
  return axis;
}

std::vector<const Requirement*> requirements_of(const std::vector<const Policy*>& policies) {
  std::vector<const Requirement*> found;
  for (const Policy* policy : policies)
    for (const Requirement& one : policy->must) found.push_back(&one);
  return found;
}

/// For each notice that the source shows: never shown, just now, and just before and after each `again_after`. Another
/// one was shown this moment: then nobody asks for it but where the customer's question or a return of AI does.
std::vector<Axis> notices(const Rules& rules, Time now) {
  std::set<std::string> tried;
  for (const Requirement* one : requirements_of(rules.source))
    if (one->must == Must::show_notice) tried.insert(one->notice);
  std::map<std::string, std::set<std::chrono::seconds>> ages;
  for (const Requirement* one : requirements_of(rules.all)) {
    if (one->must != Must::show_notice) continue;
    auto& of_this = ages[one->notice];
    of_this.insert(std::chrono::seconds(tried.contains(one->notice) ? 1 : 0));
    if (one->again_after && tried.contains(one->notice))
      of_this.insert({*one->again_after - std::chrono::seconds(1), *one->again_after});
  }
  std::vector<Axis> axes;
  for (const auto& [id, of_this] : ages) {
    Axis axis;
    if (tried.contains(id)) axis.push_back([](Facts&) {});
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

/// Words for kinds of channels that a wait is named for; empty where no wait can be lost.
std::set<Names> waits_of(const Rules& rules) {
  std::set<Names> waits;  // deadlines differ by kind: each stands in a list of its own
  const auto waiting = [](const Policy* policy) { return !policy->deadline.empty(); };
  if (std::none_of(rules.source.begin(), rules.source.end(), waiting)) return waits;
  for (const Policy* policy : rules.all)
    for (const auto& [channel, span] : policy->deadline)
      if (!channel.empty()) waits.insert({channel});
  return waits;
}

/// Leaves the values at which every policy of the source may still ask, as far as `part` of its condition goes.
template <class Part>
Axis kept(Axis axis, const Rules& rules, const Part& part) {
  std::erase_if(axis, [&](const Value& value) {
    Facts facts;
    value(facts);
    return std::any_of(rules.source.begin(), rules.source.end(), [&](const Policy* policy) {
      Condition only;
      part(only, policy->applies_to);
      return !matches(only, facts);
    });
  });
  return axis;
}

/// A part that is one member.
template <class Member>
auto only(Member Condition::*member) {
  return [member](Condition& part, const Condition& whole) { part.*member = whole.*member; };
}

class Space {
 public:
  Space(const Rules& rules, Border border, Time now)
      : rules_(rules), border_(border), now_(now), tried_(rules.tried()), all_(rules.telling()) {}

  [[nodiscard]] Axes axes() const {
    Axes found;
    const auto asked = requirements_of(rules_.source);
    const auto asks = [&](auto is) {
      return std::any_of(asked.begin(), asked.end(), [&](const Requirement* one) { return is(*one); });
    };
    found.axes = {
        kept(authors(border_), rules_, only(&Condition::authors)),
        where(),
        names(&Condition::language, &Facts::language),
        names(&Condition::brand, &Facts::brand),
        region(),
        names(&Condition::model, &Facts::model),
        level(&Condition::risk, &Facts::risk),
        level(&Condition::value, &Facts::value),
        level(&Condition::emotion, &Facts::emotion),
        sights(rules_, now_, found.whole),
        kept(amounts(tried_, all_, place_matters(rules_, "commitment")), rules_, only(&Condition::commitment_over)),
        flag(asks([](const Requirement& r) { return r.on_question && r.must == Must::show_notice; }),
             &Facts::customer_asks_if_ai),
        flag(asks([](const Requirement& r) { return r.on_return && r.must == Must::show_notice; }), &Facts::ai_returns),
        Axis{[](Facts& facts) { facts.sources = 1; }}};
    if (asks([](const Requirement& r) { return r.must == Must::rest_on_a_source; }))
      found.axes.back().emplace_back([](Facts& facts) { facts.sources = 0; });
    for (Axis& axis : notices(rules_, now_)) found.axes.push_back(std::move(axis));
    return found;
  }

 private:
  [[nodiscard]] Axis where() const {
    const auto waits = waits_of(rules_);
    Lists kinds;
    for (const Names& one : waits) kinds.push_back(&one);
    return kept(channels(lists_of(tried_, &Condition::channel), lists_of(all_, &Condition::channel), kinds), rules_,
                only(&Condition::channel));
  }
  [[nodiscard]] Axis region() const {
    return kept(regions(lists_of(tried_, &Condition::region), lists_of(all_, &Condition::region)), rules_,
                [](Condition& part, const Condition& whole) {
                  part.region = whole.region;
                  part.elsewhere_is_known = whole.elsewhere_is_known;
                });
  }
  [[nodiscard]] Axis names(Names Condition::*member, std::string Facts::*fact) const {
    return kept(texts(lists_of(tried_, member), lists_of(all_, member),
                      [fact](Facts& facts, const std::string& value) { facts.*fact = value; }),
                rules_, only(member));
  }
  [[nodiscard]] Axis level(std::uint8_t Condition::*member, Level Facts::*fact) const {
    const bool matters = std::any_of(all_.begin(), all_.end(), [&](const Condition* one) { return one->*member != 0; });
    return kept(levels(matters, fact), rules_, only(member));
  }

  const Rules& rules_;
  const Border border_;
  const Time now_;
  const std::vector<const Condition*> tried_, all_;
};

}  // namespace

Axes axes_of(const Sets& sets, Border border, Time now, const Source& source) {
  const Rules rules(sets, border, source);
  return Space(rules, border, now).axes();
}

}  // namespace countersign::policy
