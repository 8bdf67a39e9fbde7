// `countersign user …` and `countersign token …`.
#include <ostream>

#include "app/commands/commands.hpp"
#include "base/json.hpp"

namespace countersign::app {
namespace {

int ended(const Call& call, const Status& status, std::string_view said) {
  if (!status.ok()) return cannot(call.err, status.error().message);
  call.out << said << "\n";
  return 0;
}

int add_user(const Call& call, Services& services) {
  const std::string name = call.command.text("NAME");
  const std::string role = call.command.text("--role");
  return ended(call, users::add(services.store, services.roles, name, role, services.clock.now()),
               "user " + name + " added as " + role + "; next: countersign token create --user " + name);
}

int remove_user(const Call& call, Services& services) {
  const std::string name = call.command.text("NAME");
  return ended(call, users::remove(services.store, name, services.clock.now()),
               "user " + name + " removed; their tokens are refused from now on");
}

json::Value as_json(const std::vector<users::User>& users) {
  json::Array list;
  for (const users::User& user : users) {
    json::Object row;
    row["name"] = user.name;
    row["role"] = user.role;
    row["created"] = to_rfc3339(user.created);
    row["removed"] = user.removed;
    row["tokens"] = user.tokens;
    row["id"] = user.id;
    list.emplace_back(std::move(row));
  }
  json::Object all;
  all["users"] = std::move(list);
  return all;
}

int list_users(const Call& call, Services& services) {
  const auto users = users::list(services.store);
  if (!users.ok()) return cannot(call.err, users.error().message);
  if (call.command.text("--format") == "json") {
    call.out << json::dump(as_json(*users)) << "\n";
    return 0;
  }
  for (const users::User& user : *users)
    call.out << user.name << "  " << user.role << "  "
             << (user.removed ? "removed" : std::to_string(user.tokens) + (user.tokens == 1 ? " token" : " tokens"))
             << "  user:" << user.id << " in the record\n";
  return 0;
}

int create_token(const Call& call, Services& services) {
  const auto token = users::create_token(services.store, services.roles, call.command.text("--user"),
                                         call.command.text("--role"), services.clock.now());
  if (!token.ok()) return cannot(call.err, token.error().message);
  call.out << *token << "\n";
  if (!services.token_made) return 0;
  if (const auto known = services.token_made(*token); !known)
    return cannot(call.err, "the token is made, but acts on policies with it do not count: " + known.error().message);
  return 0;
}

int revoke_tokens(const Call& call, Services& services) {
  const Time now = services.clock.now();
  if (call.command.has("TOKEN") == call.command.has("--user"))
    return cannot(call.err, "say which: a TOKEN, or --user NAME for all of a user's");
  if (call.command.has("TOKEN"))
    return ended(call, users::revoke_token(services.store, call.command.text("TOKEN"), now), "revoked");
  const auto count = users::revoke_all(services.store, call.command.text("--user"), now);
  if (!count.ok()) return cannot(call.err, count.error().message);
  call.out << "revoked " << *count << (*count == 1 ? " token\n" : " tokens\n");
  return 0;
}

}  // namespace

CommandTable user_commands() {
  const OptionSpec name{"NAME", "the user", "", true};
  const OptionSpec format{"--format", "how to print", "FORMAT", false, false, false, {"text", "json"}};
  CommandTable table;
  table.push_back({"user add",
                   "add a user",
                   "countersign user add ana --role reviewer --config FILE",
                   {name, {"--role", "a permission, or a role of the roles document", "ROLE", true}},
                   {},
                   add_user});
  table.push_back({"user list", "list the users", "countersign user list --config FILE", {format}, {}, list_users});
  table.push_back({"user remove",
                   "take a user and all their tokens out of force",
                   "countersign user remove ana --config FILE",
                   {name},
                   {},
                   remove_user});
  table.push_back({"token create",
                   "make a token and print it, once",
                   "countersign token create --user ana --role reviewer --config FILE",
                   {{"--user", "whose token", "NAME", true}, {"--role", "makes the user if need be", "ROLE"}},
                   {},
                   create_token});
  table.push_back({"token revoke",
                   "revoke one token, or all of a user",
                   "countersign token revoke --user ana --config FILE",
                   {{"TOKEN", "the token itself"}, {"--user", "all tokens of this user", "NAME"}},
                   {},
                   revoke_tokens});
  return table;
}

}  // namespace countersign::app
