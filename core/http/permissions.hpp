// Permissions: what each of the six permissions may do. The one table; every resource and command asks here.
// Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace countersign::users {

enum class Permission : std::uint8_t { reviewer, agent, officer, operator_, auditor, admin };

enum class Action : std::uint8_t {
  see,  ///< conversations and reviews (each look of an auditor or admin is recorded by the resource)
  approve,
  edit,
  reject,
  take_over,
  write,
  give_back,
  policy,  ///< propose, approve, tighten, replay, diff
  stop_ai,
  configure,  ///< configuration, plugins, health
  record,     ///< the audit log, receipts, export, case file
  rights,     ///< what customers may ask but erasure: access, correct, restrict, object; legal holds
  erase,      ///< one half of it: two people, an officer and an operator
  users,      ///< make and remove users and tokens
};

[[nodiscard]] std::string_view to_word(Permission permission);
[[nodiscard]] std::optional<Permission> permission_from(std::string_view word);
[[nodiscard]] bool may(Permission permission, Action action);

}  // namespace countersign::users
