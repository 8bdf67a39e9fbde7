#include "rights/access_rows.hpp"

namespace countersign::rights {
namespace {

json::Value moment(const store::Row& row, int column) {
  return row.is_null(column) ? json::Value(nullptr) : json::Value(to_rfc3339(from_micros(row.integer(column))));
}

/// One object of each row.
Result<json::Array> list_of(const House& house, std::string_view sql, const std::string& value,
                            const std::function<json::Object(const store::Row&)>& object) {
  json::Array list;
  const auto read = house.store.read([&](store::Session& session) {
    session.each(sql, {value}, [&](const store::Row& row) { list.push_back(object(row)); });
  });
  if (!read) return read.error();
  return list;
}

}  // namespace

Result<json::Array> reviews_of(const House& house, const Conversation& conversation) {
  Status opened;
  auto list = list_of(
      house,
      "SELECT id, message, state, created_at, decided_at, reason FROM review WHERE conversation=$1 "
      "ORDER BY created_at, id",
      conversation.id, [&](const store::Row& row) {
        json::Object one{
            {"message", row.text(1)}, {"state", row.text(2)}, {"at", moment(row, 3)}, {"decided_at", moment(row, 4)}};
        if (row.is_null(5)) return one;
        const auto reason = house.keys.open(conversation.customer, "reason:" + row.text(0), row.blob(5));
        if (reason)
          one["reason"] = *reason;
        else
          opened = reason.error();
        return one;
      });
  if (!opened.ok()) return opened.error();
  return list;
}

Result<json::Array> cases_of(const House& house, const Conversation& conversation) {
  return list_of(house, "SELECT kind, message, why, state, at FROM owned_case WHERE conversation=$1 ORDER BY at, id",
                 conversation.id, [](const store::Row& row) {
                   return json::Object{{"kind", row.text(0)},
                                       {"message", row.text(1)},
                                       {"why", row.text(2)},
                                       {"state", row.text(3)},
                                       {"at", moment(row, 4)}};
                 });
}

Result<json::Array> questions_of(const House& house, const Conversation& conversation) {
  return list_of(house, "SELECT message, model, why, at FROM unanswered WHERE conversation=$1 ORDER BY at, id",
                 conversation.id, [](const store::Row& row) {
                   return json::Object{
                       {"message", row.text(0)}, {"model", row.text(1)}, {"why", row.text(2)}, {"at", moment(row, 3)}};
                 });
}

Result<json::Object> ticket_of(const Desk& desk, const Conversation& conversation) {
  if (conversation.ticket.empty()) return json::Object();
  json::Object object{{"id", conversation.ticket}};
  const auto ours = desk.ticket(conversation.ticket);
  if (!ours && ours.error().fault != Fault::not_found) return ours.error();
  // Another helpdesk may number its tickets as ours does.
  if (!ours || ours->conversation != conversation.id) return object;
  const auto notes = desk.notes(conversation.ticket);
  if (!notes) return notes.error();
  json::Array list;
  for (const auto& one : *notes)
    list.push_back(
        json::Object{{"at", to_rfc3339(one.at)}, {"written_by", one.author}, {"kind", one.kind}, {"text", one.text}});
  object["subject"] = ours->subject;
  object["queue"] = ours->queue;
  object["priority"] = ours->priority;
  object["state"] = ours->state;
  object["opened_at"] = to_rfc3339(ours->created_at);
  object["notes"] = std::move(list);
  return object;
}

Result<json::Array> requests_of(const House& house, const std::string& customer) {
  std::vector<std::string> ids;
  auto list =
      list_of(house,
              "SELECT id, kind, state, asked_at, due_at, ended_at FROM right_request WHERE customer=$1 ORDER BY "
              "asked_at, id",
              customer, [&](const store::Row& row) {
                ids.push_back(row.text(0));
                return json::Object{{"kind", row.text(1)},
                                    {"state", row.text(2)},
                                    {"asked_at", moment(row, 3)},
                                    {"due_at", moment(row, 4)},
                                    {"ended_at", moment(row, 5)}};
              });
  for (std::size_t i = 0; list && i < ids.size(); ++i) {
    auto left =
        list_of(house, "SELECT what, reference, done_at FROM errand WHERE request=$1 ORDER BY id", ids[i],
                [](const store::Row& row) {
                  return json::Object{{"what", row.text(0)}, {"reference", row.text(1)}, {"done_at", moment(row, 2)}};
                });
    if (!left) return left.error();
    if (!left->empty()) (*list)[i].object()->insert_or_assign("left_to_do", std::move(*left));
  }
  return list;
}

Result<json::Array> holds_of(const House& house, const std::string& customer) {
  return list_of(house, "SELECT set_at, lifted_at FROM legal_hold WHERE customer=$1 ORDER BY set_at, id", customer,
                 [](const store::Row& row) {
                   return json::Object{{"since", moment(row, 0)}, {"until", moment(row, 1)}};
                 });
}

}  // namespace countersign::rights
