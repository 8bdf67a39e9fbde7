// What people may send and sign: words, by distinct users, over exactly these bytes, each fitting the role that the
// decision names.
#include <algorithm>
#include <set>

#include "flow/gate.hpp"

namespace countersign {

Status sendable(const std::string& text) {
  if (text.find_first_not_of(" \t\r\n") == std::string::npos)
    return Error{Fault::invalid, "text: there are no words in it"};
  if (text.size() > kMaxText) return Error{Fault::too_large, "text: at most 65536 bytes are sent"};
  return {};
}

namespace {

bool covers(const std::vector<std::string>& names, const std::string& name) {
  return names.empty() || name.empty() || std::find(names.begin(), names.end(), name) != names.end();
}

bool covers(const policy::Role& role, const Signing& about) {
  return covers(role.languages, about.language.substr(0, 2)) && covers(role.brand, about.brand);
}

bool over(const policy::Role& role, const std::vector<Finding>& findings) {
  return role.limit && std::any_of(findings.begin(), findings.end(), [&](const Finding& f) {
           const auto& made = f.commitment;
           if (!made || made->what != "money") return false;
           return !made->cents || made->currency != role.limit->currency || *made->cents > role.limit->cents;
         });
}

/// The first role up from `name` whose limit is not gone over.
const std::string& at_least(const policy::PolicySet& set, const std::string& name,
                            const std::vector<Finding>& findings) {
  const policy::Role* role = set.role(name);
  if (role == nullptr || !over(*role, findings)) return name;
  while (over(*role, findings)) role = set.role(role->above);  // the loader saw that it ends
  return role->name;
}

}  // namespace

void respect_limits(const policy::PolicySet& set, const std::vector<Finding>& findings, policy::Duties& duties) {
  std::map<std::string, int> raised;
  for (const auto& [role, people] : duties.approvals) {
    int& most = raised[at_least(set, role, findings)];
    most = std::max(most, people);
  }
  if (duties.approvals.empty())
    for (const auto& role : set.roles())
      if (role.permission == "reviewer" && over(role, findings)) raised[at_least(set, role.name, findings)] = 1;
  duties.approvals = std::move(raised);
}

bool fits(const policy::PolicySet& set, const std::string& user, const std::string& role, const std::string& wanted,
          const Signing& about) {
  const auto* own = set.role(role);
  if (own != nullptr && !covers(*own, about)) return false;
  const std::string& permission = own == nullptr ? role : own->permission;
  const auto* named = set.role(wanted);
  if (named == nullptr) return role == wanted || permission == wanted;  // the policies ask for a permission itself
  // Being given a role is not being a member of it: where the officer lists members, the list decides.
  const bool member =
      named->members.empty() || std::find(named->members.begin(), named->members.end(), user) != named->members.end();
  return member && covers(*named, about) && (role == wanted || permission == named->permission);
}

bool signed_off(const policy::PolicySet& set, const policy::Duties& duties, const std::vector<Signature>& signatures,
                const std::string& digest, const std::string& author, const Signing& about) {
  auto wanted = duties.approvals;
  if (wanted.empty()) wanted["reviewer"] = 1;
  for (const auto& [role, people] : wanted) {
    std::set<std::string> users;
    for (const auto& signature : signatures)
      if (signature.digest == digest && signature.user != author &&
          fits(set, signature.user, signature.role, role, about))
        users.insert(signature.user);
    if (static_cast<int>(users.size()) < people) return false;
  }
  return true;
}

}  // namespace countersign
