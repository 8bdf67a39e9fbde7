// The acts that take two officers, and what all acts share. Each checks what is so now, then writes one transaction;
// nothing of it counts before that.
#include <algorithm>

#include "base/ids.hpp"
#include "flow/activation/office.hpp"
#include "flow/activation/saying.hpp"
#include "flow/audit/staff.hpp"

namespace countersign::activation {
Result<Done> Office::acted(const std::string& name, const std::function<Result<Done>(const std::string& user)>& act) {
  const std::lock_guard turn(turn_);
  if (!ledger_) return Error{Fault::unavailable, refused_};
  try {
    audit::Entry who;
    if (!name.empty()) who.actor = "user:" + name;
    if (const auto known = audit::unname(terms_.store, who); !known) return known.error();
    return act(who.actor);
  } catch (const std::exception& problem) {
    return Error{Fault::internal, std::string("nothing was changed: ") + problem.what()};
  }
}

Result<Tried> Office::tried(const std::filesystem::path& folder) const {
  auto all = try_out(folder, terms_.clock.now(), terms_.detectors(), terms_.misfits);
  if (!all) return all.error();
  if (all->loaded.set->digest() == digest() && now_.bundle)
    return conflict(folder.string() + ": exactly this set is in force already");
  return all;
}

/// The bytes of a set that was kept, fit for the configuration as it is now.
Result<policy::Loaded> Office::kept_set(const SetRef& ref) const {
  auto loaded = ledger_->set(ref, terms_.clock.now());
  if (!loaded) return loaded;
  std::string lines;
  for (const auto& line : terms_.misfits(*loaded->set)) lines += (lines.empty() ? "" : "\n") + line;
  if (!lines.empty()) return Error{Fault::invalid, lines};
  return loaded;
}

Result<Weighed> Office::weighed(const policy::Loaded& after, const Lately& lately) const {
  return weigh(
      now_.set, after, terms_.clock.now(), [&](const auto& job) { return terms_.store.read(job); }, lately);
}

bool Base::fits(const Proposal& proposal) const {
  return proposal.base == digest && proposal.base_since == since &&
         std::none_of(spent.begin(), spent.end(), [&](const std::string& id) {
           return id == proposal.id || (!id.empty() && id == proposal.approval);
         });
}

Base Office::base() const {
  if (!now_.bundle) return {digest(), newest_.number, {}};
  return {digest(), now_.bundle->since, now_.bundle->spent};
}

/// A beginning must stand for one set among all that were ever here, withdrawn ones too: two sets of which the digests
/// begin alike are made in a second, and whoever approves must not get the other one.
Status Office::names_one(const std::string& word) const {
  if (word.size() < kFewestDigits)
    return Error{Fault::invalid, "name a set by its digest, or by at least the first 8 characters of it"};
  const auto sets = ledger_->digests(word);
  if (!sets) return sets.error();
  if (sets->size() < 2) return {};
  std::string list;
  for (const auto& digest : *sets) list += (list.empty() ? "" : ", ") + digest;
  return conflict(word + " begins the digests of several sets: " + list + "; name the one you mean whole");
}

/// By the whole digest or its beginning, or by the proposal's own id. The same set may have been proposed for several bases: the one that fits the
/// present base counts, else the newest.
Result<Proposal> Office::proposal(const std::string& word) const {
  if (const auto one = names_one(word); !one) return one.error();
  auto all = ledger_->proposals();
  if (!all) return all.error();
  std::erase_if(*all, [&](const Proposal& one) { return one.id != word && !one.set.digest.starts_with(word); });
  const auto over = std::stable_partition(all->begin(), all->end(), [](const Proposal& one) { return !one.used; });
  if (over == all->begin()) return none_of(*all, word);
  all->erase(over, all->end());
  const auto found = std::find_if(all->begin(), all->end(), [&](const Proposal& one) { return base().fits(one); });
  return found == all->end() ? all->front() : *found;
}

/// None of those that were proposed serves any more; `over`: the newest first.
Error Office::none_of(const std::vector<Proposal>& over, const std::string& word) const {
  if (!over.empty() && !over.front().withdrawn_by.empty())
    return conflict(name_of(over.front().withdrawn_by) + " withdrew this proposal on " +
                    to_rfc3339(over.front().withdrawn_at) + "; where it is wanted after all, propose it again");
  return {Fault::not_found, "nobody proposed a set with the digest " + word + "; `" + hint("status", "") +
                                "` lists what was proposed, with the whole digest"};
}

Status Office::fits_now(const Proposal& proposal) const {
  const auto now = base();
  if (now.fits(proposal)) return {};
  if (proposal.base == now.digest && proposal.base_since == now.since)
    return conflict("it was withdrawn, or its canary ended, and with it what was approved; propose it again");
  return conflict("what is in force changed after this was proposed, so nobody has compared the two; propose it again");
}

/// What the record and the bundles call "user:ID", as people know them; the id, where the name was taken away.
std::string Office::name_of(const std::string& id) const {
  std::string name = id;
  (void)terms_.store.read([&](store::Session& session) {
    for (const auto& [known, called] : audit::names_in(session, id)) name = called;
  });
  return name;
}

Status Office::still_users(const std::vector<std::string>& ids) const {
  std::string gone;
  std::vector<std::string> names;
  for (const auto& id : ids) names.push_back(name_of(id));
  const auto read = terms_.store.read([&](store::Session& session) {
    gone.clear();
    for (const auto& name : names)
      if (!session.first(R"(SELECT name FROM "user" WHERE name=$1 AND removed_at IS NULL)", {name},
                         [](const store::Row&) {}))
        gone = name;
  });
  if (!read) return read;
  if (gone.empty()) return {};
  return conflict(gone + " is no user any more, so their word does not count; propose it again");
}

Result<Done> Office::put_proposal(Proposal proposal, const policy::Loaded& loaded, Weighed weighed) {
  const auto all = ledger_->proposals();
  if (!all) return all.error();
  for (const auto& one : *all)
    if (!one.used && one.set.digest == proposal.set.digest && base().fits(one))
      return conflict(name_of(one.by) + " proposed exactly this set already; " +
                      (one.approved_by.empty()
                           ? "another officer approves it: `" + hint("approve", one.set.digest) + "`"
                           : "it is approved: `" + hint("activate", one.set.digest) + "`"));
  proposal.id = new_id(terms_.clock.now());
  proposal.at = terms_.clock.now();
  proposal.base = digest();
  proposal.base_since = base().since;
  auto told = entry(audit::Kind::policy_proposed, proposal.by,
                    proposal.from_bundle > 0 ? "a roll-back was proposed" : "a set was proposed");
  told.more = {{"digest", proposal.set.digest},
               {"base", proposal.base},
               {"proposal", proposal.id},
               {"base_since", proposal.base_since},
               {"from_bundle", proposal.from_bundle},
               {"looser", static_cast<std::int64_t>(weighed.comparison.looser)},
               {"tightens", weighed.tightens() ? 1 : 0},
               {"review_minutes_a_day", weighed.cost.minutes_a_day}};
  const auto done = terms_.store.commit([&](store::Session& session) {
    Ledger::put_set(session, proposal.set, loaded.files);
    ledger_->put(session, proposal);
    audit::record(session, told);
  });
  if (!done) return done.error();
  return Done{"proposed", proposal.set.digest, 0,
              "proposed by " + name_of(proposal.by) +
                  "; nothing changed yet. Another officer approves exactly this set: `" +
                  hint("approve", proposal.set.digest) + "`",
              std::move(weighed)};
}

Result<Done> Office::propose(const std::string& name, const std::filesystem::path& folder, const Lately& lately) {
  return acted(name, [&](const std::string& user) -> Result<Done> {
    const auto all = tried(folder);
    if (!all) return all.error();
    if (!all->broken_cases.empty()) return Error{Fault::invalid, all->broken_cases};
    auto meant = weighed(all->loaded, lately);
    if (!meant) return meant.error();
    Proposal proposal;
    proposal.set = reference_of(all->loaded);
    proposal.by = user;
    auto done = put_proposal(std::move(proposal), all->loaded, std::move(*meant));
    if (done)
      done->words = std::to_string(all->examples) + " examples and " + std::to_string(all->cases) +
                    (all->cases == 1 ? " case hold\n" : " cases hold\n") +
                    (terms_.doubts ? terms_.doubts(all->loaded) : "") + done->words;
    return done;
  });
}

Result<Done> Office::show(const std::string& word, const Lately& lately) {
  return acted("", [&](const std::string&) -> Result<Done> {
    const auto found = proposal(word);
    if (!found) return found.error();
    const auto loaded = kept_set(found->set);
    if (!loaded) return loaded.error();
    auto meant = weighed(*loaded, lately);
    if (!meant) return meant.error();
    return Done{found->approved_by.empty() ? "proposed" : "approved", found->set.digest, 0,
                (terms_.doubts ? terms_.doubts(*loaded) : "") + "proposed by " + name_of(found->by) + " on " + to_rfc3339(found->at) +
                    (found->approved_by.empty() ? "" : ", approved by " + name_of(found->approved_by)) +
                    (fits_now(*found) ? "" : "; what is in force changed since, so it must be proposed again"),
                std::move(*meant)};
  });
}

Result<policy::SourceFiles> Office::files(const std::string& word) const {
  const std::lock_guard turn(turn_);
  if (!ledger_) return Error{Fault::unavailable, refused_};
  const auto found = proposal(word);
  if (!found) return found.error();
  auto loaded = ledger_->set(found->set, terms_.clock.now());
  if (!loaded) return loaded.error();
  return std::move(loaded->files);
}

Result<Done> Office::approve(const std::string& name, const std::string& word) {
  return acted(name, [&](const std::string& user) -> Result<Done> {
    auto found = proposal(word);
    if (!found) return found.error();
    const auto& digest = found->set.digest;
    if (const auto fits = fits_now(*found); !fits) return fits.error();
    if (found->by == user)
      return Error{Fault::forbidden, "you proposed this set; it takes another officer to approve it"};
    if (!found->approved_by.empty())
      return conflict(name_of(found->approved_by) + " approved it already: `" + hint("activate", digest) + "`");
    if (const auto here = still_users({found->by}); !here) return here.error();
    found->approved_by = user;
    found->approved_at = terms_.clock.now();
    found->approval = new_id(found->approved_at);
    auto told = entry(audit::Kind::policy_approved, user, "a proposed set was approved");
    told.more = {{"digest", digest}, {"base", found->base}, {"proposal", found->id}, {"proposed_by", found->by}};
    const auto done = terms_.store.commit([&](store::Session& session) {
      ledger_->put(session, *found);
      audit::record(session, told);
    });
    if (!done) return done.error();
    return Done{"approved", digest, 0,
                "approved " + digest + " by " + name_of(user) + ", proposed by " + name_of(found->by) +
                    "; nothing changed yet. Put it in force: `" + hint("activate", digest) + "`"};
  });
}

Result<Done> Office::activate(const std::string& name, const std::string& word, const std::optional<Scope>& scope) {
  return acted(name, [&](const std::string& user) -> Result<Done> {
    if (const auto there = known(scope.value_or(Scope())); !there) return there.error();
    auto found = proposal(word);
    if (!found) return found.error();
    if (const auto fits = fits_now(*found); !fits) return fits.error();
    if (found->approved_by.empty())
      return Error{Fault::forbidden,
                   (found->withdrawn_by.empty() ? std::string("nobody approved this set yet")
                                                : name_of(found->withdrawn_by) + " took back the approval of this set") +
                       "; an officer other than " + name_of(found->by) + " approves it: `" +
                       hint("approve", found->set.digest) + "`"};
    if (const auto here = still_users({found->by, found->approved_by}); !here) return here.error();
    const auto& canary = now_.bundle ? now_.bundle->canary : std::nullopt;
    if (canary && canary->set != found->set)
      return conflict("a canary of " + canary->set.digest.substr(0, 16) + " runs (" + in_words(canary->scope) + "): `" +
                      hint("promote", "") + "` or `" + hint("end-canary", "") + "` first");
    return scope ? start_canary(user, *found, *scope) : activate_now(user, std::move(*found));
  });
}

Result<Done> Office::activate_now(const std::string& user, Proposal proposal) {
  auto loaded = kept_set(proposal.set);
  if (!loaded) return loaded.error();
  Bundle next;
  next.deed = proposal.from_bundle > 0 ? Deed::roll_back : Deed::activate;
  next.by = user;
  next.set = proposal.set;
  next.proposed_by = proposal.by;
  next.approved_by = proposal.approved_by;
  next.proposal = proposal.id;
  proposal.used = true;
  const auto done = enact(next, {{}, std::move(*loaded), {}}, "proposed and approved by two officers",
                          [&](store::Session& session) { ledger_->put(session, proposal); });
  if (!done) return done.error();
  return Done{"in_force", next.set.digest, now_.bundle->number,
              "in force for all, from the next decision on (bundle " + std::to_string(now_.bundle->number) + ")"};
}

}  // namespace countersign::activation
