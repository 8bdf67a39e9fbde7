// /api/v1/conversations: one conversation as people see it, and what they do with it; owned cases; unanswered
// questions.
#include "http/resources/api.hpp"

namespace countersign::http {
namespace {

constexpr int kMessages = 500;
constexpr int kRows = 200;

json::Array messages_json(const std::vector<Message>& messages) {
  json::Array list;
  for (const auto& message : messages)
    list.push_back(json::Object{{"id", message.id},
                                {"written_by", to_word(message.author)},
                                {"user", message.user},
                                {"text", message.text},
                                {"state", to_word(message.fate)},
                                {"notice", message.notice.empty() ? json::Value() : json::Value(message.notice)},
                                {"in_reply_to", message.in_reply_to},
                                {"at", to_rfc3339(message.at)}});
  return list;
}

json::Array cases_json(store::Session& session, std::string_view where, std::string_view value) {
  json::Array list;
  session.each("SELECT id, conversation, kind, message, why, state, at FROM owned_case WHERE " + std::string(where) +
                   " ORDER BY at DESC LIMIT $2",
               {value, std::int64_t{kRows}}, [&](const store::Row& row) {
                 list.push_back(json::Object{{"id", row.text(0)},
                                             {"conversation", row.text(1)},
                                             {"kind", row.text(2)},
                                             {"message", row.text(3)},
                                             {"why", row.text(4)},
                                             {"state", row.text(5)},
                                             {"at", to_rfc3339(from_micros(row.integer(6)))}});
               });
  return list;
}

/// A look by somebody who does not work on conversations is itself on the record.
Status record_look(const Api& api, const Conversation& conversation, const users::Identity& identity) {
  if (identity.permission != users::Permission::auditor && identity.permission != users::Permission::admin) return {};
  Changes changes(api.house);
  audit::Entry entry;
  entry.kind = audit::Kind::viewed;
  entry.actor = "user:" + identity.user;
  changes.record(conversation, std::move(entry));
  return changes.commit();
}

Response show(const Api& api, const Conversation& conversation, const users::Identity& identity) {
  if (const auto recorded = record_look(api, conversation, identity); !recorded) return from(recorded.error());
  const auto messages = api.house.messages.of(conversation.customer, conversation.id, kMessages);
  if (!messages) return from(messages.error());
  json::Array cases;
  std::int64_t working = 0;
  const auto read = api.house.store.read([&](store::Session& session) {
    cases = cases_json(session, "conversation=$1", conversation.id);
    working = work::open_for(session, conversation.id);
  });
  if (!read) return from(read.error());
  const auto waiting = review::waiting_in(api.house, conversation.id);
  if (!waiting) return from(waiting.error());
  json::Array reviews;
  for (const auto& id : *waiting) reviews.push_back(id);
  return json(200, json::Object{{"id", conversation.id},
                                {"channel", conversation.channel},
                                {"conversation", conversation.name},
                                {"customer",
                                 json::Object{{"id", conversation.customer_id}, {"name", conversation.customer_name}}},
                                {"owner", to_word(conversation.owner)},
                                {"agent", conversation.agent},
                                {"queue", conversation.queue.empty() ? json::Value() : json::Value(conversation.queue)},
                                {"priority", conversation.priority},
                                {"routing", conversation.routing},
                                {"assigned_to", conversation.assigned_to},
                                {"moment", conversation.moment},
                                {"language", conversation.language},
                                {"ticket", conversation.ticket},
                                {"revision", conversation.revision},
                                {"working", working},
                                {"messages", messages_json(*messages)},
                                {"reviews", std::move(reviews)},
                                {"cases", std::move(cases)}});
}

Response show_named(const Api& api, const Request& request, const Params& params) {
  return guarded(api, request, users::Action::see, [&](const users::Identity& identity) {
    const auto found =
        api.house.conversations.by_ref(api.house.conversations.ref(params["channel"], params["conversation"]));
    if (!found) return from(found.error());
    if (!*found) return from(Error{Fault::not_found, "there is no such conversation on this channel"});
    return show(api, **found, identity);
  });
}

Response said(const Result<review::Outcome>& outcome) {
  if (!outcome) return from(outcome.error());
  return json(200, json::Object{{"state", outcome->state}, {"message", outcome->message}});
}

Response reply(const Api& api, const Request& request, const Params& params) {
  return guarded(api, request, users::Action::write, [&](const users::Identity& identity) {
    const auto body = body_of(request, {"text"});
    if (!body) return from(body.error());
    return said(api.journey.reviews().write({identity.user, identity.role}, params["id"],
                                            std::string(body->text("text")),
                                            once_of(api, request, identity, params["id"])));
  });
}

Response list(const Api& api, const Request& request, const std::function<json::Object(store::Session&)>& rows) {
  return guarded(api, request, users::Action::see, [&](const users::Identity&) {
    json::Object body;
    const auto read = api.house.store.read([&](store::Session& session) { body = rows(session); });
    return read ? json(200, body) : from(read.error());
  });
}

json::Object unanswered(store::Session& session) {
  json::Array list;
  session.each("SELECT id, conversation, message, model, why, at FROM unanswered ORDER BY at DESC LIMIT $1",
               {std::int64_t{kRows}}, [&](const store::Row& row) {
                 list.push_back(json::Object{{"id", row.text(0)},
                                             {"conversation", row.text(1)},
                                             {"message", row.text(2)},
                                             {"model", row.text(3)},
                                             {"why", row.text(4)},
                                             {"at", to_rfc3339(from_micros(row.integer(5)))}});
               });
  return {{"unanswered", std::move(list)}};
}

Response close_case(const Api& api, const Request& request, const Params& params) {
  return guarded(api, request, users::Action::take_over, [&](const users::Identity& who) {
    std::string named;
    const auto read = api.house.store.read([&](store::Session& session) {
      session.first("SELECT conversation FROM owned_case WHERE id=$1 AND state='open'", {params["id"]},
                    [&](const store::Row& row) { named = row.text(0); });
    });
    if (!read) return from(read.error());
    if (named.empty()) return from(Error{Fault::not_found, "there is no open case with this id"});
    const auto conversation = api.house.conversations.by_id(named);
    if (!conversation) return from(conversation.error());
    Changes changes(api.house);
    changes.then([id = params["id"]](store::Session& session) {
      if (session.run("UPDATE owned_case SET state='closed' WHERE id=$1 AND state='open'", {id}) != 1)
        throw store::Rollback({Fault::gone, "somebody closed this case meanwhile"});
    });
    audit::Entry entry;
    entry.kind = audit::Kind::case_closed;
    entry.actor = "user:" + who.user;
    entry.more = {{"case", params["id"]}};
    changes.record(*conversation, std::move(entry));
    const auto closed = changes.commit();
    return closed.ok() ? Response{204, {}, ""} : from(closed.error());
  });
}

}  // namespace

void add_conversations(Router& router, const Api& api) {
  router.add(
      "GET /api/v1/conversations/{channel}/{conversation}",
      [&api](const Request& request, const Params& params) { return show_named(api, request, params); },
      "a conversation by the channel's own name for it");
  router.add(
      "POST /api/v1/conversations/{id}/reply",
      [&api](const Request& request, const Params& params) { return reply(api, request, params); },
      "a person's words; they take the reply border like any text");
  router.add(
      "POST /api/v1/conversations/{id}/take-over",
      [&api](const Request& request, const Params& params) {
        return guarded(api, request, users::Action::take_over, [&](const users::Identity& who) {
          return said(api.journey.reviews().take_over({who.user, who.role}, params["id"]));
        });
      },
      "the conversation is yours, AI off");
  router.add(
      "POST /api/v1/conversations/{id}/give-back",
      [&api](const Request& request, const Params& params) {
        return guarded(api, request, users::Action::give_back, [&](const users::Identity& who) {
          return said(api.journey.reviews().give_back({who.user, who.role}, params["id"]));
        });
      },
      "AI may answer again");
  router.add(
      "GET /api/v1/cases",
      [&api](const Request& request, const Params&) {
        return list(api, request, [](store::Session& session) {
          return json::Object{{"cases", cases_json(session, "state=$1", "open")}};
        });
      },
      "open cases: blocked texts, dead letters, unknown deliveries");
  router.add(
      "POST /api/v1/cases/{id}/close",
      [&api](const Request& request, const Params& params) { return close_case(api, request, params); },
      "somebody dealt with it");
  router.add(
      "GET /api/v1/unanswered",
      [&api](const Request& request, const Params&) { return list(api, request, unanswered); },
      "questions that no model could answer");
}

}  // namespace countersign::http
