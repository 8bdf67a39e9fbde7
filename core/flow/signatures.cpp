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

bool fits(const policy::PolicySet& set, const std::string& user, const std::string& role, const std::string& wanted) {
  const auto* own = set.role(role);
  const std::string& permission = own == nullptr ? role : own->permission;
  const auto* named = set.role(wanted);
  if (named == nullptr) return role == wanted || permission == wanted;  // the policies ask for a permission itself
  // Being given a role is not being a member of it: where the officer lists members, the list decides.
  const bool member =
      named->members.empty() || std::find(named->members.begin(), named->members.end(), user) != named->members.end();
  return member && (role == wanted || permission == named->permission);
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
