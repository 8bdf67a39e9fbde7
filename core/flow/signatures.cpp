// Whose approval counts: distinct users, over exactly these bytes, each fitting the role that the decision names.
#include <algorithm>
#include <set>

#include "flow/gate.hpp"

namespace countersign {

bool fits(const policy::PolicySet& set, const std::string& user, const std::string& role, const std::string& wanted) {
  if (role == wanted) return true;
  const auto* own = set.role(role);
  const std::string& permission = own == nullptr ? role : own->permission;
  const auto* named = set.role(wanted);
  if (named == nullptr) return permission == wanted;  // the policies ask for a permission itself
  const bool member =
      named->members.empty() || std::find(named->members.begin(), named->members.end(), user) != named->members.end();
  return member && permission == named->permission;
}

bool signed_off(const policy::PolicySet& set, const policy::Duties& duties, const std::vector<Signature>& signatures,
                const std::string& digest, const std::string& author) {
  auto wanted = duties.approvals;
  if (wanted.empty()) wanted["reviewer"] = 1;
  for (const auto& [role, people] : wanted) {
    std::set<std::string> users;
    for (const auto& signature : signatures)
      if (signature.digest == digest && signature.user != author && fits(set, signature.user, signature.role, role))
        users.insert(signature.user);
    if (static_cast<int>(users.size()) < people) return false;
  }
  return true;
}

}  // namespace countersign
