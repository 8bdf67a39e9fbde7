#include "http/users.hpp"

#include <algorithm>

#include "base/crypto.hpp"
#include "flow/audit/entry.hpp"

namespace countersign::users {
namespace {

std::string in_quotes(std::string_view text) {
  std::string out(1, '"');
  return out.append(text).append(1, '"');
}

/// Names go into records and onto the command line: letters, digits and . _ - @ only, at most 64 bytes.
bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && name.front() != '-' && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '-' || c == '@';
  });
}

std::optional<Permission> resolve(const RoleLookup& roles, std::string_view role) {
  if (const auto direct = permission_from(role)) return direct;
  const auto word = roles ? roles(role) : std::nullopt;
  return word ? permission_from(*word) : std::nullopt;
}

/// What the record calls somebody (audit/staff.hpp): nobody may have such a name, or they would be taken for that person.
bool is_staff_id(std::string_view name) {
  constexpr std::size_t digits = 16;
  return name.size() == digits && name.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Status check(const RoleLookup& roles, std::string_view name, std::string_view role) {
  if (is_staff_id(name))
    return Error{Fault::invalid, "16 hexadecimal digits are an id of the record: give a name that is none"};
  if (!is_name(name))
    return Error{Fault::invalid, "user names have letters, digits and . _ - @ (at most 64): give another name"};
  if (!resolve(roles, role))
    return Error{Fault::invalid, in_quotes(role) +
                                     " is neither a permission (reviewer, agent, officer, operator, auditor, "
                                     "admin) nor a role of the `roles` document"};
  return {};
}

struct Found {
  std::string role;
  bool removed = false;
};

std::optional<Found> look_up(store::Session& session, std::string_view name) {
  Found found;
  const bool seen =
      session.first(R"(SELECT role, removed_at FROM "user" WHERE name = $1)", {name}, [&](const store::Row& row) {
        found = {row.text(0), !row.is_null(1)};
      });
  return seen ? std::optional(found) : std::nullopt;
}

void insert(store::Session& session, std::string_view name, std::string_view role, Time now) {
  session.run(R"(INSERT INTO "user" (name, role, created_at) VALUES ($1, $2, $3))", {name, role, micros(now)});
}

/// Who may act changed: on the record, in the same transaction.
void record(store::Session& session, std::string_view what, std::string_view name, Time now) {
  audit::Entry entry;
  entry.kind = audit::Kind::user_changed;
  entry.at = now;
  entry.actor = "local";
  entry.more = {{"change", what}, {"user", "user:" + std::string(name)}};
  audit::record(session, entry);
}

Error no_user(std::string_view name) {
  return {Fault::not_found, "there is no user " + in_quotes(name) + ": `countersign user list` shows who there is"};
}

Error taken(std::string_view name, const Found& found) {
  return {Fault::conflict, found.removed
                               ? in_quotes(name) + " was a user before, and the record names them: give another name"
                               : in_quotes(name) + " is a user already, with the role " + found.role};
}

}  // namespace

Result<Identity> authenticate(store::Store& store, const RoleLookup& roles, std::string_view token) {
  const std::string hash = crypto::sha256_hex(token);
  std::optional<Identity> found;
  const Status read = store.read([&](store::Session& session) {
    session.first(
        R"(SELECT u.name, u.role FROM token t JOIN "user" u ON u.name = t."user"
           WHERE t.hash = $1 AND t.revoked_at IS NULL AND u.removed_at IS NULL)",
        {hash}, [&](const store::Row& row) {
          found = Identity{row.text(0), row.text(1), Permission::agent};
        });
  });
  if (!read.ok()) return Error{Fault::unavailable, "the store cannot be read, so nobody can be let in: see its health"};
  if (!found) return Error{Fault::forged, "the token is unknown or revoked: ask for a new one"};
  const auto permission = resolve(roles, found->role);
  if (!permission)
    return Error{Fault::forbidden,
                 "the role " + in_quotes(found->role) +
                     " stands in no `roles` document of the policies in force (`countersign policy status` says which "
                     "are; where none are, no such role counts). A user whose role is a permission itself needs no "
                     "document: `countersign token create --user NEW-NAME --role officer` makes one, or with another "
                     "of reviewer, agent, operator, auditor, admin"};
  found->permission = *permission;
  return *std::move(found);
}

Status add(store::Store& store, const RoleLookup& roles, std::string_view name, std::string_view role, Time now) {
  if (Status fine = check(roles, name, role); !fine.ok()) return fine;
  return store.commit([&](store::Session& session) {
    if (const auto found = look_up(session, name)) throw store::Rollback(taken(name, *found));
    insert(session, name, role, now);
    record(session, "added", name, now);
  });
}

Status remove(store::Store& store, std::string_view name, Time now) {
  return store.commit([&](store::Session& session) {
    if (session.run(R"(UPDATE "user" SET removed_at = $1 WHERE name = $2 AND removed_at IS NULL)",
                    {micros(now), name}) == 0)
      throw store::Rollback(no_user(name));
    session.run(R"(UPDATE token SET revoked_at = $1 WHERE "user" = $2 AND revoked_at IS NULL)", {micros(now), name});
    record(session, "removed", name, now);
  });
}

Result<std::vector<User>> list(store::Store& store) {
  std::vector<User> users;
  const Status read = store.read([&](store::Session& session) {
    session.each(
        R"(SELECT u.name, u.role, u.created_at, u.removed_at,
             (SELECT COUNT(*) FROM token t WHERE t."user" = u.name AND t.revoked_at IS NULL), s.id
           FROM "user" u LEFT JOIN staff s ON s.name = u.name ORDER BY u.name)",
        {}, [&](const store::Row& row) {
          users.push_back({row.text(0), row.text(1), from_micros(row.integer(2)), !row.is_null(3),
                           static_cast<int>(row.integer(4)), row.text(5)});
        });
  });
  if (!read.ok()) return read.error();
  return users;
}

Result<std::string> create_token(store::Store& store, const RoleLookup& roles, std::string_view name,
                                 std::string_view role, Time now) {
  if (!role.empty())
    if (Status fine = check(roles, name, role); !fine.ok()) return fine.error();
  const std::string token = "cs_" + crypto::to_hex(crypto::random_bytes(32));
  const std::string hash = crypto::sha256_hex(token);
  const Status done = store.commit([&](store::Session& session) {
    const auto found = look_up(session, name);
    if (found && (found->removed || (!role.empty() && found->role != role))) throw store::Rollback(taken(name, *found));
    if (!found && role.empty()) throw store::Rollback(no_user(name));
    if (!found) insert(session, name, role, now);
    session.run(R"(INSERT INTO token (hash, "user", created_at) VALUES ($1, $2, $3))", {hash, name, micros(now)});
    record(session, "token created", name, now);
  });
  if (!done.ok()) return done.error();
  return token;
}

Status revoke_token(store::Store& store, std::string_view token, Time now) {
  const std::string hash = crypto::sha256_hex(token);
  return store.commit([&](store::Session& session) {
    if (session.run("UPDATE token SET revoked_at = $1 WHERE hash = $2 AND revoked_at IS NULL", {micros(now), hash}) ==
        0)
      throw store::Rollback({Fault::not_found, "no token in force is this one: it was revoked already, or mistyped"});
    session.first(R"(SELECT "user" FROM token WHERE hash = $1)", {hash},
                  [&](const store::Row& row) { record(session, "token revoked", row.text(0), now); });
  });
}

Result<int> revoke_all(store::Store& store, std::string_view name, Time now) {
  std::int64_t count = 0;
  const Status done = store.commit([&](store::Session& session) {
    if (!look_up(session, name)) throw store::Rollback(no_user(name));
    count = session.run(R"(UPDATE token SET revoked_at = $1 WHERE "user" = $2 AND revoked_at IS NULL)",
                        {micros(now), name});
    record(session, "tokens revoked", name, now);
  });
  if (!done.ok()) return done.error();
  return static_cast<int>(count);
}

}  // namespace countersign::users
