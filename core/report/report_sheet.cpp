#include <algorithm>

#include "flow/fitness.hpp"
#include "flow/policy/waivers.hpp"
#include "report/report.hpp"

namespace countersign::report {
namespace {

std::string number(std::int64_t value) {
  std::string text = std::to_string(value);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
    text.insert(static_cast<std::size_t>(at), ",");
  return text;
}

std::int64_t count_of(const std::map<std::string, std::int64_t>& all, const std::string& name) {
  const auto found = all.find(name);
  return found == all.end() ? 0 : found->second;
}

/// Whole percent, rounded down: "100 %" only when it is all of them.
int percent(std::int64_t part, std::int64_t whole) { return static_cast<int>(part * 100 / whole); }

std::string share(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? "none" : std::to_string(percent(part, whole)) + " %";
}

/// Of nothing there is no share, and no bar.
Tile coverage(const std::string& label, std::int64_t part, std::int64_t whole) {
  if (whole == 0) return {label, "none", "there were none", {}, true};
  return {label, share(part, whole), number(part) + " of " + number(whole), percent(part, whole), part == whole};
}

std::string took(std::int64_t seconds) { return in_words(std::chrono::seconds(seconds)); }

ChannelFigures all_channels(const Figures& figures) {
  ChannelFigures all;
  for (const auto& [name, one] : figures.channels) {
    all.arrived += one.arrived;
    all.delivered += one.delivered;
    all.refused += one.refused;
    all.undelivered += one.undelivered;
    all.ai += one.ai;
    all.ai_disclosed += one.ai_disclosed;
    all.first_ai += one.first_ai;
    all.first_ai_disclosed += one.first_ai_disclosed;
    for (const auto& [author, count] : one.written) all.written[author] += count;
  }
  return all;
}

Section disclosure(const Figures& figures, const ChannelFigures& all) {
  Section section{
      "Disclosure of AI",
      "Texts written by AI, or by AI and edited by a person, that were cleared for customers, and whether a notice or "
      "label in them says so."};
  section.tiles = {coverage("AI texts that say so", all.ai_disclosed, all.ai),
                   coverage("First AI text of a conversation", all.first_ai_disclosed, all.first_ai),
                   {"Customers who asked whether this is AI", number(figures.asked_if_ai), "", {}, true}};
  Table table{{"Channel", "Messages", "AI texts", "With notice", "First AI texts", "With notice"},
              {},
              "no channel had messages"};
  for (const auto& [name, one] : figures.channels)
    table.rows.push_back({name, number(one.arrived), number(one.ai), number(one.ai_disclosed), number(one.first_ai),
                          number(one.first_ai_disclosed)});
  Table notices{{"Notice, version and language", "Texts"}, {}, "no notice was shown"};
  for (const auto& [name, count] : figures.notices) notices.rows.push_back({name, number(count)});
  section.tables = {std::move(table), std::move(notices)};
  return section;
}

Section authors(const Figures& figures, const ChannelFigures& all) {
  Section section{"Who wrote what", "Every text cleared for a customer, by who wrote it, and what became of it."};
  std::int64_t whole = 0;
  for (const auto& [author, count] : all.written) whole += count;
  Table table{{"Written by", "Texts", "Share"}, {}, "nothing was sent"};
  const std::pair<const char*, const char*> names[] = {{"ai", "AI alone"},
                                                       {"ai_edited", "AI, edited by a person"},
                                                       {"person", "a person"},
                                                       {"system", "approved notices"}};
  for (const auto& [word, name] : names)
    if (const auto count = count_of(all.written, word); count > 0)
      table.rows.push_back({name, number(count), share(count, whole)});
  section.tiles = {
      {"Customers' messages", number(all.arrived), "", {}, true},
      {"Texts delivered", number(all.delivered), "", {}, true},
      {"Refused or not delivered", number(all.refused + all.undelivered), "", {}, all.refused + all.undelivered == 0}};
  Table models{{"Model", "Drafts"}, {}, "no model made a draft"};
  for (const auto& [name, count] : figures.models) models.rows.push_back({name, number(count)});
  section.tables = {std::move(table), std::move(models)};
  return section;
}

std::string legal_of(const RuleFigures& rule, const policy::PolicySet& set) {
  std::string text;
  for (const auto& key : rule.legal) {
    const auto* law = set.law(key);
    text += (text.empty() ? "" : "; ") + (law == nullptr ? key : law->clause);
  }
  return text;
}

Section stopped(const Figures& figures, const policy::PolicySet& set) {
  Section section{"What was stopped, and why",
                  "Texts held for a person's signature, given to a person, or blocked, by the policy that decided."};
  section.tiles = {{"Held for review", number(count_of(figures.kinds, "held")), "", {}, true},
                   {"Handed over to a person", number(count_of(figures.kinds, "handed_over")), "", {}, true},
                   {"Blocked", number(count_of(figures.kinds, "blocked")), "", {}, true}};
  std::vector<std::pair<std::string, RuleFigures>> rules;
  for (const auto& [name, one] : figures.rules)
    if (one.held + one.handed_over + one.blocked > 0) rules.emplace_back(name, one);
  std::stable_sort(rules.begin(), rules.end(), [](const auto& a, const auto& b) {
    return a.second.held + a.second.handed_over + a.second.blocked >
           b.second.held + b.second.handed_over + b.second.blocked;
  });
  Table table{{"Policy", "Held", "Handed over", "Blocked", "Why", "Law"}, {}, "no policy stopped anything"};
  for (const auto& [name, one] : rules)
    table.rows.push_back(
        {name, number(one.held), number(one.handed_over), number(one.blocked), one.why, legal_of(one, set)});
  Table reasons{{"Handed over because", "Times"}, {}, "nothing was handed over"};
  for (const auto& [reason, count] : figures.hand_overs) reasons.rows.push_back({reason, number(count)});
  section.tables = {std::move(table), std::move(reasons)};
  return section;
}

Section people(const Figures& figures) {
  const auto& person = figures.to_a_person;
  const auto& signature = figures.to_a_signature;
  const auto count = static_cast<std::int64_t>(person.count());
  Section section{"Time to a person",
                  "From the hand-over to a person's first act in that conversation: taking it over, writing, or a "
                  "signature."};
  section.tiles = {{"Median",
                    count == 0 ? "none yet" : took(person.percentile(50)),
                    number(count) + (count == 1 ? " hand-over answered" : " hand-overs answered"),
                    {},
                    true},
                   {"Nine of ten within", count == 0 ? "none yet" : took(person.percentile(90)), "", {}, true},
                   coverage("Within 3 minutes", person.within(std::chrono::minutes(3)), count),
                   coverage("Within 15 minutes", person.within(std::chrono::minutes(15)), count),
                   {"Still waiting",
                    number(figures.waiting_for_a_person()),
                    "at the end of the period",
                    {},
                    figures.waiting_for_a_person() == 0}};
  for (auto& tile : section.tiles)
    if (tile.percent) tile.good = *tile.percent >= 90;
  Table table{{"Reviews", "Texts"}, {}, ""};
  for (const auto& [kind, name] : {std::pair("approved", "signatures"),
                                   {"edited", "edited"},
                                   {"rejected", "rejected"},
                                   {"expired", "nobody came in time: handed over"}})
    table.rows.push_back({name, number(count_of(figures.kinds, kind))});
  table.rows.push_back(
      {"people who signed, edited or rejected", number(static_cast<std::int64_t>(figures.reviewers.size()))});
  if (signature.count() > 0)
    table.rows.push_back({"median time from hold to signature", took(signature.percentile(50))});
  section.tables = {std::move(table)};
  return section;
}

Section exceptions(const Figures& figures, const Period& period, const policy::PolicySet& set) {
  Section section{"Exceptions", "Waivers written into policies, with the day on which each ends by itself."};
  Table table{{"Waiver", "Policy", "Until", "State", "Let pass in the period"}, {}, "there is no waiver"};
  for (const auto& one : policy::waivers_of(set, period.until))
    table.rows.push_back({one.name, one.title, one.until, one.in_force ? "in force" : "ended",
                          number(count_of(figures.waivers, one.name + " until " + one.until))});
  section.tables = {std::move(table)};
  return section;
}

Section misfires(const Figures& figures, const ChannelFigures& all) {
  Section section{
      "Misfires",
      "Where the gateway was perhaps wrong: holds that somebody signed without a change, and AI texts after which the "
      "customer was unhappy, said it again or wanted a person."};
  section.tiles = {{"Unhappy after an AI text",
                    number(figures.complaints_after_ai),
                    share(figures.complaints_after_ai, all.ai) + " of AI texts",
                    {},
                    true},
                   {"AI stopped by people", number(count_of(figures.kinds, "ai_stopped")), "times", {}, true}};
  if (all.ai == 0) section.tiles[0].note = "";
  Table table{{"Policy", "Held", "Signed unchanged", "Share"}, {}, "no hold was signed unchanged"};
  for (const auto& [name, one] : figures.rules)
    if (one.approved_unchanged > 0)
      table.rows.push_back(
          {name, number(one.held), number(one.approved_unchanged), share(one.approved_unchanged, one.held)});
  section.tables = {std::move(table)};
  return section;
}

Section house(const Figures& figures) {
  Section section{"Changes and looks", "What was done to the gateway, and who looked at what customers wrote."};
  Table table{{"Entry of the record", "Times"}, {}, "none"};
  for (const auto* kind :
       {"policy_activated", "policy_withdrawn", "policy_refused", "config_changed", "plugin_loaded", "user_changed",
        "viewed", "exported", "erasure_asked", "erased", "hold_set", "hold_lifted", "removed", "backed_up"})
    if (const auto count = count_of(figures.kinds, kind); count > 0) table.rows.push_back({kind, number(count)});
  section.tables = {std::move(table)};
  return section;
}

}  // namespace

Sheet to_sheet(const Figures& figures, const Period& period, const policy::PolicySet& in_force) {
  const auto all = all_channels(figures);
  const auto day = [](Time at) { return to_rfc3339(at).substr(0, 10) + " " + to_rfc3339(at).substr(11, 5) + " UTC"; };
  Sheet sheet;
  sheet.title = period.brand.empty() ? "AI in customer conversations" : period.brand + ": AI in customer conversations";
  sheet.subtitle = "Period: " + day(period.since) + " to " + day(period.until);
  sheet.sections = {disclosure(figures, all),
                    authors(figures, all),
                    stopped(figures, in_force),
                    people(figures),
                    exceptions(figures, period, in_force),
                    misfires(figures, all),
                    house(figures)};
  std::int64_t entries = 0;
  for (const auto& [kind, count] : figures.kinds) entries += count;
  sheet.warnings = figures.compared.wrong();
  sheet.footer = {figures.compared.in_words(),
                  "Counted from " + number(entries) +
                      " entries of the record; it holds no customer text. Policies in force: " + in_force.digest(),
                  "Each figure can be checked against the record: countersign audit export --since … --format jsonl"};
  if (figures.unreadable() > 0)
    sheet.footer.push_back(number(figures.unreadable()) + " entries could not be read and are not in these figures.");
  return sheet;
}

}  // namespace countersign::report
