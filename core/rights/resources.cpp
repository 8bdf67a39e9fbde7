#include "rights/resources.hpp"

#include <algorithm>

namespace countersign::rights {
namespace {

using http::from;
using http::Params;
using http::Request;
using http::Response;

using Deed = std::function<Response(const Actor&, const Customer&)>;

Actor actor_of(const users::Identity& who) { return {who.user, who.permission}; }

/// Runs `deed` for a caller who may, on the customer whom the path names.
Response about(const http::Api& api, const Rights& rights, const Request& request, const Params& params,
               users::Action action, const Deed& deed) {
  return http::guarded(api, request, action, [&](const users::Identity& who) {
    const auto customer = rights.customer(params["channel"], params["customer"]);
    return customer ? deed(actor_of(who), *customer) : from(customer.error());
  });
}

Response done(const Status& status) { return status.ok() ? Response{204, {}, ""} : from(status.error()); }

/// The body's strings, of these names only; absent ones stay absent.
Result<json::Value> some_of(const Request& request, std::initializer_list<std::string_view> names) {
  auto body = request.body.empty() ? Result<json::Value>(json::Object()) : json::parse(request.body);
  if (!body) return body.error();
  if (body->object() == nullptr) return Error{Fault::invalid, "the body must be a JSON object"};
  for (const auto& [key, value] : *body->object())
    if (std::find(names.begin(), names.end(), key) == names.end() || value.string() == nullptr)
      return Error{Fault::invalid, key + ": this member is not known here, or no string"};
  return body;
}

Response erase(const http::Api& api, const Rights& rights, const Request& request, const Params& params) {
  return http::guarded(api, request, users::Action::erase, [&](const users::Identity& who) {
    const auto erased = rights.erasure.ask_or_confirm(actor_of(who), params["channel"], params["customer"]);
    if (!erased) return from(erased.error());
    return http::json(erased->done ? 200 : 202, to_json(*erased));
  });
}

Response wish(const Rights& rights, const Request& request, const Actor& actor, const Customer& customer) {
  const auto body = http::body_of(request, {"what"});
  if (!body) return from(body.error());
  const auto what = body->text("what");
  if (what != "object" && what != "restrict" && what != "nothing")
    return from(Error{Fault::invalid, "what: object (no AI), restrict (nothing but a person's answer) or nothing"});
  return done(rights.wishes.set(actor, customer, {what == "object", what == "restrict"}));
}

Response correct(const Rights& rights, const Request& request, const Actor& actor, const Customer& customer) {
  const auto body = some_of(request, {"name", "locale"});
  if (!body) return from(body.error());
  Correction correction;
  if (body->find("name") != nullptr) correction.name = body->text("name");
  if (body->find("locale") != nullptr) correction.locale = body->text("locale");
  const auto corrected = rights::correct(rights.house, actor, customer, correction);
  return corrected ? http::json(200, to_json(*corrected)) : from(corrected.error());
}

Response ask(const Rights& rights, const Request& request, const Actor& actor, const Customer& customer) {
  const auto body = http::body_of(request, {"kind"});
  if (!body) return from(body.error());
  const std::string kind(body->text("kind"));
  if (kind != "access" && kind != "correct" && kind != "restrict" && kind != "object")
    return from(Error{Fault::invalid, "kind: access, correct, restrict or object; erasure is asked by …/erase"});
  const auto asked = rights.requests.ask(actor, customer, kind);
  if (!asked) return from(asked.error());
  return http::json(202, json::Object{{"request", asked->id}, {"due_at", to_rfc3339(asked->due_at)}});
}

void add_erasure(http::Router& router, const http::Api& api, const Rights& rights) {
  router.add(
      "POST /api/v1/customers/{channel}/{customer}/erase",
      [&](const Request& request, const Params& params) { return erase(api, rights, request, params); },
      "asked by an officer and confirmed by an operator, or the other way round: 202, then 200");
  router.add(
      "POST /api/v1/customers/{channel}/{customer}/erase/withdraw",
      [&](const Request& request, const Params& params) {
        return http::guarded(api, request, users::Action::erase, [&](const users::Identity& who) {
          return done(rights.erasure.withdraw(actor_of(who), params["channel"], params["customer"]));
        });
      },
      "an erasure that was asked and not confirmed");
  router.add(
      "POST /api/v1/errands/{id}/done",
      [&](const Request& request, const Params& params) {
        return http::guarded(api, request, users::Action::erase, [&](const users::Identity& who) {
          return done(rights.requests.errand_done(actor_of(who), params["id"]));
        });
      },
      "what an erasure left to do elsewhere was done");
}

void add_holds(http::Router& router, const http::Api& api, const Rights& rights) {
  router.add(
      "POST /api/v1/customers/{channel}/{customer}/hold",
      [&](const Request& request, const Params& params) {
        return about(api, rights, request, params, users::Action::rights, [&](const Actor& actor, const Customer& who) {
          const auto body = http::body_of(request, {"reason"});
          if (!body) return from(body.error());
          const auto hold = rights.holds.add(actor, who, std::string(body->text("reason")));
          return hold ? http::json(201, json::Object{{"hold", *hold}}) : from(hold.error());
        });
      },
      "a legal hold: nothing of this customer is erased or removed");
  router.add(
      "POST /api/v1/customers/{channel}/{customer}/hold/lift",
      [&](const Request& request, const Params& params) {
        return about(api, rights, request, params, users::Action::rights, [&](const Actor& actor, const Customer& who) {
          const auto lifted = rights.holds.remove(actor, who);
          return lifted ? http::json(200, json::Object{{"lifted", *lifted}}) : from(lifted.error());
        });
      },
      "lifts every legal hold on this customer");
}

void add_wishes(http::Router& router, const http::Api& api, const Rights& rights) {
  const auto add = [&](const char* pattern, auto deed, const char* summary) {
    router.add(
        pattern,
        [&api, &rights, deed](const Request& request, const Params& params) {
          return about(api, rights, request, params, users::Action::rights,
                       [&](const Actor& actor, const Customer& who) { return deed(rights, request, actor, who); });
        },
        summary);
  };
  add("POST /api/v1/customers/{channel}/{customer}/wishes", wish,
      "no AI, or nothing but a person's answer, from now on");
  add("POST /api/v1/customers/{channel}/{customer}/correct", correct, "what is kept about them, in every conversation");
  add("POST /api/v1/customers/{channel}/{customer}/requests", ask, "notes what was asked and until when it is due");
}

}  // namespace

void add_rights(http::Router& router, const http::Api& api, const Rights& rights) {
  router.add(
      "GET /api/v1/customers/{channel}/{customer}",
      [&](const Request& request, const Params& params) {
        return about(api, rights, request, params, users::Action::rights, [&](const Actor& actor, const Customer& who) {
          const auto all = export_customer(rights.house, rights.desk, actor, who, params["customer"]);
          return all ? http::json(200, *all) : from(all.error());
        });
      },
      "everything kept about a customer, to be given to them; recorded");
  router.add(
      "GET /api/v1/requests",
      [&](const Request& request, const Params&) {
        return http::guarded(api, request, users::Action::erase, [&](const users::Identity&) {
          const auto all = open_to_json(rights);
          return all ? http::json(200, *all) : from(all.error());
        });
      },
      "open requests with their due dates, what is left to do elsewhere, legal holds");
  add_erasure(router, api, rights);
  add_holds(router, api, rights);
  add_wishes(router, api, rights);
}

}  // namespace countersign::rights
