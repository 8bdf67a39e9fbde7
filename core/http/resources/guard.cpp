// Who is asking, and whether the body says what it must: shared by every resource.
#include <algorithm>

#include "http/resources/api.hpp"

namespace countersign::http {

Response guarded(const Api& api, const Request& request, users::Action action,
                 const std::function<Response(const users::Identity&)>& act) {
  const auto token = request.bearer();
  if (!token) {
    auto refused =
        problem(401, "No token", "send `Authorization: Bearer <token>`; `countersign token create` makes one");
    refused.headers.emplace_back("WWW-Authenticate", "Bearer");
    return refused;
  }
  const auto identity = users::authenticate(api.house.store, api.roles, *token);
  if (!identity) return from(identity.error());
  if (!users::may(identity->permission, action))
    return problem(403, "Not permitted",
                   "the permission \"" + std::string(users::to_word(identity->permission)) + "\" does not allow this");
  return act(*identity);
}

std::string once_of(const Api& api, const Request& request, const users::Identity& identity,
                    const std::string& conversation) {
  const auto* key = request.header("idempotency-key");
  if (key == nullptr || key->empty()) return "";
  return api.house.keys.index("reply", conversation + "\n" + identity.user + "\n" + *key);
}

Result<json::Value> body_of(const Request& request, std::initializer_list<std::string_view> members) {
  auto body = json::parse(request.body);
  if (!body) return body.error();
  if (body->object() == nullptr) return Error{Fault::invalid, "the body must be a JSON object"};
  for (const auto& member : members)
    if (const auto* value = body->find(member); value == nullptr || value->string() == nullptr)
      return Error{Fault::invalid, std::string(member) + ": this member is missing or no string"};
  for (const auto& [key, value] : *body->object())
    if (std::find(members.begin(), members.end(), key) == members.end())
      return Error{Fault::invalid, key + ": this member is not known here"};
  return std::move(*body);
}

}  // namespace countersign::http
