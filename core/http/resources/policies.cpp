// /api/v1/policies: what is in force, what is proposed, and the acts of officers (activation: two_people).
#include "base/crypto.hpp"
#include "flow/activation/words.hpp"
#include "http/resources/api.hpp"

namespace countersign::http {
namespace {

using activation::Done;
using activation::Office;

/// A body of the members named, all strings; those not `required` may be missing.
Result<json::Value> members_of(const Request& request, const std::string& required, const std::string& optional) {
  auto body = request.body.empty() ? Result<json::Value>(json::Object()) : json::parse(request.body);
  if (!body) return body.error();
  if (body->object() == nullptr) return Error{Fault::invalid, "the body must be a JSON object"};
  for (const auto& [key, value] : *body->object())
    if ((key != required && key != optional) || value.string() == nullptr || key.empty())
      return Error{Fault::invalid, key + ": this member is not known here, or no string"};
  if (!required.empty() && body->find(required) == nullptr)
    return Error{Fault::invalid, required + ": this member is missing"};
  return body;
}

struct Act {
  std::string name, summary;
  std::string required = {}, optional = {};
  std::function<Result<Done>(Office&, const std::string& user, const json::Value& body)> run;
};

void add_act(Router& router, const Api& api, Act act) {
  const auto pattern = "POST /api/v1/policies/" + act.name;
  const auto summary = act.summary;
  router.add(
      pattern,
      [&api, act = std::move(act)](const Request& request, const Params&) {
        return guarded(api, request, users::Action::policy, [&](const users::Identity& who) {
          if (api.policies.office == nullptr) return from(activation::needs_two_people());
          const auto body = members_of(request, act.required, act.optional);
          if (!body) return from(body.error());
          const auto hash = crypto::sha256_hex(request.bearer().value_or(""));
          if (const auto known = api.policies.office->vouched({who.user, hash}); !known) return from(known.error());
          const auto done = act.run(*api.policies.office, who.user, *body);
          return done ? json(200, activation::as_json(*done)) : from(done.error());
        });
      },
      summary);
}

Result<Done> activate(Office& office, const std::string& user, const json::Value& body) {
  std::optional<Scope> scope;
  if (body.find("canary") != nullptr) {
    const auto read = activation::scope_from(body.text("canary"));
    if (!read) return read.error();
    scope = *read;
  }
  return office.activate(user, std::string(body.text("digest")), scope);
}

Result<Done> roll_back(Office& office, const std::string& user, const json::Value& body) {
  const auto number = activation::bundle_number(body.text("bundle"));
  if (!number) return number.error();
  return office.roll_back(user, *number, {});
}

json::Object status_of(const Api& api) {
  if (api.policies.office != nullptr) return activation::as_json(api.policies.office->state(), api.policies.differs());
  const auto rules = api.house.rules.get();
  const auto refused = api.policies.refused();
  return {{"activation", "folder"},
          {"digest", rules->set->digest()},
          {"rules", rules->set->size()},
          {"folder", refused.empty() ? "in force" : api.policies.differs()}};
}

void add_looks(Router& router, const Api& api) {
  router.add(
      "GET /api/v1/policies",
      [&api](const Request& request, const Params&) {
        return guarded(api, request, users::Action::policy,
                       [&](const users::Identity&) { return json(200, status_of(api)); });
      },
      "what is in force by whose decision, what is proposed, and how the folder differs");
  router.add(
      "GET /api/v1/policies/history",
      [&api](const Request& request, const Params&) {
        return guarded(api, request, users::Action::policy, [&](const users::Identity&) {
          if (api.policies.office == nullptr) return from(activation::needs_two_people());
          const auto lines = api.policies.office->history();
          return lines ? json(200, activation::as_json(*lines)) : from(lines.error());
        });
      },
      "every bundle, the newest first");
  router.add(
      "GET /api/v1/policies/proposals/{digest}",
      [&api](const Request& request, const Params& params) {
        return guarded(api, request, users::Action::policy, [&](const users::Identity&) {
          if (api.policies.office == nullptr) return from(activation::needs_two_people());
          const auto done = api.policies.office->show(params["digest"], {});
          return done ? json(200, activation::as_json(*done)) : from(done.error());
        });
      },
      "a proposal: what it changes, whether it is looser, what it costs in time of reviewers");
}

}  // namespace

void add_policies(Router& router, const Api& api) {
  add_looks(router, api);
  add_act(router, api,
          {"propose", "proposes the folder of the configuration", "", "",
           [&api](Office& office, const auto& user, const auto&) {
             return office.propose(user, api.policies.folder(), {});
           }});
  add_act(router, api,
          {"approve", "approves exactly this set; another officer than who proposed it", "digest", "",
           [](Office& office, const auto& user, const auto& body) {
             return office.approve(user, std::string(body.text("digest")));
           }});
  add_act(router, api,
          {"withdraw", "takes back one's own approval, or a proposal that is not in force", "digest", "",
           [](Office& office, const auto& user, const auto& body) {
             return office.withdraw(user, std::string(body.text("digest")));
           }});
  add_act(router, api,
          {"activate", "puts an approved set in force, for all or as a canary", "digest", "canary", activate});
  add_act(
      router, api,
      {"tighten", "puts the folder in force if it only tightens; another officer must confirm it", "", "",
       [&api](Office& office, const auto& user, const auto&) { return office.tighten(user, api.policies.folder()); }});
  add_act(router, api,
          {"confirm", "confirms what another officer tightened", "digest", "",
           [](Office& office, const auto& user, const auto& body) {
             return office.confirm(user, std::string(body.text("digest")));
           }});
  add_act(
      router, api,
      {"roll-back", "to the set of an earlier bundle: a proposal, unless it only tightens", "bundle", "", roll_back});
  add_act(router, api,
          {"promote", "puts the canary in force for all", "", "",
           [](Office& office, const auto& user, const auto&) { return office.promote(user); }});
  add_act(router, api,
          {"end-canary", "ends the canary: all go by the set that was in force beside it", "", "",
           [](Office& office, const auto& user, const auto&) { return office.end_canary(user); }});
}

}  // namespace countersign::http
