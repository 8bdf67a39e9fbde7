#include "rights/correction.hpp"

#include <set>

#include "base/ids.hpp"
#include "flow/state/changes.hpp"
#include "rights/elsewhere.hpp"

namespace countersign::rights {
namespace {

/// Of a word: letters and figures of any script (every byte of a character beyond ASCII counts).
bool in_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

struct SealedNote {
  std::string id, sealed;
};

Result<std::vector<SealedNote>> notes_of(store::Store& store, const std::string& conversation) {
  std::vector<SealedNote> notes;
  const auto read = store.read([&](store::Session& session) {
    session.each("SELECT n.id, n.sealed FROM ticket_note n JOIN ticket t ON t.id=n.ticket WHERE t.conversation=$1",
                 {conversation}, [&](const store::Row& row) {
                   notes.push_back({row.text(0), row.blob(1)});
                 });
  });
  if (!read) return read.error();
  return notes;
}

/// Puts the new name into every note that has the old one; how many.
Result<int> rename_notes(const House& house, const Conversation& conversation, const std::string& old,
                         const std::string& name, Changes& changes) {
  const auto notes = notes_of(house.store, conversation.id);
  if (!notes) return notes.error();
  int changed = 0;
  for (const auto& note : *notes) {
    const auto purpose = "note:" + note.id;
    const auto text = house.keys.open(conversation.customer, purpose, note.sealed);
    if (!text) return text.error();
    const auto right = renamed(*text, old, name);
    if (right == *text) continue;
    const auto sealed = house.keys.seal(conversation.customer, purpose, right);
    if (!sealed) return sealed.error();
    changes.then([id = note.id, sealed = *sealed](store::Session& session) {
      session.run("UPDATE ticket_note SET sealed=$2 WHERE id=$1", {id, store::Blob{sealed}});
    });
    ++changed;
  }
  return changed;
}

/// Drafts that wait for a signature: whoever signs sees them, and an edit is theirs to make.
Status add_drafts(const House& house, const Conversation& conversation, const std::string& old,
                  std::vector<Place>& places) {
  std::vector<std::pair<std::string, std::string>> waiting;  // review, message
  const auto read = house.store.read([&](store::Session& session) {
    session.each("SELECT id, message FROM review WHERE conversation=$1 AND state='waiting'", {conversation.id},
                 [&](const store::Row& row) { waiting.emplace_back(row.text(0), row.text(1)); });
  });
  if (!read) return read;
  for (const auto& [review, message] : waiting) {
    const auto draft = house.messages.one(conversation.customer, message);
    if (!draft) return draft.error();
    if (renamed(draft->text, old, "") != draft->text)
      places.push_back({"a draft that waits for a signature has the old name: edit or reject it", review});
  }
  return {};
}

Result<int> correct_one(const House& house, const Actor& actor, const std::string& id, const Correction& correction,
                        std::set<std::string>& old_names, std::vector<Place>& places) {
  const auto before = house.conversations.by_id(id);
  if (!before) return before.error();
  const auto lock = house.locks.hold(before->ref);
  auto conversation = house.conversations.by_id(id);
  if (!conversation) return conversation.error();
  const auto old = conversation->customer_name;
  if (correction.name) conversation->customer_name = *correction.name;
  if (correction.locale) conversation->locale = *correction.locale;
  Changes changes(house);
  changes.save(*conversation);
  int notes = 0;
  if (correction.name && !old.empty() && old != *correction.name) {
    old_names.insert(old);
    const auto renamed = rename_notes(house, *conversation, old, *correction.name, changes);
    if (!renamed) return renamed.error();
    notes = *renamed;
    if (const auto looked = add_drafts(house, *conversation, old, places); !looked) return looked.error();
  }
  audit::Entry entry;
  entry.kind = audit::Kind::corrected;
  entry.actor = "user:" + actor.user;
  entry.more = {{"name", correction.name.has_value()}, {"locale", correction.locale.has_value()}, {"notes", notes}};
  put_pseudonym(house, conversation->customer, entry);
  changes.record(*conversation, std::move(entry));
  if (const auto kept = changes.commit(); !kept) return kept.error();
  return notes;
}

/// Errands for those places, and the end of what was asked.
Result<std::vector<Errand>> leave(const House& house, const Customer& customer, const std::vector<Place>& places) {
  const auto now = house.clock.now();
  const auto open = Requests(house).open_of(customer.ref, "correct");
  if (!open) return open.error();
  const auto request = *open ? (*open)->id : std::string();
  const auto due = *open ? (*open)->due_at : one_month_after(now);
  std::vector<Errand> left;
  for (const auto& place : places) left.push_back({new_id(now), request, place.what, place.reference, due});
  const auto kept = house.store.commit([&](store::Session& session) {
    for (const auto& one : left) Requests::add(session, one);
    Requests::end(session, customer.ref, "correct", now);
  });
  if (!kept) return kept.error();
  return left;
}

}  // namespace

std::string renamed(std::string_view text, std::string_view old, std::string_view name) {
  std::string out;
  std::size_t done = 0;
  for (std::size_t at = text.find(old); !old.empty() && at != std::string_view::npos; at = text.find(old, at)) {
    const auto end = at + old.size();
    const bool alone = (at == 0 || !in_word(text[at - 1])) && (end == text.size() || !in_word(text[end]));
    if (alone) {
      out.append(text.substr(done, at - done)).append(name);
      done = end;
    }
    at = end;
  }
  return out.append(text.substr(done));
}

Result<Corrected> correct(const House& house, const Actor& actor, const Customer& customer,
                          const Correction& correction) {
  if (!correction.name && !correction.locale)
    return Error{Fault::invalid, "say what is to be corrected: the name, the locale"};
  Corrected done;
  std::set<std::string> old_names;
  std::vector<Place> places;
  for (const auto& id : customer.conversations) {
    const auto notes = correct_one(house, actor, id, correction, old_names, places);
    if (!notes) return notes.error();
    done.notes += *notes;
    ++done.conversations;
  }
  if (!old_names.empty()) {
    const auto others = elsewhere(house, customer, Deed::correct);
    if (!others) return others.error();
    places.insert(places.end(), others->begin(), others->end());
  }
  auto left = leave(house, customer, places);
  if (!left) return left.error();
  done.left = std::move(*left);
  return done;
}

}  // namespace countersign::rights
