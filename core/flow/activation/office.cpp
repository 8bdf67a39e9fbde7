#include "flow/activation/office.hpp"

#include "base/crypto.hpp"
#include "base/log.hpp"

namespace countersign::activation {
namespace {

constexpr std::string_view kBegun = "policy_bootstrap";  ///< rows of in_force
constexpr std::string_view kRefused = "policy_bundle_refused";
constexpr std::string_view kOverdue = "policy_overdue";

/// Proposals that were overtaken are of no use to anybody, and stay; the newest are enough to look at.
constexpr std::size_t kListed = 20;

void keep(store::Session& session, std::string_view what, const std::string& value) {
  session.run("INSERT INTO in_force (what, digest) VALUES ($1,$2) ON CONFLICT (what) DO UPDATE SET digest=$2",
              {what, value});
}

std::string kept(store::Session& session, std::string_view what) {
  std::string value;
  session.first("SELECT digest FROM in_force WHERE what=$1", {what},
                [&](const store::Row& row) { value = row.text(0); });
  return value;
}

std::string lines_of(const policy::Loaded& loaded, const std::filesystem::path& folder) {
  std::string lines;
  for (const auto& problem : loaded.problems)
    if (!problem.warning) lines += (lines.empty() ? "" : "\n") + yaml::to_line(problem);
  return lines.empty() ? "the folder " + folder.string() + " holds no policies" : lines;
}

/// The number of the newest bundle that the record knows of, 0 for none.
std::int64_t recorded_last(store::Session& session) {
  std::int64_t number = 0;
  session.first(
      "SELECT body FROM entry WHERE kind IN ('policy_activated','policy_confirmed') ORDER BY seq DESC LIMIT 1", {},
      [&](const store::Row& row) {
        const auto body = json::parse(row.blob(0));
        const auto* more = body ? body->find("more") : nullptr;
        const auto* bundle = more != nullptr ? more->find("bundle") : nullptr;
        if (bundle != nullptr && bundle->integer() != nullptr) number = *bundle->integer();
      });
  return number;
}

policy::Loaded nothing() {
  policy::Loaded loaded;
  loaded.set = policy::PolicySet::none();
  return loaded;
}

}  // namespace

Result<std::unique_ptr<Office>> Office::open(Terms terms) {
  std::unique_ptr<Office> office(new Office(std::move(terms)));
  office->now_.set = nothing();
  if (const auto begun = office->begin(); !begun) return begun.error();
  return office;
}

Status Office::begin() {
  bool first = false;
  const auto read = terms_.store.read([&](store::Session& session) {
    first = kept(session, kBegun).empty() &&
            !session.first("SELECT number FROM policy_bundle LIMIT 1", {}, [](const store::Row&) {});
  });
  if (!read) return read;
  auto signer = Signer::open(terms_.key, first);
  if (!signer && first) return signer.error();
  if (!signer) {  // no statement can be verified, so none counts
    refused_ = signer.error().message;
    log::error("policies_not_verified", {{"why", refused_}});
    return refuse({0, "", signer.error()}, refused_);
  }
  ledger_.emplace(terms_.store, std::move(*signer));
  return first ? bootstrap() : take_up();
}

Status Office::bootstrap() {
  auto loaded = policy::PolicySet::load(terms_.first, terms_.clock.now());
  if (!loaded.ok()) return Error{Fault::invalid, lines_of(loaded, terms_.first)};
  Bundle bundle;
  bundle.set = reference_of(loaded);
  const auto job = [&](store::Session& session) {
    Ledger::put_set(session, bundle.set, loaded.files);
    keep(session, kBegun, bundle.set.digest);
  };
  return enact(bundle, {bundle, loaded, {}}, "the first set of this installation: its bootstrap", job);
}

Status Office::take_up() {
  const auto lines = ledger_->bundles();
  if (!lines) return lines.error();
  if (!lines->empty()) {
    newest_ = lines->front().number;
    newest_sha_ = lines->front().sha256;
  }
  if (const auto whole = miss_none(); !whole) return whole;
  const Time now = terms_.clock.now();
  for (const auto& line : *lines) {
    auto set = line.bundle ? ledger_->set(line.bundle->set, now) : Result<policy::Loaded>(line.bundle.error());
    Result<policy::Loaded> trial = policy::Loaded();
    if (set && line.bundle->canary) trial = ledger_->set(line.bundle->canary->set, now);
    if (set && trial) {
      now_ = {*line.bundle, std::move(*set), std::move(*trial)};
      return {};
    }
    const auto why = set ? trial.error().message : set.error().message;
    if (refused_.empty()) refused_ = why;
    if (const auto told = refuse(line, why); !told) return told;
  }
  if (refused_.empty()) refused_ = "there is no bundle";
  log::error("no_policies_in_force", {{"why", refused_}, {"so", "everything is held"}});
  return {};
}

/// A bundle that was taken out of the store still stands in the record.
Status Office::miss_none() {
  std::int64_t last = 0;
  if (const auto read = terms_.store.read([&](store::Session& session) { last = recorded_last(session); }); !read)
    return read;
  if (last <= newest_) return {};
  newest_ = last;
  refused_ = "bundle " + std::to_string(last) + " stands in the record and is missing";
  return refuse({last, "", Error{Fault::gone, refused_}}, refused_);
}

/// On the record once for each, however often the gateway is opened.
Status Office::refuse(const Ledger::Line& line, const std::string& why) {
  log::error("bundle_refused", {{"bundle", line.number}, {"why", why}});
  return terms_.store.commit([&](store::Session& session) {
    const auto which = std::to_string(line.number) + " " + line.sha256;
    if (kept(session, kRefused) == which) return;
    auto refused = entry(audit::Kind::policy_refused, "", "a bundle does not verify or load; the one before it counts");
    refused.more["bundle"] = line.number;
    audit::record(session, refused);
    keep(session, kRefused, which);
  });
}

audit::Entry Office::entry(audit::Kind kind, const std::string& user, const std::string& reason) const {
  audit::Entry entry;
  entry.kind = kind;
  entry.at = terms_.clock.now();
  entry.actor = user.empty() ? "system" : user;
  entry.reason = reason;
  return entry;
}

Status Office::enact(Bundle next, Now to, const std::string& reason, const Job& more) {
  next.number = newest_ + 1;
  next.previous = newest_sha_;
  next.at = terms_.clock.now();
  const auto statement = crypto::sha256_hex(to_bytes(next));
  auto told = entry(next.deed == Deed::confirm ? audit::Kind::policy_confirmed : audit::Kind::policy_activated, next.by,
                    reason);
  told.more = {{"bundle", next.number},           {"statement", statement},
               {"deed", to_word(next.deed)},      {"digest", next.set.digest},
               {"rules", to.set.set->size()},     {"rules_before", now_.set.set->size()},
               {"proposed_by", next.proposed_by}, {"approved_by", next.approved_by}};
  if (next.canary) {
    told.more["canary"] = in_words(next.canary->scope);
    told.more["canary_digest"] = next.canary->set.digest;
  }
  if (next.confirm_by) told.more["confirm_by"] = to_rfc3339(*next.confirm_by);
  const auto done = terms_.store.commit([&](store::Session& session) {
    if (more) more(session);
    ledger_->put(session, next);
    keep(session, "policies", next.set.digest);
    audit::record(session, told);
  });
  if (!done) return done;
  to.bundle = next;
  {
    const std::lock_guard lock(mutex_);
    now_ = std::move(to);
    newest_ = next.number;
    newest_sha_ = statement;
    refused_.clear();
    overdue_ = false;
  }
  log::info("policies_in_force", {{"digest", next.set.digest}, {"bundle", next.number}, {"deed", to_word(next.deed)}});
  if (terms_.put) terms_.put(in_force());
  return {};
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
  {
    const std::lock_guard lock(mutex_);
    state.bundle = now_.bundle;
    state.rules = now_.set.set->size();
  }
  state.trouble = trouble();
  if (state.bundle) put_names(*state.bundle);
  if (!ledger_) return state;
  state.public_key = crypto::to_hex(ledger_->signer().public_key());
  if (auto all = ledger_->proposals())
    for (auto& one : *all) {
      if (one.used || state.proposals.size() == kListed) continue;
      one.by = name_of(one.by);
      one.approved_by = name_of(one.approved_by);
      state.proposals.push_back(std::move(one));
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
                                : "no policies are in force and everything is held: " + refused_);
    if (overdue_) late = now_.bundle->by;
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
  if (bundle.canary)
    for (auto* id : {&bundle.canary->proposed_by, &bundle.canary->approved_by}) *id = name_of(*id);
}

void Office::look() {
  const std::lock_guard turn(turn_);
  if (!now_.bundle || !now_.bundle->confirm_by || overdue_ || terms_.clock.now() < *now_.bundle->confirm_by) return;
  const auto number = std::to_string(now_.bundle->number);
  std::function<void()> then;
  const auto done = terms_.store.commit([&](store::Session& session) {
    then = nullptr;
    if (kept(session, kOverdue) == number) return;  // said before the last restart
    auto late = entry(audit::Kind::policy_overdue, "", "nobody confirmed in time; what was tightened stays in force");
    late.more = {
        {"bundle", now_.bundle->number}, {"digest", now_.bundle->set.digest}, {"tightened_by", now_.bundle->by}};
    audit::record(session, late);
    keep(session, kOverdue, number);
    if (terms_.call) then = terms_.call(session);
  });
  if (!done) return;  // tried again at the next look
  if (then) then();
  log::error("policies_not_confirmed", {{"bundle", now_.bundle->number}, {"tightened_by", now_.bundle->by}});
  const std::lock_guard lock(mutex_);
  overdue_ = true;
}

}  // namespace countersign::activation
