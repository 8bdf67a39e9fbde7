// What people do with tickets of the built-in desk besides answering: notes and closing. Each is on the record.
#include "base/ids.hpp"
#include "desk/desk.hpp"
#include "desk/ticket_number.hpp"

namespace countersign {

/// What the record may say of it: who, when, which conversation (its pseudonym); never the words.
Result<audit::Entry> Desk::entry_about(const Ticket& ticket, audit::Kind kind, const std::string& user) const {
  const auto customer = customer_of(ticket.conversation);
  if (!customer) return customer.error();
  auto pseudonym = keys_.pseudonym(*customer, "conversation", ticket.conversation);
  if (!pseudonym) return pseudonym.error();
  audit::Entry entry;
  entry.kind = kind;
  entry.at = clock_.now();
  entry.conversation = std::move(*pseudonym);
  entry.channel = ticket.channel;
  entry.actor = "user:" + user;
  entry.more = {{"ticket", ticket.id}};
  return entry;
}

/// Fine when the note that has this id already says the same.
Status Desk::same_words(const Ticket& ticket, const std::string& note, const std::string& text) const {
  const auto customer = customer_of(ticket.conversation);
  if (!customer) return customer.error();
  std::string sealed;
  const auto read = store_.read([&](store::Session& session) {
    session.first("SELECT sealed FROM ticket_note WHERE id=$1", {note},
                  [&](const store::Row& row) { sealed = row.blob(0); });
  });
  if (!read) return read;
  const auto words = keys_.open(*customer, "note:" + note, sealed);
  if (!words) return words.error();
  if (*words == text) return {};
  return Error{Fault::conflict, "this Idempotency-Key was used for another note: take a new one"};
}

Status Desk::note(const std::string& id, const std::string& user, const std::string& text, const std::string& once) {
  if (text.find_first_not_of(" \t\r\n") == std::string::npos)
    return Error{Fault::invalid, "text: there are no words in it"};
  const auto found = ticket(id);
  if (!found) return found.error();
  const json::Value event = json::Object{{"kind", "note"}, {"written_by", "person"}, {"writer", user}, {"text", text}};
  const auto note = fresh_note(found->conversation, event, once);
  if (!note) return note.error();
  const auto entry = entry_about(*found, audit::Kind::noted, user);
  if (!entry) return entry.error();
  bool there = false;
  const auto kept = store_.commit([&](store::Session& session) {
    there = session.first("SELECT 1 FROM ticket_note WHERE id=$1", {note->id}, [](const store::Row&) {});
    if (there) return;
    put(session, number_of(id), event, *note);
    audit::record(session, *entry);
  });
  return kept.ok() && there ? same_words(*found, note->id, text) : kept;
}

Status Desk::close(const std::string& id, const std::string& user) {
  const auto found = ticket(id);
  if (!found) return found.error();
  const auto entry = entry_about(*found, audit::Kind::ticket_closed, user);
  if (!entry) return entry.error();
  return store_.commit([&](store::Session& session) {
    const auto changed = session.run("UPDATE ticket SET state='closed', updated_at=$2 WHERE id=$1 AND state='open'",
                                     {number_of(id), micros(clock_.now())});
    if (changed != 0) audit::record(session, *entry);
  });
}

}  // namespace countersign
