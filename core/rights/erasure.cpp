#include "rights/erasure.hpp"

#include <algorithm>
#include <set>

#include "base/ids.hpp"
#include "base/log.hpp"
#include "flow/state/changes.hpp"
#include "rights/elsewhere.hpp"

namespace countersign::rights {
namespace {

std::string other_of(users::Permission permission) {
  return permission == users::Permission::officer ? "an operator" : "an officer";
}

Status may_confirm(const Actor& actor, const RightsRequest& request, Time now) {
  if (actor.user == request.asked_by || users::to_word(actor.permission) == request.permission)
    return Error{Fault::forbidden, "asked already by " + request.asked_by + ", until " +
                                       to_rfc3339(request.due_at).substr(0, 10) + ": " + other_of(actor.permission) +
                                       " confirms it, with the same command"};
  if (now > request.due_at)
    return Error{Fault::conflict, "this was asked more than a month ago: withdraw it and ask again"};
  return {};
}

}  // namespace

Result<Erased> Erasure::ask_or_confirm(const Actor& actor, const std::string& channel, const std::string& id) const {
  const auto customer = find_customer(house_, channel, id);
  if (!customer) return customer.error();
  std::optional<Hold> hold;
  const auto looked =
      house_.store.read([&](store::Session& session) { hold = Holds::in_force(session, customer->ref); });
  if (!looked) return looked.error();
  if (hold) return Holds::stands_in_the_way(*hold);
  const Requests requests(house_);
  auto open = requests.open_of(customer->ref, "erase");
  if (!open) return open.error();
  if (*open && (*open)->state == "asked") return confirm(actor, *customer, **open);
  if (*open) return Error{Fault::conflict, "this customer is being erased"};
  const auto asked = requests.ask(actor, *customer, "erase");
  if (!asked) return asked.error();
  return Erased{false, *asked, static_cast<std::int64_t>(customer->conversations.size()), customer->messages, {}};
}

Result<Erased> Erasure::confirm(const Actor& actor, const Customer& customer, RightsRequest request) const {
  const auto now = house_.clock.now();
  if (const auto may = may_confirm(actor, request, now); !may) return may.error();
  const auto places = elsewhere(house_, customer, Deed::erase);
  if (!places) return places.error();
  std::vector<Errand> left;
  for (const auto& place : *places)
    left.push_back({new_id(now), request.id, place.what, place.reference, request.due_at});
  if (const auto kept = write_confirmed(actor, customer, request, left); !kept) return kept.error();
  request.confirmed_by = actor.user;
  const auto gone = finish(request);
  if (!gone) return gone.error();
  return Erased{true, std::move(request), static_cast<std::int64_t>(customer.conversations.size()), customer.messages,
                std::move(left)};
}

Status Erasure::write_confirmed(const Actor& actor, const Customer& customer, const RightsRequest& request,
                                const std::vector<Errand>& left) const {
  return house_.store.commit([&](store::Session& session) {
    if (const auto hold = Holds::in_force(session, customer.ref))
      throw store::Rollback(Holds::stands_in_the_way(*hold));
    if (session.run("UPDATE right_request SET state='confirmed', confirmed_by=$2 WHERE id=$1 AND state='asked'",
                    {request.id, actor.user}) != 1)
      throw store::Rollback({Fault::conflict, "somebody withdrew or confirmed this meanwhile"});
    for (const auto& one : left) Requests::add(session, one);
  });
}

/// Each conversation under its lock, one after the other: a step that runs meanwhile finds either all of it or nothing.
Result<std::int64_t> Erasure::remove_all(const std::string& customer) const {
  std::vector<std::pair<std::string, std::string>> rows;  // id, ref
  const auto read = house_.store.read([&](store::Session& session) {
    session.each("SELECT id, ref FROM conversation WHERE customer=$1", {customer},
                 [&](const store::Row& row) { rows.emplace_back(row.text(0), row.text(1)); });
  });
  if (!read) return read.error();
  for (const auto& [id, ref] : rows) {
    house_.departed->add(id);
    const auto lock = house_.locks.hold(ref);
    const auto removed =
        house_.store.commit([conversation = id](store::Session& session) { remove_rows(session, conversation); });
    if (!removed) return removed.error();
    if (house_.changed) house_.changed(ref);
  }
  return static_cast<std::int64_t>(rows.size());
}

Result<Customer> Erasure::finish(const RightsRequest& request) const {
  auto customer = customer_of(house_.store, request.channel, request.customer);
  if (!customer) return customer.error();
  for (const auto& id : customer->conversations) house_.departed->add(id);  // from here on nothing of theirs is begun
  const auto pseudonym = pseudonym_of(house_, request.customer);            // "" when a crash fell behind the next line
  if (const auto destroyed = house_.keys.destroy(request.customer); !destroyed) return destroyed.error();
  const auto removed = remove_all(request.customer);
  if (!removed) return removed.error();
  Changes changes(house_);
  audit::Entry entry;
  entry.kind = audit::Kind::erased;
  entry.actor = "user:" + request.confirmed_by;
  entry.channel = request.channel;
  entry.more = {{"request", request.id},
                {"asked_by", "user:" + request.asked_by},
                {"conversations", customer->conversations.size()},
                {"messages", customer->messages}};
  if (!pseudonym.empty()) entry.more["customer"] = pseudonym;
  changes.record(std::move(entry));
  changes.then([request, at = micros(house_.clock.now())](store::Session& session) {
    session.run("DELETE FROM customer_wish WHERE customer=$1", {request.customer});
    session.run("DELETE FROM legal_hold WHERE customer=$1", {request.customer});
    session.run("DELETE FROM key_to_go WHERE customer=$1", {request.customer});
    // Other requests of theirs end with it; only that there were some stays.
    session.run("UPDATE right_request SET state='done', customer='', ended_at=$2 WHERE customer=$1",
                {request.customer, at});
  });
  if (const auto kept = changes.commit(); !kept) return kept.error();
  if (const auto done = cut(); !done) return done.error();
  return customer;
}

Status Erasure::cut() const {
  constexpr int kTries = 3;  // each waits for a reader for the store's busy time
  Status done;
  for (int i = 0; i < kTries; ++i) {
    done = cut_();
    if (done.ok()) return done;
  }
  // Everything in it is sealed under a key that is gone; it is cut later in any case.
  log::warning("journal_not_cut", {{"why", done.error().message}});
  return {};
}

Status Erasure::withdraw(const Actor& actor, const std::string& channel, const std::string& id) const {
  const auto customer = find_customer(house_, channel, id);
  if (!customer) return customer.error();
  Changes changes(house_);
  changes.then([ref = customer->ref, at = micros(house_.clock.now())](store::Session& session) {
    if (session.run("UPDATE right_request SET state='withdrawn', ended_at=$2 WHERE customer=$1 AND kind='erase' AND "
                    "state='asked'",
                    {ref, at}) != 1)
      throw store::Rollback({Fault::not_found, "nobody asked for this customer's erasure"});
  });
  audit::Entry entry;
  entry.kind = audit::Kind::erasure_asked;
  entry.actor = "user:" + actor.user;
  entry.channel = customer->channel;
  entry.more = {{"withdrawn", true}};
  put_pseudonym(house_, customer->ref, entry);
  changes.record(std::move(entry));
  return changes.commit();
}

Result<int> Erasure::resume() const {
  std::vector<RightsRequest> begun;
  const auto read =
      house_.store.read([&](store::Session& session) { begun = Requests::read(session, "state=$1", "confirmed"); });
  if (!read) return read.error();
  for (const auto& request : begun)
    if (const auto done = finish(request); !done) return done.error();
  const auto swept = sweep();
  if (!swept) return swept.error();
  return static_cast<int>(begun.size()) + *swept;
}

Result<int> Erasure::sweep() const {
  std::set<std::string> gone;
  const auto read = house_.store.read([&](store::Session& session) {
    session.each("SELECT DISTINCT customer FROM conversation", {}, [&](const store::Row& row) {
      if (auto customer = row.text(0); house_.keys.erased(customer)) gone.insert(std::move(customer));
    });
  });
  if (!read) return read.error();
  for (const auto& customer : gone) {
    const auto removed = remove_all(customer);
    if (!removed) return removed.error();
    Changes changes(house_);
    audit::Entry entry;
    entry.kind = audit::Kind::erased;
    entry.actor = "system";
    entry.reason = "rows of a customer who is on the list of the erased were found and removed";
    entry.more = {{"conversations", *removed}};
    changes.record(std::move(entry));
    changes.then([customer](store::Session& session) {
      session.run("DELETE FROM customer_wish WHERE customer=$1", {customer});
      session.run("DELETE FROM legal_hold WHERE customer=$1", {customer});
      session.run("DELETE FROM key_to_go WHERE customer=$1", {customer});
      session.run("UPDATE right_request SET state='done', customer='' WHERE customer=$1", {customer});
    });
    if (const auto kept = changes.commit(); !kept) return kept.error();
  }
  if (!gone.empty())
    if (const auto done = cut(); !done) return done.error();
  return static_cast<int>(gone.size());
}

}  // namespace countersign::rights
