// Story: the entries of a conversation in people's words; known to this room only. Pure but for the names of staff,
// which stand outside the record.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "flow/policy/policy_set.hpp"
#include "store/store.hpp"

namespace countersign::report {

/// One entry, read.
struct Told {
  std::string id, kind, at, message;
  std::string body;
  json::Value entry;
};

class Story {
 public:
  /// Reads the entries whose `column` (conversation, or message) is `value`, in order. Inside a read.
  static Story read(store::Session& session, std::string_view column, const std::string& value);

  [[nodiscard]] const std::vector<Told>& all() const { return told_; }
  /// What an entry says, most important first: verdict, why, by which policy and law, by whom.
  [[nodiscard]] std::vector<std::string> facts_of(const Told& told, const policy::PolicySet& laws) const;
  /// "ana" for "user:01…", as far as known.
  [[nodiscard]] std::string name_of(std::string_view actor) const;
  /// Policy digest -> "since … (in force before the first entry)" of every set that decided here.
  [[nodiscard]] const std::map<std::string, std::string>& policies() const { return policies_; }

 private:
  void find_policies(store::Session& session);
  std::vector<Told> told_;
  std::map<std::string, std::string> names_;
  std::map<std::string, std::string> policies_;
};

/// "2026-11-23 10:00:00"
[[nodiscard]] std::string clock_of(std::string_view rfc3339);

}  // namespace countersign::report
