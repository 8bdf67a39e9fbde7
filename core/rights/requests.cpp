#include "rights/requests.hpp"

#include "base/ids.hpp"
#include "flow/state/changes.hpp"

namespace countersign::rights {

Time one_month_after(Time asked) {
  using namespace std::chrono;
  const auto day = floor<days>(asked);
  auto later = year_month_day(day) + months(1);
  if (!later.ok()) later = later.year() / later.month() / last;
  return sys_days(later) + (asked - day);
}

std::vector<RightsRequest> Requests::read(store::Session& session, std::string_view where, std::string_view value) {
  std::vector<RightsRequest> all;
  session.each(
      "SELECT id, kind, state, customer, channel, asked_by, permission, asked_at, due_at, confirmed_by FROM "
      "right_request "
      "WHERE state IN ('asked','confirmed') AND " +
          std::string(where) + " ORDER BY due_at, id",
      {value}, [&](const store::Row& row) {
        all.push_back({row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text(6),
                       from_micros(row.integer(7)), from_micros(row.integer(8)), row.text(9)});
      });
  return all;
}

Result<std::optional<RightsRequest>> Requests::open_of(const std::string& customer, const std::string& kind) const {
  std::optional<RightsRequest> found;
  const auto looked = house_.store.read([&](store::Session& session) {
    for (auto& one : read(session, "customer=$1", customer))
      if (one.kind == kind && !found) found = std::move(one);
  });
  if (!looked) return looked.error();
  return found;
}

Result<RightsRequest> Requests::ask(const Actor& actor, const Customer& customer, const std::string& kind) const {
  auto open = open_of(customer.ref, kind);
  if (!open) return open.error();
  if (*open) return std::move(**open);
  const auto now = house_.clock.now();
  RightsRequest fresh{new_id(now),
                      kind,
                      "asked",
                      customer.ref,
                      customer.channel,
                      actor.user,
                      std::string(users::to_word(actor.permission)),
                      now,
                      one_month_after(now),
                      ""};
  Changes changes(house_);
  changes.then([fresh](store::Session& session) {
    session.run(
        "INSERT INTO right_request (id, kind, state, customer, channel, asked_by, permission, asked_at, due_at) VALUES "
        "($1,$2,'asked',$3,$4,$5,$6,$7,$8)",
        {fresh.id, fresh.kind, fresh.customer, fresh.channel, fresh.asked_by, fresh.permission, micros(fresh.asked_at),
         micros(fresh.due_at)});
  });
  audit::Entry entry;
  entry.kind = kind == "erase" ? audit::Kind::erasure_asked : audit::Kind::rights_changed;
  entry.actor = "user:" + actor.user;
  entry.channel = customer.channel;
  entry.more = {{"request", fresh.id}, {"asked", kind}};
  put_pseudonym(house_, customer.ref, entry);
  changes.record(std::move(entry));
  if (const auto kept = changes.commit(); !kept) return kept.error();
  return fresh;
}

void Requests::end(store::Session& session, const std::string& customer, std::string_view kind, Time at) {
  session.run("UPDATE right_request SET state='done', ended_at=$3 WHERE customer=$1 AND kind=$2 AND state='asked'",
              {customer, kind, micros(at)});
}

void Requests::add(store::Session& session, const Errand& errand) {
  session.run("INSERT INTO errand (id, request, what, reference, due_at) VALUES ($1,$2,$3,$4,$5)",
              {errand.id, errand.request, errand.what, errand.reference, micros(errand.due_at)});
}

Result<std::vector<RightsRequest>> Requests::open() const {
  std::vector<RightsRequest> all;
  const auto looked = house_.store.read([&](store::Session& session) { all = read(session, "kind<>$1", ""); });
  if (!looked) return looked.error();
  return all;
}

Result<std::vector<Errand>> Requests::errands() const {
  std::vector<Errand> all;
  const auto looked = house_.store.read([&](store::Session& session) {
    session.each("SELECT id, request, what, reference, due_at FROM errand WHERE done_at IS NULL ORDER BY due_at, id",
                 {}, [&](const store::Row& row) {
                   all.push_back({row.text(0), row.text(1), row.text(2), row.text(3), from_micros(row.integer(4))});
                 });
  });
  if (!looked) return looked.error();
  return all;
}

Status Requests::errand_done(const Actor& actor, const std::string& id) const {
  Changes changes(house_);
  changes.then([id, user = actor.user, at = micros(house_.clock.now())](store::Session& session) {
    if (session.run("UPDATE errand SET done_by=$2, done_at=$3, reference='' WHERE id=$1 AND done_at IS NULL",
                    {id, user, at}) != 1)
      throw store::Rollback(
          {Fault::not_found, "nothing with this id is left to do; `countersign customer requests` lists what is"});
  });
  audit::Entry entry;
  entry.kind = audit::Kind::rights_changed;
  entry.actor = "user:" + actor.user;
  entry.more = {{"errand", id}};
  changes.record(std::move(entry));
  return changes.commit();
}

}  // namespace countersign::rights
