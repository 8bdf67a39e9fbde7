#include "rights/holds.hpp"

#include "base/ids.hpp"
#include "flow/state/changes.hpp"

namespace countersign::rights {
namespace {

constexpr std::string_view kHolds =
    "SELECT id, customer, channel, reason, set_by, set_at FROM legal_hold WHERE lifted_at IS NULL ";

Hold from_row(const store::Row& row) {
  return {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), from_micros(row.integer(5))};
}

audit::Entry entry_of(const House& house, audit::Kind kind, const Actor& actor, const Customer& customer,
                      const std::string& hold) {
  audit::Entry entry;
  entry.kind = kind;
  entry.actor = "user:" + actor.user;
  entry.channel = customer.channel;
  entry.more = {{"hold", hold}};
  put_pseudonym(house, customer.ref, entry);
  return entry;
}

}  // namespace

Result<std::string> Holds::add(const Actor& actor, const Customer& customer, const std::string& reason) const {
  if (reason.find_first_not_of(" \t\r\n") == std::string::npos)
    return Error{Fault::invalid, "a hold needs its reason: the claim or the order that makes you keep it"};
  const auto now = house_.clock.now();
  auto id = new_id(now);
  Changes changes(house_);
  changes.then([=, user = actor.user](store::Session& session) {
    session.run("INSERT INTO legal_hold (id, customer, channel, reason, set_by, set_at) VALUES ($1,$2,$3,$4,$5,$6)",
                {id, customer.ref, customer.channel, reason, user, micros(now)});
  });
  changes.record(entry_of(house_, audit::Kind::hold_set, actor, customer, id));
  if (const auto kept = changes.commit(); !kept) return kept.error();
  return id;
}

Result<int> Holds::remove(const Actor& actor, const Customer& customer) const {
  std::vector<std::string> ids;
  const auto read = house_.store.read([&](store::Session& session) {
    session.each(std::string(kHolds) + "AND customer=$1 ORDER BY id", {customer.ref},
                 [&](const store::Row& row) { ids.push_back(row.text(0)); });
  });
  if (!read) return read.error();
  if (ids.empty()) return Error{Fault::not_found, "there is no legal hold on this customer"};
  Changes changes(house_);
  for (const auto& id : ids) {
    changes.then([id, user = actor.user, at = micros(house_.clock.now())](store::Session& session) {
      if (session.run("UPDATE legal_hold SET lifted_by=$2, lifted_at=$3 WHERE id=$1 AND lifted_at IS NULL",
                      {id, user, at}) != 1)
        throw store::Rollback({Fault::conflict, "somebody else lifted this hold meanwhile"});
    });
    changes.record(entry_of(house_, audit::Kind::hold_lifted, actor, customer, id));
  }
  if (const auto kept = changes.commit(); !kept) return kept.error();
  return static_cast<int>(ids.size());
}

Result<std::vector<Hold>> Holds::all() const {
  std::vector<Hold> holds;
  const auto read = house_.store.read([&](store::Session& session) {
    session.each(std::string(kHolds) + "ORDER BY id", {},
                 [&](const store::Row& row) { holds.push_back(from_row(row)); });
  });
  if (!read) return read.error();
  return holds;
}

std::optional<Hold> Holds::in_force(store::Session& session, const std::string& customer) {
  std::optional<Hold> hold;
  session.first(std::string(kHolds) + "AND customer=$1 ORDER BY id", {customer},
                [&](const store::Row& row) { hold = from_row(row); });
  return hold;
}

Error Holds::stands_in_the_way(const Hold& hold) {
  return {Fault::conflict, "nothing is erased: " + hold.set_by + " set a legal hold on " +
                               to_rfc3339(hold.set_at).substr(0, 10) + " (" + hold.reason +
                               "); tell the customer so. An officer lifts it with `countersign hold remove`"};
}

}  // namespace countersign::rights
