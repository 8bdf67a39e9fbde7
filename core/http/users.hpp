// Users and tokens: who is asking. Called by the HTTP front for every request with a token, and by the commands that
// make and take away users. Nothing is cached: a revoked token is refused by the very next request. Any thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "http/permissions.hpp"
#include "store/store.hpp"

namespace countersign::users {

/// The permission word of a role of the `roles` document; nullopt when there is no such role. Permission words
/// themselves are resolved here and never asked for.
using RoleLookup = std::function<std::optional<std::string>(std::string_view role)>;

struct Identity {
  std::string user;
  std::string role;  ///< as given to the user: "team_lead", or a permission word
  Permission permission = Permission::agent;
};

struct User {
  std::string name;
  std::string role;
  Time created{};
  bool removed = false;
  int tokens = 0;  ///< in force
  std::string id;  ///< the record names them by it, as "user:ID"
};

/// The user a token stands for. `forged`: unknown, revoked, or its user removed. `forbidden`: the user's role is in
/// no `roles` document of the policies in force: the text says the way out. A store that cannot be read is `unavailable`.
[[nodiscard]] Result<Identity> authenticate(store::Store& store, const RoleLookup& roles, std::string_view token);

/// Makes a user. `invalid` for a bad name or unknown role, `conflict` when the name is taken, by a removed user too:
/// the record names people, and a name must never come to mean somebody else.
[[nodiscard]] Status add(store::Store& store, const RoleLookup& roles, std::string_view name, std::string_view role,
                         Time now);
/// Takes the user and all tokens out of force. `not_found` when there is no such user in force.
[[nodiscard]] Status remove(store::Store& store, std::string_view name, Time now);
/// All users by name, removed ones too.
[[nodiscard]] Result<std::vector<User>> list(store::Store& store);

/// A new token ("cs_" and 64 hex digits); shown once, kept only as a hash. With `role` the user is made if need be; a
/// user who has another role already is `conflict`. Without, the user must exist (`not_found`).
[[nodiscard]] Result<std::string> create_token(store::Store& store, const RoleLookup& roles, std::string_view name,
                                               std::string_view role, Time now);
/// Revokes one token. `not_found` when it is unknown or revoked already.
[[nodiscard]] Status revoke_token(store::Store& store, std::string_view token, Time now);
/// Revokes every token of a user and says how many.
[[nodiscard]] Result<int> revoke_all(store::Store& store, std::string_view name, Time now);

}  // namespace countersign::users
