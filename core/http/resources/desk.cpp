// /api/v1/desk: the built-in desk's tickets, for agents without another helpdesk.
#include "http/resources/api.hpp"

namespace countersign::http {
namespace {

constexpr int kPage = 200;

json::Object to_json(const Ticket& ticket) {
  return {{"id", ticket.id},
          {"conversation", ticket.conversation},
          {"channel", ticket.channel},
          {"subject", ticket.subject},
          {"queue", ticket.queue},
          {"priority", ticket.priority},
          {"state", ticket.state},
          {"created_at", to_rfc3339(ticket.created_at)},
          {"updated_at", to_rfc3339(ticket.updated_at)}};
}

Response list(const Api& api, const Request& request) {
  const auto tickets =
      api.desk.tickets(request.query_value("queue").value_or(""), request.query_value("state").value_or("open"), kPage,
                       request.query_value("after").value_or(""));
  if (!tickets) return from(tickets.error());
  json::Array found;
  for (const auto& ticket : *tickets) found.push_back(to_json(ticket));
  const bool more = static_cast<int>(tickets->size()) == kPage;
  const json::Value next = more ? json::Value(place_of(tickets->back())) : json::Value(nullptr);
  return json(200, json::Object{{"tickets", std::move(found)}, {"next", next}});
}

Response show(const Api& api, const std::string& id) {
  const auto ticket = api.desk.ticket(id);
  const auto notes = api.desk.notes(id);
  if (!ticket) return from(ticket.error());
  if (!notes) return from(notes.error());
  auto body = to_json(*ticket);
  json::Array list;
  for (const auto& note : *notes)
    list.push_back(json::Object{{"kind", note.kind},
                                {"written_by", note.author},
                                {"user", note.user},
                                {"text", note.text},
                                {"at", to_rfc3339(note.at)}});
  body["notes"] = std::move(list);
  return json(200, body);
}

Response reply(const Api& api, const Request& request, const std::string& id, const users::Identity& identity) {
  const auto body = body_of(request, {"text"});
  if (!body) return from(body.error());
  const auto ticket = api.desk.ticket(id);
  if (!ticket) return from(ticket.error());
  const auto written =
      api.journey.reviews().write({identity.user, identity.role}, ticket->conversation, std::string(body->text("text")),
                                  once_of(api, request, identity, ticket->conversation));
  if (!written) return from(written.error());
  return json(202, json::Object{{"state", written->state}, {"message", written->message}});
}

using Act = std::function<Response(const Request&, const std::string& id, const users::Identity&)>;

void add(Router& router, const Api& api, const std::string& pattern, users::Action action, const std::string& summary,
         Act act) {
  const bool named = pattern.find("{id}") != std::string::npos;
  router.add(
      pattern,
      [&api, action, named, act = std::move(act)](const Request& request, const Params& params) {
        return guarded(api, request, action,
                       [&](const users::Identity& who) { return act(request, named ? params["id"] : "", who); });
      },
      summary);
}

}  // namespace

void add_desk(Router& router, const Api& api) {
  add(router, api, "GET /api/v1/desk/tickets", users::Action::see, "tickets, most urgent first",
      [&api](const Request& request, const std::string&, const auto&) { return list(api, request); });
  add(router, api, "GET /api/v1/desk/tickets/{id}", users::Action::see, "a ticket with its whole story",
      [&api](const Request&, const std::string& id, const auto&) { return show(api, id); });
  add(router, api, "POST /api/v1/desk/tickets/{id}/reply", users::Action::write, "an agent's reply to the customer",
      [&api](const Request& request, const std::string& id, const auto& who) { return reply(api, request, id, who); });
  add(router, api, "POST /api/v1/desk/tickets/{id}/note", users::Action::write, "an internal note",
      [&api](const Request& request, const std::string& id, const auto& who) {
        const auto body = body_of(request, {"text"});
        if (!body) return from(body.error());
        const auto noted =
            api.desk.note(id, who.user, std::string(body->text("text")), once_of(api, request, who, "note:" + id));
        return noted.ok() ? Response{204, {}, ""} : from(noted.error());
      });
  add(router, api, "POST /api/v1/desk/tickets/{id}/close", users::Action::write, "done",
      [&api](const Request&, const std::string& id, const auto& who) {
        const auto closed = api.desk.close(id, who.user);
        return closed.ok() ? Response{204, {}, ""} : from(closed.error());
      });
}

}  // namespace countersign::http
