// Requirements that people cannot keep: a role nobody can act in, a page that reaches nobody, a language nobody speaks.
#include <algorithm>
#include <set>

#include "flow/policy/languages.hpp"
#include "flow/policy/reading.hpp"

namespace countersign::policy {
namespace {

using yaml::Node;
using Known = std::vector<std::string_view>;

const Role* role_of(const Compiled& set, std::string_view name) {
  const auto at = std::find_if(set.roles.begin(), set.roles.end(), [&](const Role& r) { return r.name == name; });
  return at == set.roles.end() ? nullptr : &*at;
}

bool disjoint(const Names& a, const Names& b) {
  return !a.empty() && !b.empty() &&
         std::none_of(a.begin(), a.end(), [&](const auto& x) { return std::find(b.begin(), b.end(), x) != b.end(); });
}

void check_role(const Node& item, const Compiled& set, const Known& roles, const Report& report) {
  const Node* limit = item.find("limit");
  const Node* above = item.find("above");
  if ((limit != nullptr) != (above != nullptr))
    return report.error(item.place, 132, "`limit` and `above` stand together: how much, and who signs what is over it");
  if (above == nullptr) return;
  if (role_of(set, above->text) == nullptr)
    return report.error(above->place, 113, unknown(above->text, "a role of the roles document", roles));
  if (role_of(set, above->text)->members.empty())
    report.error(above->place, 132,
                 above->text +
                     " has no members, so that everybody with its permission would be in "
                     "it; list those who may sign over the limit");
  std::set<std::string> seen{text_of(item, "name")};
  for (const Role* next = role_of(set, above->text); next != nullptr; next = role_of(set, next->above))
    if (!seen.insert(next->name).second)
      return report.error(above->place, 132,
                          "these roles point at each other, so that nobody signs; end with a role "
                          "without a limit");
}

void check_role_on_call(const Node& named, const Compiled& set, const Known& roles, const Report& report) {
  const Role* role = role_of(set, named.text);
  if (role == nullptr)
    report.error(named.place, 113, unknown(named.text, "a role of the roles document", roles));
  else if (role->members.empty())
    report.warning(named.place, 133,
                   named.text + " is on call but lists no members, so nobody is reached by name; list them in the " +
                       "roles document");
}

void check_queue(const Node& item, const Compiled& set, const Known& roles, const Known& queues, const Report& report) {
  if (const Node* list = item.find("on_call"); list != nullptr)
    for (const Node& call : list->items)
      if (const Node* role = call.find("role"); role != nullptr) check_role_on_call(*role, set, roles, report);
  const Node* back = item.find("falls_back_to");
  if (back == nullptr) return;
  if (set.staffing.find(back->text) == set.staffing.end())
    return report.error(back->place, 114, unknown(back->text, "a queue of the staffing document", queues));
  std::set<std::string> seen{text_of(item, "id")};
  for (auto at = set.staffing.find(back->text); at != set.staffing.end();
       at = set.staffing.find(at->second.falls_back_to))
    if (!seen.insert(at->first).second)
      return report.error(back->place, 130,
                          "these queues fall back to each other; end with one that does not fall back");
}

/// Someone can be paged at any hour: somebody on call for it without end, or a queue that never closes.
bool pages(const Compiled& set, const std::string& queue) {
  std::set<std::string> seen;
  for (auto at = set.staffing.find(queue); at != set.staffing.end() && seen.insert(at->first).second;
       at = set.staffing.find(at->second.falls_back_to)) {
    const Staffing& s = at->second;
    const bool on_call = std::any_of(s.on_call.begin(), s.on_call.end(), [](const OnCall& c) {
      return !c.from && !c.until &&
             std::find(c.priorities.begin(), c.priorities.end(), "page_someone") != c.priorities.end();
    });
    const bool always = std::all_of(s.week.begin(), s.week.end(), [](const Day& day) {
      int minutes = 0;
      for (const Hours& h : day) minutes += h.to - h.from;
      return minutes == 24 * 60;
    });
    if (on_call || (always && s.holidays.empty() && s.special_days.empty())) return true;
  }
  return false;
}

void check_route(const Node& node, const Compiled& set, const Report& report) {
  for (const auto& [key, value] : node.entries) {
    if (key.text == "give_to" && text_of(value, "priority") == "page_someone" &&
        set.staffing.find(text_of(value, "queue")) != set.staffing.end() && !pages(set, text_of(value, "queue")))
      report.error(value.place, 130,
                   "this pages someone, but nobody is on call for " + text_of(value, "queue") +
                       " when it is closed; write `on_call` with page_someone in the staffing document");
    check_route(value, set, report);
  }
  for (const Node& item : node.items) check_route(item, set, report);
}

void check_languages(const Node& root, const Compiled& set, const Report& report) {
  const Node* applies = root.find("applies_to");
  if (applies == nullptr || root.find("give_to") == nullptr || set.staffing.empty()) return;
  for (const Node* language : as_list(applies->find("language")))
    if (is_language(language->text) &&
        std::none_of(set.staffing.begin(), set.staffing.end(),
                     [&](const auto& queue) { return speaks(queue.second, language->text); }))
      report.error(language->place, 131,
                   "this is given to people, but no queue speaks \"" + language->text +
                       "\"; add it to a queue's languages where somebody does");
}

void check_signers(const Node& root, const Reading& reading) {
  const auto& all = reading.out.policies;
  const auto policy =
      std::find_if(all.begin(), all.end(), [&](const Policy& p) { return p.id == text_of(root, "id"); });
  const Node* must = root.find("must");
  if (policy == all.end() || must == nullptr) return;
  for (const Node& item : must->items) {
    const Node* asked = item.find("be_approved_by");
    const Role* role = asked != nullptr ? role_of(reading.out, text_of(*asked, "role")) : nullptr;
    if (role == nullptr) continue;
    const auto people = static_cast<std::size_t>(number_of(*asked, "people", 1));
    const std::set<std::string> members(role->members.begin(), role->members.end());
    if (!members.empty() && members.size() < people)
      reading.report.error(asked->place, 132,
                           std::to_string(people) + " people of " + role->name + " must approve, but it has " +
                               std::to_string(members.size()) + "; add members or ask for fewer");
    if (disjoint(role->languages, policy->applies_to.language) || disjoint(role->brand, policy->applies_to.brand))
      reading.report.error(asked->place, 132,
                           role->name +
                               " signs no texts of this language or brand, so nobody could approve; name "
                               "another role or widen this one");
  }
}

}  // namespace

void check_people(const std::vector<Document>& documents, const Reading& reading) {
  const Compiled& set = reading.out;
  Known roles;
  Known queues;
  for (const Role& role : set.roles) roles.push_back(role.name);
  for (const auto& [id, staffing] : set.staffing) queues.push_back(id);
  for (const Document& document : documents) {
    const Node& root = document.root;
    const Node* list = root.find(document.kind == "roles" ? "list" : "queues");
    if (document.kind == "roles" && list != nullptr)
      for (const Node& item : list->items) check_role(item, set, roles, reading.report);
    if (document.kind == "staffing" && list != nullptr)
      for (const Node& item : list->items) check_queue(item, set, roles, queues, reading.report);
    if (document.kind != "policy" && document.kind != "journey") continue;
    check_route(root, set, reading.report);
    check_languages(root, set, reading.report);
    check_signers(root, reading);
  }
}

}  // namespace countersign::policy
