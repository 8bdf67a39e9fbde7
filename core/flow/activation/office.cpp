#include "flow/activation/office.hpp"

#include "base/crypto.hpp"
#include "base/log.hpp"
#include "flow/activation/rows.hpp"

namespace countersign::activation {
namespace {

/// Proposals that were overtaken are of no use to anybody, and stay; the newest are enough to look at.
constexpr std::size_t kListed = 20;

policy::Loaded nothing() {
  policy::Loaded loaded;
  loaded.set = policy::PolicySet::none();
  return loaded;
}

audit::Kind kind_of(Deed deed) {
  if (deed == Deed::confirm) return audit::Kind::policy_confirmed;
  return deed == Deed::withdraw ? audit::Kind::policy_withdrawn : audit::Kind::policy_activated;
}

}  // namespace

Result<std::unique_ptr<Office>> Office::open(Terms terms) {
  std::unique_ptr<Office> office(new Office(std::move(terms)));
  office->now_.set = nothing();
  if (const auto begun = office->begin(); !begun) return begun.error();
  return office;
}

audit::Entry Office::entry(audit::Kind kind, const std::string& user, const std::string& reason) const {
  audit::Entry entry;
  entry.kind = kind;
  entry.at = terms_.clock.now();
  entry.actor = user.empty() ? "system" : user;
  entry.reason = reason;
  return entry;
}

Status Office::enact(Bundle next, Now to, const std::string& reason, const Job& more, const json::Object& about) {
  next.number = newest_.number + 1;
  next.previous = newest_.sha256;
  if (next.deed != Deed::withdraw) next.withdrawn.reset();
  if (next.since == 0) next.since = next.number;
  next.at = terms_.clock.now();
  const auto statement = crypto::sha256_hex(to_bytes(next));
  auto told = entry(kind_of(next.deed), next.by, reason);
  told.more = {
      {"bundle", next.number},           {"statement", statement},          {"deed", to_word(next.deed)},
      {"digest", next.set.digest},       {"rules", to.set.set->size()},     {"rules_before", now_.set.set->size()},
      {"proposed_by", next.proposed_by}, {"approved_by", next.approved_by}, {"proposal", next.proposal}};
  if (next.canary) {
    told.more["canary"] = in_words(next.canary->scope);
    told.more["canary_digest"] = next.canary->set.digest;
    told.more["canary_proposal"] = next.canary->proposal;
  }
  if (next.confirm_by) told.more["confirm_by"] = to_rfc3339(*next.confirm_by);
  for (const auto& [key, value] : about) told.more[key] = value;
  const auto done = terms_.store.commit([&](store::Session& session) {
    if (more) more(session);
    ledger_->put(session, next);
    keep(session, "policies", next.set.digest);
    audit::record(session, told);
  });
  if (!done) return done;
  const bool still = now_.bundle && now_.bundle->since == next.since;  // the same tightening, unconfirmed
  to.bundle = next;
  {
    const std::lock_guard lock(mutex_);
    now_ = std::move(to);
    newest_ = {next.number, statement};
    refused_.clear();
    overdue_ = overdue_ && next.confirm_by && still;
  }
  note_newest();
  log::info("policies_in_force", {{"digest", next.set.digest}, {"bundle", next.number}, {"deed", to_word(next.deed)}});
  if (terms_.put) terms_.put(in_force());
  return {};
}

bool Office::holds_everything() const {
  const std::lock_guard lock(mutex_);
  return !now_.bundle;
}

InForce Office::in_force() const {
  const std::lock_guard lock(mutex_);
  InForce all{now_.set.set};
  if (now_.bundle && now_.bundle->canary) {
    all.trial = now_.trial.set;
    all.scope = now_.bundle->canary->scope;
  }
  return all;
}

State Office::state() const {
  State state;
  std::optional<Base> base;
  {
    const std::lock_guard lock(mutex_);
    state.bundle = now_.bundle;
    state.rules = now_.set.set->size();
    base = this->base();
  }
  state.trouble = trouble();
  if (state.bundle) put_names(*state.bundle);
  if (!ledger_) return state;
  state.public_key = crypto::to_hex(ledger_->signer().public_key());
  if (auto all = ledger_->proposals())
    for (auto& one : *all) {
      const bool lately = one.base == base->digest && one.base_since == base->since;
      if ((one.used && (one.withdrawn_by.empty() || !lately)) || state.proposals.size() == kListed) continue;
      const bool fits = !one.used && base->fits(one);
      one.by = name_of(one.by);
      one.approved_by = name_of(one.approved_by);
      one.withdrawn_by = name_of(one.withdrawn_by);
      state.proposals.push_back({std::move(one), fits});
    }
  return state;
}

std::vector<std::string> Office::trouble() const {
  std::vector<std::string> all;
  std::string late;
  {
    const std::lock_guard lock(mutex_);
    if (!refused_.empty())
      all.push_back(now_.bundle ? "a newer bundle was refused (" + refused_ + "); bundle " +
                                      std::to_string(now_.bundle->number) + " is in force"
                                : "no policies are in force and everything is held: " + refused_ +
                                      (ledger_ ? ". Restore what is missing from a backup, or two users with the role "
                                                 "officer itself put a set in force anew: `countersign policy propose`, "
                                                 "`approve`, `activate` (the set's own roles count no more; `countersign "
                                                 "token create --user NAME --role officer` makes one)"
                                               : ". Without the key nobody can put a set in force: restore `keys` of the "
                                                 "data folder from a backup"));
    if (!unnoted_.empty()) all.push_back("which bundle is the newest is not noted beside the key: " + unnoted_);
    if (overdue_) late = now_.bundle->proposed_by;
  }
  if (!late.empty())
    all.push_back("nobody confirmed what " + name_of(late) +
                  " tightened; it stays in force until an officer confirms it or takes it back");
  return all;
}

Result<std::vector<Ledger::Line>> Office::history() const {
  if (!ledger_) return Error{Fault::unavailable, refused_};
  auto lines = ledger_->bundles();
  if (lines)
    for (auto& line : *lines)
      if (line.bundle) put_names(*line.bundle);
  return lines;
}

void Office::put_names(Bundle& bundle) const {
  for (auto* id : {&bundle.by, &bundle.proposed_by, &bundle.approved_by}) *id = name_of(*id);
  if (bundle.withdrawn) bundle.withdrawn->proposed_by = name_of(bundle.withdrawn->proposed_by);
  if (bundle.canary)
    for (auto* id : {&bundle.canary->proposed_by, &bundle.canary->approved_by}) *id = name_of(*id);
}

void Office::look() {
  const std::lock_guard turn(turn_);
  if (!unnoted_.empty()) note_newest();
  if (!now_.bundle || !now_.bundle->confirm_by || overdue_ || terms_.clock.now() < *now_.bundle->confirm_by) return;
  const auto number = std::to_string(now_.bundle->since);
  std::function<void()> then;
  const auto done = terms_.store.commit([&](store::Session& session) {
    then = nullptr;
    if (kept(session, kOverdue) == number) return;  // said before the last restart
    auto late = entry(audit::Kind::policy_overdue, "", "nobody confirmed in time; what was tightened stays in force");
    late.more = {
        {"bundle", now_.bundle->number}, {"digest", now_.bundle->set.digest}, {"tightened_by", now_.bundle->proposed_by}};
    audit::record(session, late);
    keep(session, kOverdue, number);
    if (terms_.call) then = terms_.call(session);
  });
  if (!done) return;  // tried again at the next look
  if (then) then();
  log::error("policies_not_confirmed", {{"bundle", now_.bundle->number}, {"tightened_by", now_.bundle->proposed_by}});
  const std::lock_guard lock(mutex_);
  overdue_ = true;
}

}  // namespace countersign::activation
