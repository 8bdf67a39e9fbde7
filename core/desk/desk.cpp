#include "desk/desk.hpp"

#include <array>
#include <charconv>

#include "base/ids.hpp"
#include "base/json.hpp"
#include "desk/ticket_number.hpp"

namespace countersign {
namespace {

constexpr std::string_view kTicketColumns =
    "t.id, t.conversation, c.channel, t.subject, t.queue, t.priority, t.state, t.created_at, t.updated_at";

constexpr std::string_view kRank = "CASE t.priority WHEN 'page_someone' THEN 0 WHEN 'urgent' THEN 1 ELSE 2 END";

int rank_of(std::string_view priority) { return priority == "page_someone" ? 0 : priority == "urgent" ? 1 : 2; }

/// Rank, time of change and number of a ticket in the list; before all of them for "".
using Place = std::array<std::int64_t, 3>;
Result<Place> place_from(std::string_view text) {
  Place place{-1, 0, 0};
  if (text.empty()) return place;
  for (std::size_t i = 0; i < place.size(); ++i) {
    const auto end = i + 1 < place.size() ? text.find('.') : text.size();
    const auto part = end == std::string_view::npos ? std::string_view() : text.substr(0, end);
    const auto read = std::from_chars(part.data(), part.data() + part.size(), place.at(i));
    if (part.empty() || read.ec != std::errc() || read.ptr != part.data() + part.size())
      return Error{Fault::invalid,
                   "`after` is no place in the list of tickets: take it from `next` of the page before"};
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return place;
}

plugin::Response respond(int status, json::Object body) { return {status, {}, json::dump(std::move(body)), true}; }

Ticket ticket_from(const store::Row& row) {
  return {"T-" + std::to_string(row.integer(0)),
          row.text(1),
          row.text(2),
          row.text(3),
          row.text(4),
          row.text(5),
          row.text(6),
          from_micros(row.integer(7)),
          from_micros(row.integer(8))};
}

Error no_ticket(const std::string& id) { return {Fault::not_found, "there is no ticket " + id}; }

}  // namespace

Result<std::string> Desk::customer_of(const std::string& conversation) const {
  std::string customer;
  const auto read = store_.read([&](store::Session& session) {
    session.first("SELECT customer FROM conversation WHERE id=$1", {conversation},
                  [&](const store::Row& row) { customer = row.text(0); });
  });
  if (!read) return read.error();
  if (customer.empty()) return Error{Fault::not_found, "there is no conversation " + conversation};
  return customer;
}

Result<Desk::Fresh> Desk::fresh_note(const std::string& conversation, const json::Value& event,
                                     const std::string& key) const {
  const auto customer = customer_of(conversation);
  if (!customer) return customer.error();
  Fresh note{key.empty() ? new_id(clock_.now()) : key, {}};
  auto sealed = keys_.seal(*customer, "note:" + note.id, event.text("text"));
  if (!sealed) return sealed.error();
  note.sealed = std::move(*sealed);
  return note;
}

void Desk::put(store::Session& session, std::int64_t ticket, const json::Value& event, const Fresh& note) const {
  const auto now = micros(clock_.now());
  session.run(
      "INSERT INTO ticket_note (id, ticket, kind, author, writer, at, sealed) VALUES ($1,$2,$3,$4,$5,$6,$7) ON "
      "CONFLICT DO NOTHING",
      {note.id, ticket, event.text("kind"), event.text("written_by"), event.text("writer"), now,
       store::Blob{note.sealed}});
  session.run(
      "UPDATE ticket SET updated_at=$2, state='open', queue=CASE WHEN $3='' THEN queue ELSE $3 END, "
      "priority=CASE WHEN $4='' THEN priority ELSE $4 END WHERE id=$1",
      {ticket, now, event.text("queue"), event.text("priority")});
}

/// The ticket and its first note in one commit.
Result<std::string> Desk::open_ticket(const json::Value& event, const std::string& key) {
  const std::string conversation(event.text("conversation"));
  const auto note = fresh_note(conversation, event, key);
  if (!note) return note.error();
  std::int64_t number = 0;
  const auto find = [&](store::Session& session) {
    session.first("SELECT id FROM ticket WHERE conversation=$1", {conversation},
                  [&](const store::Row& row) { number = row.integer(0); });
  };
  const auto now = micros(clock_.now());
  const auto opened = store_.commit([&](store::Session& session) {
    number = 0;
    find(session);
    if (number == 0) {
      session.run(
          "INSERT INTO ticket (conversation, subject, queue, priority, state, created_at, updated_at) "
          "VALUES ($1,$2,$3,$4,'open',$5,$5)",
          {conversation, event.text("subject"), event.text("queue"), event.text("priority"), now});
      find(session);
    }
    put(session, number, event, *note);
  });
  if (!opened) return opened.error();
  return "T-" + std::to_string(number);
}

Status Desk::add(const std::string& ticket, const json::Value& event, const std::string& key) {
  const auto found = this->ticket(ticket);
  if (!found) return found.error();
  const auto note = fresh_note(found->conversation, event, key);
  if (!note) return note.error();
  return store_.commit([&](store::Session& session) { put(session, number_of(ticket), event, *note); });
}

plugin::Response Desk::act(const plugin::Request& request) {
  const auto event = json::parse(request.body);
  if (!event || event->object() == nullptr) return respond(400, {{"error", "the body must be a JSON object"}});
  const auto* header = plugin::find(request.headers, "Idempotency-Key");
  const std::string key = header == nullptr ? "" : *header;
  constexpr std::string_view kTickets = "desk:tickets";
  std::string path = request.url;
  if (path == kTickets) {
    const auto id = open_ticket(*event, key);
    return id ? respond(201, {{"ticket", *id}}) : respond(503, {{"error", id.error().message}});
  }
  if (path.starts_with(kTickets) && path.ends_with("/notes")) {
    const auto id = path.substr(kTickets.size() + 1, path.size() - kTickets.size() - 7);
    const auto added = add(id, *event, key);
    if (added.ok()) return respond(201, {{"ticket", id}});
    return respond(added.error().fault == Fault::not_found ? 404 : 503, {{"error", added.error().message}});
  }
  return respond(404, {{"error", "the desk has no such address"}});
}

plugin::Response Desk::answer(const plugin::Request& request) noexcept {
  try {
    return act(request);
  } catch (const std::exception&) {
    return {503, {}, "{}", true};
  }
}

std::string place_of(const Ticket& ticket) {
  return std::to_string(rank_of(ticket.priority)) + "." + std::to_string(micros(ticket.updated_at)) + "." +
         ticket.id.substr(2);
}

Result<std::vector<Ticket>> Desk::tickets(const std::string& queue, const std::string& state, int limit,
                                          const std::string& after) const {
  const auto place = place_from(after);
  if (!place) return place.error();
  const auto [rank, updated, id] = *place;
  std::vector<Ticket> found;
  const auto sql =
      "SELECT " + std::string(kTicketColumns) +
      " FROM ticket t JOIN conversation c ON c.id=t.conversation WHERE ($1='' OR t.queue=$1) AND t.state=$2 "
      "AND (" +
      std::string(kRank) + ", t.updated_at, t.id) > ($4, $5, $6) ORDER BY " + std::string(kRank) +
      ", t.updated_at, t.id LIMIT $3";
  const auto read = store_.read([&, rank = rank, updated = updated, id = id](store::Session& session) {
    session.each(sql, {queue, state, std::int64_t{limit}, rank, updated, id},
                 [&](const store::Row& row) { found.push_back(ticket_from(row)); });
  });
  if (!read) return read.error();
  return found;
}

Result<Ticket> Desk::ticket(const std::string& id) const {
  Ticket found;
  const auto sql = "SELECT " + std::string(kTicketColumns) +
                   " FROM ticket t JOIN conversation c ON c.id=t.conversation WHERE t.id=$1";
  const auto read = store_.read([&](store::Session& session) {
    session.first(sql, {number_of(id)}, [&](const store::Row& row) { found = ticket_from(row); });
  });
  if (!read) return read.error();
  if (found.id.empty()) return no_ticket(id);
  return found;
}

Result<std::vector<Note>> Desk::notes(const std::string& id) const {
  const auto found = ticket(id);
  if (!found) return found.error();
  const auto customer = customer_of(found->conversation);
  if (!customer) return customer.error();
  std::vector<std::pair<Note, std::string>> rows;
  std::vector<std::string> ids;
  const auto read = store_.read([&](store::Session& session) {
    session.each(
        "SELECT id, kind, author, writer, at, sealed FROM ticket_note WHERE ticket=$1 ORDER BY at, id", {number_of(id)},
        [&](const store::Row& row) {
          ids.push_back(row.text(0));
          rows.push_back({{row.text(1), row.text(2), row.text(3), "", from_micros(row.integer(4))}, row.blob(5)});
        });
  });
  if (!read) return read.error();
  std::vector<Note> notes;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto open = keys_.open(*customer, "note:" + ids[i], rows[i].second);
    if (!open) return open.error();
    rows[i].first.text = std::move(*open);
    notes.push_back(std::move(rows[i].first));
  }
  return notes;
}

}  // namespace countersign
