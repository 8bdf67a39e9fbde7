// A canary: an approved set that a part of the conversations tries, until one officer puts it in force for all or ends
// it. Which part gets which of two approved sets is one officer's choice.
#include <algorithm>

#include "flow/activation/office.hpp"
#include "flow/activation/saying.hpp"

namespace countersign::activation {

/// A canary for a channel or a brand that does not exist would look like one that runs well.
Status Office::known(const Scope& scope) const {
  if (!terms_.places || (scope.channel.empty() && scope.brand.empty())) return {};
  const auto places = terms_.places();
  const auto& names = scope.channel.empty() ? places.brands : places.channels;
  const auto& name = scope.channel.empty() ? scope.brand : scope.channel;
  if (std::find(names.begin(), names.end(), name) != names.end()) return {};
  std::string list;
  for (const auto& one : names) list += (list.empty() ? "" : ", ") + one;
  const std::string kind = scope.channel.empty() ? "brand" : "channel";
  return Error{Fault::invalid,
               "the configuration has no " + kind + " " + name + "; it has " + (list.empty() ? "none" : list)};
}

Result<Done> Office::start_canary(const std::string& user, const Proposal& proposal, const Scope& scope) {
  if (!now_.bundle)
    return conflict("nothing is in force, so there is nothing to try a set beside: activate it for all");
  auto loaded = kept_set(proposal.set);
  if (!loaded) return loaded.error();
  Bundle next = *now_.bundle;
  next.deed = Deed::canary;
  next.by = user;
  next.canary = Canary{proposal.set, scope, proposal.by, proposal.approved_by, proposal.id};
  const auto done = enact(next, {{}, now_.set, std::move(*loaded)}, "tried on " + in_words(scope), {});
  if (!done) return done.error();
  return Done{"canary", proposal.set.digest, now_.bundle->number,
              "a canary for " + in_words(scope) + " from the next decision on (bundle " +
                  std::to_string(now_.bundle->number) + "); the rest goes by the set that was in force. Then: `" +
                  hint("promote", "") + "` or `" + hint("end-canary", "") + "`"};
}

/// The proposal by the id that stands in a signed bundle.
Result<Proposal> Office::proposal_of(const Canary& canary) const {
  const auto all = ledger_->proposals();
  if (!all) return all.error();
  const auto found =
      std::find_if(all->begin(), all->end(), [&](const Proposal& one) { return one.id == canary.proposal; });
  if (found != all->end() && found->set == canary.set) return *found;
  return Error{Fault::not_found, "the proposal that the canary tries is not in the store any more; `" +
                                     hint("end-canary", "") + "`, then propose it again"};
}

Result<Done> Office::promote(const std::string& name) {
  return acted(name, [&](const std::string& user) -> Result<Done> {
    if (!now_.bundle || !now_.bundle->canary) return conflict("no canary runs");
    auto found = proposal_of(*now_.bundle->canary);
    if (!found) return found.error();
    if (const auto fits = fits_now(*found); !fits) return fits.error();
    if (const auto here = still_users({found->by, found->approved_by}); !here) return here.error();
    return activate_now(user, std::move(*found));
  });
}

Result<Done> Office::end_canary(const std::string& name) {
  return acted(name, [&](const std::string& user) -> Result<Done> {
    if (!now_.bundle || !now_.bundle->canary) return conflict("no canary runs");
    Bundle next = *now_.bundle;
    auto found = proposal_of(*next.canary);
    next.deed = Deed::end_canary;
    next.by = user;
    next.spent.push_back(next.canary->proposal);
    next.canary.reset();
    const auto done = enact(next, {{}, now_.set, {}}, "the canary ended", [&](store::Session& session) {
      if (!found) return;
      found->used = true;
      ledger_->put(session, *found);
    });
    if (!done) return done.error();
    return Done{"in_force", next.set.digest, now_.bundle->number,
                "the canary ended: all conversations go by the set that was in force beside it (bundle " +
                    std::to_string(now_.bundle->number) + ")"};
  });
}

}  // namespace countersign::activation
