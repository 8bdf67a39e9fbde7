// Taking back: an approval by whoever gave it, a proposal by anybody who could have approved it. It is a bundle of its
// own, because rows of the store can be put back as they were before, and what the newest bundle calls spent cannot.
#include <algorithm>

#include "flow/activation/office.hpp"
#include "flow/activation/saying.hpp"

namespace countersign::activation {

/// Said instead of "nobody proposed it" where the set is in force.
Error Office::nothing_to_withdraw(const std::string& word, const Error& why) const {
  const auto& bundle = now_.bundle;
  if (!bundle || word.size() < kFewestDigits || !(bundle->set.digest.starts_with(word) || bundle->proposal == word))
    return why;
  std::string back;
  if (const auto lines = ledger_->bundles())
    for (const auto& line : *lines)
      if (back.empty() && line.bundle && line.bundle->set.digest != bundle->set.digest)
        back = hint("roll-back", std::to_string(line.number));
  const std::string is = bundle->confirm_by ? "it is in force since " + name_of(bundle->proposed_by) +
                                                  " tightened it, and waits for another officer's confirmation"
                                            : "it is in force for all since bundle " + std::to_string(bundle->since);
  return conflict(is + "; what is in force is not withdrawn but rolled back" +
                  (back.empty() ? ", and there is no other set to go back to: propose one" : ": `" + back + "`"));
}

Result<Done> Office::put_withdrawal(const std::string& user, Proposal proposal, bool approval) {
  const Withdrawal taken{proposal.set.digest, proposal.id, proposal.by, approval};
  const auto spent = approval ? proposal.approval : proposal.id;
  proposal.withdrawn_by = user;
  proposal.withdrawn_at = terms_.clock.now();
  proposal.used = !approval;
  if (approval) {
    proposal.approved_by.clear();
    proposal.approved_at = {};
    proposal.approval.clear();
  }
  const std::string reason = approval ? "an approval was taken back" : "a proposal was withdrawn";
  const json::Object about{{"withdrawn", approval ? "approval" : "proposal"},
                           {"withdrawn_digest", taken.digest},
                           {"withdrawn_proposal", taken.proposal},
                           {"withdrawn_proposed_by", taken.proposed_by}};
  const Job put = [&](store::Session& session) { ledger_->put(session, proposal); };
  Status done;
  if (now_.bundle) {
    Bundle next = *now_.bundle;
    next.deed = Deed::withdraw;
    next.by = user;
    next.withdrawn = taken;
    next.spent.push_back(spent);
    done = enact(next, now_, reason, put, about);
  } else {  // nothing is in force that a bundle could carry on
    auto told = entry(audit::Kind::policy_withdrawn, user, reason);
    told.more = about;
    done = terms_.store.commit([&](store::Session& session) {
      put(session);
      audit::record(session, told);
    });
  }
  if (!done) return done.error();
  const auto bundle = now_.bundle ? now_.bundle->number : 0;
  if (approval)
    return Done{"proposed", taken.digest, bundle,
                name_of(user) + " took back the approval of " + taken.digest + ", proposed by " + name_of(proposal.by) +
                    "; the proposal stands, and nothing that is in force changed. An officer other than " +
                    name_of(proposal.by) + " may approve it: `" + hint("approve", taken.digest) + "`"};
  return Done{"withdrawn", taken.digest, bundle,
              name_of(user) + " withdrew " + taken.digest + ", proposed by " + name_of(proposal.by) +
                  "; nothing that is in force changed. Where it is wanted after all, it is proposed again"};
}

Result<Done> Office::withdraw(const std::string& name, const std::string& word) {
  return acted(name, [&](const std::string& user) -> Result<Done> {
    const auto found = proposal(word);
    if (!found) return nothing_to_withdraw(word, found.error());
    const auto& canary = now_.bundle ? now_.bundle->canary : std::nullopt;
    if (canary && canary->proposal == found->id)
      return conflict("it is tried on " + in_words(canary->scope) + ": `" + hint("end-canary", "") +
                      "` ends that, and with it the proposal and its approval");
    const bool approval = !found->approved_by.empty() && found->approved_by == user && !found->approval.empty();
    return put_withdrawal(user, *found, approval);
  });
}

}  // namespace countersign::activation
