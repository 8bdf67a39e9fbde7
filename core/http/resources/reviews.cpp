// /api/v1/reviews: what waits for a person, and what people do with it.
#include "flow/grounding.hpp"
#include "flow/model/occasion.hpp"
#include "http/resources/api.hpp"

namespace countersign::http {
namespace {

constexpr int kPage = 200;

json::Object to_json(const House& house, const review::Review& review) {
  json::Array reasons;
  for (const auto& reason : review.reasons) {
    json::Array spans;
    for (const auto& span : reason.spans)
      spans.push_back(json::Object{{"start", std::int64_t{span.start}}, {"end", std::int64_t{span.end}}});
    reasons.push_back(json::Object{
        {"policy", reason.policy}, {"rule", reason.rule}, {"why", reason.why}, {"spans", std::move(spans)}});
  }
  json::Array needs;
  for (const auto& need : review.needs) needs.push_back(json::Object{{"role", need.role}, {"people", need.people}});
  json::Array signed_by;
  for (const auto& user : review.signed_by) signed_by.push_back(user);
  const auto conversation = house.conversations.by_id(review.conversation);
  return {{"id", review.id},
          {"conversation", conversation ? json::Value(conversation->name) : json::Value()},
          {"conversation_id", review.conversation},
          {"channel", conversation ? json::Value(conversation->channel) : json::Value()},
          {"queue", conversation ? json::Value(conversation->queue) : json::Value()},
          {"assigned_to", conversation ? json::Value(conversation->assigned_to) : json::Value()},
          {"message", review.message},
          {"state", review.state},
          {"text", review.text},
          {"written_by", to_word(review.reply.written_by)},
          {"digest", review.digest},
          {"reasons", std::move(reasons)},
          {"needs", std::move(needs)},
          {"approved_by", std::move(signed_by)},
          {"due_at", to_rfc3339(review.due_at)},
          {"created_at", to_rfc3339(review.created_at)}};
}

/// What each sentence of a draft by AI rests on. Places are bytes of the review's `text`; without them when masking or
/// a notice changed the words.
json::Array grounding_of(const House& house, const review::Review& review) {
  json::Array all;
  const auto conversation = house.conversations.by_id(review.conversation);
  if (!of_ai_origin(review.reply.written_by) || !conversation) return all;
  const auto occasion = occasion_for(house, *conversation, review.reply);
  if (!occasion) return all;
  const auto& draft = review.reply.text;
  const auto at = draft.empty() ? std::string::npos : review.text.find(draft);
  for (const auto& one : grounds_of(draft, review.reply.sources, occasion->known, conversation->language)) {
    json::Array sources;
    for (const int i : one.sources) sources.emplace_back(review.reply.sources[static_cast<std::size_t>(i)].title);
    json::Object sentence{{"sentence", draft.substr(one.start, one.end - one.start)},
                          {"rests_on", grounding::to_word(one.rests)},
                          {"sources", std::move(sources)},
                          {"share", one.share}};
    if (!one.why.empty()) sentence["why"] = one.why;
    if (at != std::string::npos) {
      sentence["start"] = static_cast<std::int64_t>(at + one.start);
      sentence["end"] = static_cast<std::int64_t>(at + one.end);
    }
    all.emplace_back(std::move(sentence));
  }
  return all;
}

json::Object to_json(const review::Outcome& outcome) {
  return {{"state", outcome.state},
          {"message", outcome.message},
          {"review", outcome.review},
          {"text", outcome.text},
          {"digest", outcome.digest}};
}

/// 409 carries what would be signed now, so that one key confirms.
Response answer(const Api& api, const review::Act& act) {
  if (act.done) return json(200, to_json(*act.done));
  if (act.error) return from(*act.error);
  auto body = to_json(api.house, *act.changed);
  body["title"] = "Something changed; it was judged again";
  body["status"] = 409;
  auto response = json(409, body);
  for (auto& [name, value] : response.headers)
    if (name == "Content-Type") value = "application/problem+json";
  return response;
}

Response answer(const Result<review::Outcome>& outcome) {
  return outcome ? json(200, to_json(*outcome)) : from(outcome.error());
}

Response list(const Api& api, const Request& request) {
  const auto state = request.query_value("state").value_or("waiting");
  const auto reviews = review::list(api.house, state, kPage);
  if (!reviews) return from(reviews.error());
  json::Array found;
  for (const auto& review : *reviews) found.push_back(to_json(api.house, review));
  return json(200, json::Object{{"reviews", std::move(found)}, {"next", nullptr}});
}

review::Actor actor_of(const users::Identity& identity) { return {identity.user, identity.role}; }

using Act = std::function<Response(const review::Actor&, const std::string& id, const json::Value& body)>;

void add_action(Router& router, const Api& api, const std::string& name, users::Action action,
                std::initializer_list<std::string_view> members, const std::string& summary, Act act) {
  router.add(
      "POST /api/v1/reviews/{id}/" + name,
      [&api, action, wanted = std::vector<std::string_view>(members), act = std::move(act)](const Request& request,
                                                                                            const Params& params) {
        return guarded(api, request, action, [&](const users::Identity& identity) {
          json::Value body;
          if (wanted.empty()) return act(actor_of(identity), params["id"], body);
          auto parsed = wanted.size() == 1 ? body_of(request, {wanted[0]}) : body_of(request, {wanted[0], wanted[1]});
          return parsed ? act(actor_of(identity), params["id"], *parsed) : from(parsed.error());
        });
      },
      summary);
}

}  // namespace

void add_reviews(Router& router, const Api& api) {
  const auto& reviews = api.journey.reviews();
  router.add(
      "GET /api/v1/reviews",
      [&api](const Request& request, const Params&) {
        return guarded(api, request, users::Action::see, [&](const users::Identity&) { return list(api, request); });
      },
      "reviews in a state (waiting by default), earliest deadline first");
  router.add(
      "GET /api/v1/reviews/{id}",
      [&api](const Request& request, const Params& params) {
        return guarded(api, request, users::Action::see, [&](const users::Identity&) {
          const auto review = review::one(api.house, params["id"]);
          if (!review) return from(review.error());
          auto shown = to_json(api.house, *review);
          shown["grounding"] = grounding_of(api.house, *review);
          return json(200, shown);
        });
      },
      "one review with its reasons and spans, and what each sentence of an AI's draft rests on");
  add_action(router, api, "approve", users::Action::approve, {"digest"}, "sign exactly these bytes",
             [&api, &reviews](const auto& actor, const auto& id, const auto& body) {
               return answer(api, reviews.approve(actor, id, std::string(body.text("digest"))));
             });
  add_action(router, api, "edit", users::Action::edit, {"digest", "text"}, "change the text; it is judged again",
             [&api, &reviews](const auto& actor, const auto& id, const auto& body) {
               return answer(api,
                             reviews.edit(actor, id, std::string(body.text("digest")), std::string(body.text("text"))));
             });
  add_action(router, api, "reject", users::Action::reject, {"reason"}, "it never leaves; a person answers",
             [&reviews](const auto& actor, const auto& id, const auto& body) {
               return answer(reviews.reject(actor, id, std::string(body.text("reason"))));
             });
  add_action(router, api, "take-over", users::Action::take_over, {}, "the conversation is yours, AI off",
             [&reviews](const auto& actor, const auto& id, const auto&) {
               return answer(reviews.take_over_review(actor, id));
             });
}

}  // namespace countersign::http
