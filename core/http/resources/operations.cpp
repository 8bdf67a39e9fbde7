// Health, the stop switch, and the record of one message's decisions.
#include "flow/audit/staff.hpp"
#include "http/resources/api.hpp"

namespace countersign::http {
namespace {

Response switch_ai(const Api& api, const Request& request, bool stop) {
  return guarded(api, request, users::Action::stop_ai, [&](const users::Identity& who) {
    const auto body = request.body.empty() ? Result<json::Value>(json::Object()) : json::parse(request.body);
    if (!body) return from(body.error());
    if (body->object() == nullptr) return from(Error{Fault::invalid, "the body must be a JSON object"});
    for (const auto& [key, value] : *body->object())
      if ((key != "channel" && key != "model") || value.string() == nullptr || value.string()->empty())
        return from(
            Error{Fault::invalid,
                  key + ": only \"channel\" or \"model\" with a name is known here; without either, it means all"});
    const auto scope =
        scope_of(*api.house.connectors.get(), std::string(body->text("channel")), std::string(body->text("model")));
    if (!scope) return from(scope.error());
    const auto done = api.house.stop.set(*scope, stop, "user:" + who.user, api.house.clock.now());
    if (!done) return from(done.error());
    json::Array scopes;
    for (const auto& one : api.house.stop.scopes()) scopes.push_back(one);
    return json(200, json::Object{{"stopped", std::move(scopes)}});
  });
}

Response decisions(const Api& api, const Request& request, const std::string& message) {
  return guarded(api, request, users::Action::record, [&](const users::Identity&) {
    json::Array entries;
    json::Object people;
    const auto read = api.house.store.read([&](store::Session& session) {
      std::string all;
      session.each("SELECT body FROM entry WHERE message=$1 ORDER BY seq", {message}, [&](const store::Row& row) {
        all += row.blob(0);
        if (auto entry = json::parse(row.blob(0))) entries.push_back(std::move(*entry));
      });
      for (auto& [id, name] : audit::names_in(session, all)) people[id] = name;
    });
    if (!read) return from(read.error());
    if (entries.empty()) return from(Error{Fault::not_found, "the record has nothing about this message"});
    return json(200, json::Object{{"entries", std::move(entries)}, {"people", std::move(people)}});
  });
}

}  // namespace

void add_operations(Router& router, const Api& api) {
  router.add(
      "GET /healthz",
      [&api](const Request&, const Params&) {
        auto health = api.health();
        health.details["alive"] = true;
        return json(200, health.details);
      },
      "alive, and how everybody whom the gateway calls does, in words");
  router.add(
      "GET /readyz",
      [&api](const Request&, const Params&) {
        auto health = api.health();
        health.details["ready"] = health.ready;
        return json(health.ready ? 200 : 503, health.details);
      },
      "able to accept, and what is wrong if not");
  router.add(
      "POST /api/v1/stop-ai", [&api](const Request& request, const Params&) { return switch_ai(api, request, true); },
      "AI off for all, a channel or a model, from the next decision on");
  router.add(
      "POST /api/v1/start-ai", [&api](const Request& request, const Params&) { return switch_ai(api, request, false); },
      "AI on again");
  router.add(
      "GET /api/v1/decisions/{message}",
      [&api](const Request& request, const Params& params) { return decisions(api, request, params["message"]); },
      "what the record says about a message");
}

}  // namespace countersign::http
