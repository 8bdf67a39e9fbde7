// What one officer may do alone, because it is proved to only tighten, and what a second one says to it; going back.
#include <algorithm>

#include "flow/activation/office.hpp"
#include "flow/activation/saying.hpp"

namespace countersign::activation {
namespace {

/// How long a second officer has to confirm what one tightened alone.
constexpr std::chrono::hours kToConfirm{24};

}  // namespace

Result<Done> Office::put_tightened(const std::string& user, const policy::Loaded& loaded) {
  Bundle next;
  next.deed = Deed::tighten;
  next.by = user;
  next.set = reference_of(loaded);
  next.proposed_by = user;
  const Time due = terms_.clock.now() + kToConfirm;
  // One person alone cannot put the confirmation off by tightening again.
  next.confirm_by = now_.bundle && now_.bundle->confirm_by ? std::min(due, *now_.bundle->confirm_by) : due;
  const auto done = enact(next, {{}, loaded, {}}, "it only tightens, so one officer put it in force; to be confirmed",
                          [&](store::Session& session) { Ledger::put_set(session, next.set, loaded.files); });
  if (!done) return done.error();
  return Done{"waits_for_confirmation", next.set.digest, now_.bundle->number,
              "in force for all, from the next decision on (bundle " + std::to_string(now_.bundle->number) +
                  "). Another officer must confirm it until " + to_rfc3339(*next.confirm_by) + ": `" +
                  hint("confirm", next.set.digest) + "`"};
}

Result<Done> Office::tighten(const std::string& name, const std::filesystem::path& folder) {
  return acted(name, [&](const std::string& user) -> Result<Done> {
    const auto all = tried(folder);
    if (!all) return all.error();
    auto meant = weighed(all->loaded, {});
    if (!meant) return meant.error();
    bool tightens = now_.bundle && meant->tightens();
    if (tightens && now_.bundle->canary) {  // then nothing may become looser for those who are in it either
      const auto beside = weigh(now_.trial, all->loaded, terms_.clock.now(),
                                [&](const auto& job) { return terms_.store.read(job); }, {});
      if (!beside) return beside.error();
      tightens = beside->tightens();
    }
    if (!tightens)
      return Error{Fault::invalid, as_text(*meant) + "This is not proved to only tighten, so it takes two: `" +
                                       hint("propose", "") + "`"};
    auto done = put_tightened(user, all->loaded);
    if (done) done->weighed = std::move(*meant);
    // What is stricter often breaks a case that expects a text to go out; that keeps nobody from an emergency.
    if (done && !all->broken_cases.empty()) done->words += "\nThese cases do not hold any more:\n" + all->broken_cases;
    return done;
  });
}

Result<Done> Office::confirm(const std::string& name, const std::string& word) {
  return acted(name, [&](const std::string& user) -> Result<Done> {
    if (!now_.bundle || !now_.bundle->confirm_by) return conflict("nothing waits for a confirmation");
    const auto digest = now_.bundle->set.digest;
    if (word.size() < kFewestDigits || !digest.starts_with(word))
      return conflict("what waits for a confirmation is " + digest + ", not " + word);
    if (const auto one = names_one(word); !one) return one.error();
    if (now_.bundle->proposed_by == user)
      return Error{Fault::forbidden, "you tightened it yourself; it takes another officer to confirm it"};
    Bundle next = *now_.bundle;
    next.deed = Deed::confirm;
    next.by = next.approved_by = user;
    next.confirm_by.reset();
    const auto done = enact(next, now_, "what one officer tightened was confirmed by another", {});
    if (!done) return done.error();
    return Done{"in_force", digest, now_.bundle->number,
                "confirmed by " + name_of(user) + " (bundle " + std::to_string(now_.bundle->number) + ")"};
  });
}

Result<Done> Office::roll_back(const std::string& name, std::int64_t bundle, const Lately& lately) {
  return acted(name, [&](const std::string& user) -> Result<Done> {
    const auto lines = ledger_->bundles();
    if (!lines) return lines.error();
    const auto found =
        std::find_if(lines->begin(), lines->end(), [&](const Ledger::Line& one) { return one.number == bundle; });
    if (found == lines->end())
      return Error{Fault::not_found,
                   "there is no bundle " + std::to_string(bundle) + "; `" + hint("history", "") + "` lists them"};
    if (!found->bundle) return found->bundle.error();
    if (found->bundle->set.digest == digest() && now_.bundle) return conflict("exactly this set is in force already");
    const auto loaded = kept_set(found->bundle->set);
    if (!loaded) return loaded.error();
    auto meant = weighed(*loaded, lately);
    if (!meant) return meant.error();
    if (now_.bundle && !now_.bundle->canary && meant->tightens()) {
      auto done = put_tightened(user, *loaded);
      if (done) done->weighed = std::move(*meant);
      return done;
    }
    Proposal proposal;
    proposal.set = found->bundle->set;
    proposal.by = user;
    proposal.from_bundle = bundle;
    return put_proposal(std::move(proposal), *loaded, std::move(*meant));
  });
}

}  // namespace countersign::activation
