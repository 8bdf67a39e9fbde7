// /api/openapi.json: every route that was added, with what its body must be.
#include <algorithm>
#include <cctype>
#include <optional>
#include <stdexcept>
#include <vector>

#include "http/resources/api.hpp"

namespace countersign::http {
namespace {

struct Member {
  std::string_view name;
  std::string_view about;
  bool required = true;
};

/// What a request to a route that changes something may say.
struct Body {
  std::string_view route;
  std::vector<Member> members;    ///< of a JSON object, all strings and no others; empty: no body
  bool keyed = false;             ///< takes `Idempotency-Key`
  std::string_view foreign = {};  ///< not ours to describe: whose it is
};

constexpr Member kText{"text", "the words for the customer, up to 65536 bytes"};
constexpr Member kSet{"digest", "of the set, whole, as it was proposed"};
constexpr Member kDigest{"digest", "of the exact bytes that were shown (`digest` of the review)"};

const std::vector<Body>& bodies() {
  static const std::vector<Body> all{
      {"POST /channels/{name}", {}, false, "as the channel's plugin reads it; channel.webhook: signed JSON"},
      {"POST /helpdesk", {}, false, "as the helpdesk's plugin reads it"},
      {"POST /api/v1/reviews/{id}/approve", {kDigest}},
      {"POST /api/v1/reviews/{id}/edit", {kDigest, kText}},
      {"POST /api/v1/reviews/{id}/reject", {{"reason", "why it never leaves; colleagues and the record see it"}}},
      {"POST /api/v1/reviews/{id}/take-over", {}},
      {"POST /api/v1/conversations/{id}/reply", {kText}, true},
      {"POST /api/v1/conversations/{id}/take-over", {}},
      {"POST /api/v1/conversations/{id}/give-back", {}},
      {"POST /api/v1/cases/{id}/close", {}},
      {"POST /api/v1/desk/tickets/{id}/reply", {kText}, true},
      {"POST /api/v1/desk/tickets/{id}/note", {{"text", "for colleagues only"}}, true},
      {"POST /api/v1/desk/tickets/{id}/close", {}},
      {"POST /api/v1/customers/{channel}/{customer}/erase", {}},
      {"POST /api/v1/customers/{channel}/{customer}/erase/withdraw", {}},
      {"POST /api/v1/customers/{channel}/{customer}/hold", {{"reason", "the claim or the order; people see it, the record does not"}}},
      {"POST /api/v1/customers/{channel}/{customer}/hold/lift", {}},
      {"POST /api/v1/customers/{channel}/{customer}/wishes",
       {{"what", "object (no AI), restrict (nothing but a person's answer), nothing"}}},
      {"POST /api/v1/customers/{channel}/{customer}/correct",
       {{"name", "the right name", false}, {"locale", "the right language and region", false}}},
      {"POST /api/v1/customers/{channel}/{customer}/requests", {{"kind", "access, correct, restrict or object"}}},
      {"POST /api/v1/errands/{id}/done", {}},
      {"POST /api/v1/stop-ai", {{"channel", "only there", false}, {"model", "only this one", false}}},
      {"POST /api/v1/start-ai", {{"channel", "only there", false}, {"model", "only this one", false}}},
      {"POST /chat/{channel}/start", {}},
      {"POST /api/v1/policies/propose", {}},
      {"POST /api/v1/policies/approve", {kSet}},
      {"POST /api/v1/policies/withdraw", {kSet}},
      {"POST /api/v1/policies/activate",
       {kSet, {"canary", "for a part only: channel=NAME, brand=NAME or share=10%", false}}},
      {"POST /api/v1/policies/tighten", {}},
      {"POST /api/v1/policies/confirm", {kSet}},
      {"POST /api/v1/policies/roll-back", {{"bundle", "the number of an earlier bundle"}}},
      {"POST /api/v1/policies/promote", {}},
      {"POST /api/v1/policies/end-canary", {}}};
  return all;
}

json::Object text_named(std::string_view name, std::string_view in, bool required, std::string_view about) {
  json::Object one{{"name", name}, {"in", in}, {"required", required}, {"schema", json::Object{{"type", "string"}}}};
  if (!about.empty()) one["description"] = about;
  return one;
}

json::Array parameters_of(const Route& route, const Body* body) {
  json::Array all;
  for (auto at = route.pattern.find('{'); at != std::string::npos; at = route.pattern.find('{', at + 1))
    all.push_back(text_named(route.pattern.substr(at + 1, route.pattern.find('}', at) - at - 1), "path", true, ""));
  if (body != nullptr && body->keyed)
    all.push_back(text_named("Idempotency-Key", "header", false,
                             "one for each text: the same key and text again within 24 hours is answered like the "
                             "first time and changes nothing; with another text: 409"));
  return all;
}

std::optional<json::Object> request_body_of(const Body& body) {
  if (!body.foreign.empty())
    return json::Object{{"description", body.foreign},
                        {"required", true},
                        {"content", json::Object{{"*/*", json::Object{{"schema", json::Object()}}}}}};
  if (body.members.empty()) return std::nullopt;
  json::Object members;
  json::Array required;
  for (const auto& member : body.members) {
    members[std::string(member.name)] = json::Object{{"type", "string"}, {"description", member.about}};
    if (member.required) required.push_back(member.name);
  }
  const bool needed = !required.empty();
  json::Object schema{{"type", "object"}, {"properties", std::move(members)}, {"additionalProperties", false}};
  if (needed) schema["required"] = std::move(required);
  return json::Object{{"required", needed},
                      {"content", json::Object{{"application/json", json::Object{{"schema", std::move(schema)}}}}}};
}

json::Object operation_of(const Route& route) {
  const auto& all = bodies();
  const auto name = route.method + " " + route.pattern;
  const auto body = std::find_if(all.begin(), all.end(), [&](const Body& one) { return one.route == name; });
  const bool described = body != all.end();
  if (!described && route.method != "GET")
    throw std::logic_error(name + " is not described: add its body to http/resources/openapi.cpp");
  json::Object operation{
      {"summary", route.summary},
      {"parameters", parameters_of(route, described ? &*body : nullptr)},
      {"responses",
       json::Object{
           {"default", json::Object{{"description", "JSON; refusals are application/problem+json (RFC 9457)"}}}}}};
  if (described)
    if (auto request = request_body_of(*body)) operation["requestBody"] = std::move(*request);
  return operation;
}

}  // namespace

void add_openapi(Router& router) {
  json::Object paths;
  for (const auto& route : router.routes()) {
    if (paths.find(route.pattern) == paths.end()) paths[route.pattern] = json::Object();
    std::string method = route.method;
    for (auto& c : method) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    (*paths[route.pattern].object())[method] = operation_of(route);
  }
  const auto text = json::dump(json::Object{{"openapi", "3.1.0"},
                                            {"info", json::Object{{"title", "Countersign"}, {"version", "1"}}},
                                            {"paths", std::move(paths)}});
  router.add(
      "GET /api/openapi.json",
      [text](const Request&, const Params&) { return http::text(200, text, "application/json"); }, "this description");
}

}  // namespace countersign::http
