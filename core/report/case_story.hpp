// Story: the entries of a conversation in people's words; known to this room only. Pure but for the names of staff,
// which stand outside the record.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "flow/policy/policy_set.hpp"
#include "report/case_policies.hpp"
#include "report/compared.hpp"
#include "store/store.hpp"

namespace countersign::report {

/// One entry, read.
struct Told {
  Line line;
  std::string at;     ///< clock_of its time, as it says
  json::Value entry;
  std::string wrong;  ///< how it differs from the published log; "" when it does not
};

class Story {
 public:
  /// Reads the entries whose `column` (conversation, or message) is `value`, in order. Inside a read.
  static Story read(store::Session& session, std::string_view column, const std::string& value);

  [[nodiscard]] const std::vector<Told>& all() const { return told_; }
  /// Marks what is not as in the published log.
  void compare(Compared& log);
  /// Marks what cannot be, as the auditor sees it: a step that is missing, a clearance without its signatures. Only for
  /// all the entries of a conversation.
  void make_sense(Compared& log);
  /// What an entry says, most important first: verdict, why, by which policy and law, by whom.
  [[nodiscard]] std::vector<std::string> facts_of(const Told& told, const policy::PolicySet& laws) const;
  /// "ana (reviewer)" for "user:01…", as far as known; `role` is the one that they acted in, or "" for their own.
  [[nodiscard]] std::string name_of(std::string_view actor, std::string_view role = "") const;
  /// "ana (reviewer)" for "ana".
  [[nodiscard]] std::string with_role(const std::string& name, std::string_view role = "") const;
  /// "user:01…" -> name, of those who are known.
  [[nodiscard]] const std::map<std::string, std::string>& names() const { return names_; }
  /// Every set that decided here, with the moment and the people that put it in force.
  [[nodiscard]] const std::vector<PolicyInForce>& policies() const { return policies_.all(); }

 private:
  std::vector<Told> told_;
  std::map<std::string, std::string> names_;  ///< "user:01…" -> name
  std::map<std::string, std::string> roles_;  ///< name -> role
  CasePolicies policies_;
};

/// "2026-11-23 10:00:00"
[[nodiscard]] std::string clock_of(std::string_view rfc3339);

}  // namespace countersign::report
