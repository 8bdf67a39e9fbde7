#include "rights/wishes.hpp"

#include "flow/people.hpp"
#include "flow/state/changes.hpp"
#include "rights/requests.hpp"

namespace countersign::rights {
namespace {

/// Whether AI still has something to do or to say there.
bool ai_is_at_it(store::Session& session, const std::string& conversation) {
  bool open = false;
  for (const auto* sql : {"SELECT 1 FROM work WHERE conversation=$1 AND task IN ('answer','deliver')",
                          "SELECT 1 FROM review WHERE conversation=$1 AND state='waiting'"})
    open = open || session.first(sql, {conversation}, [](const store::Row&) {});
  return open;
}

}  // namespace

Result<Wished> Wishes::of(store::Store& store, const std::string& customer) {
  Wished wished;
  const auto read = store.read([&](store::Session& session) {
    session.first("SELECT no_ai, restricted FROM customer_wish WHERE customer=$1", {customer},
                  [&](const store::Row& row) {
                    wished = {row.integer(0) != 0, row.integer(1) != 0};
                  });
  });
  if (!read) return read.error();
  return wished;
}

Status Wishes::set(const Actor& actor, const Customer& customer, Wished wished) const {
  const auto now = house_.clock.now();
  const bool no_ai = wished.no_ai || wished.restricted;
  Changes changes(house_);
  changes.then([this, wished, no_ai, now, ref = customer.ref, user = actor.user](store::Session& session) {
    session.run(
        "INSERT INTO customer_wish (customer, no_ai, restricted, set_by, at) VALUES ($1,$2,$3,$4,$5) "
        "ON CONFLICT (customer) DO UPDATE SET no_ai=$2, restricted=$3, set_by=$4, at=$5",
        {ref, std::int64_t{wished.no_ai}, std::int64_t{wished.restricted}, user, micros(now)});
    record_step(session, ref, user, now);
    session.run("UPDATE conversation SET never_ai=$2, revision=revision+1 WHERE customer=$1",
                {ref, std::int64_t{no_ai}});
    if (wished.no_ai) Requests::end(session, ref, "object", now);
    if (wished.restricted) Requests::end(session, ref, "restrict", now);
  });
  audit::Entry entry;
  entry.kind = audit::Kind::rights_changed;
  entry.actor = "user:" + actor.user;
  entry.channel = customer.channel;
  entry.more = {{"no_ai", wished.no_ai}, {"restricted", wished.restricted}};
  put_pseudonym(house_, customer.ref, entry);
  changes.record(std::move(entry));
  if (const auto kept = changes.commit(); !kept) return kept;
  if (!no_ai) return {};
  for (const auto& conversation : customer.conversations)
    if (const auto taken = take_from_ai(conversation); !taken) return taken;
  return {};
}

/// Each conversation's next revision is on record, so that a gap shows.
void Wishes::record_step(store::Session& session, const std::string& customer, const std::string& user,
                         Time now) const {
  std::vector<audit::Entry> entries;
  session.each("SELECT id, channel, revision FROM conversation WHERE customer=$1", {customer},
               [&](const store::Row& row) {
                 const auto pseudonym = house_.keys.pseudonym(customer, "conversation", row.text(0));
                 if (!pseudonym) throw store::Rollback(pseudonym.error());
                 auto& entry = entries.emplace_back();
                 entry.kind = audit::Kind::updated;
                 entry.at = now;
                 entry.conversation = *pseudonym;
                 entry.channel = row.text(1);
                 entry.revision = row.integer(2);
                 entry.actor = "user:" + user;
               });
  for (const auto& entry : entries) audit::record(session, entry);
}

Status Wishes::take_from_ai(const std::string& id) const {
  const auto before = house_.conversations.by_id(id);
  if (!before) return before.error();
  const auto lock = house_.locks.hold(before->ref);
  bool open = false;
  Result<Conversation> conversation = Error{};
  const auto read = house_.store.read([&](store::Session& session) {
    conversation = house_.conversations.by_id(id);
    open = ai_is_at_it(session, id);
  });
  if (!read) return read;
  if (!conversation) return conversation.error();
  if (!open || conversation->owner != Owner::ai) return {};
  const Gate gate(house_);
  const Clearance clearance(house_);
  Changes changes(house_);
  People(house_, gate, clearance)
      .hand_over(changes, *conversation, {nullptr, "the customer wants no AI: a person answers", "", true});
  changes.save(*conversation);
  return changes.commit();
}

}  // namespace countersign::rights
