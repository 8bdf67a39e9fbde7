#include "flow/activation/words.hpp"

namespace countersign::activation {
namespace {

std::string minute(Time at) { return to_rfc3339(at).substr(0, 16) + "Z"; }

std::string short_of(const std::string& digest) { return digest.substr(0, 16); }

std::string deed_of(const Bundle& bundle) {
  const auto deed = std::string(to_word(bundle.deed)) + (bundle.by.empty() ? "" : " by " + bundle.by);
  if (!bundle.withdrawn) return deed;
  return deed + " of " + (bundle.withdrawn->approval ? "the approval of " : "") + short_of(bundle.withdrawn->digest) +
         " (proposed by " + bundle.withdrawn->proposed_by + ")";
}

/// "; proposed by ben, approved by dana" of a set; "" for a bootstrap.
std::string people_of(const std::string& proposed, const std::string& approved) {
  return (proposed.empty() ? "" : "; proposed by " + proposed) + (approved.empty() ? "" : ", approved by " + approved);
}

std::string people_of(const Bundle& bundle) { return people_of(bundle.proposed_by, bundle.approved_by); }
std::string people_of(const Canary& canary) { return people_of(canary.proposed_by, canary.approved_by); }

std::string next_for(const Proposed& one, const std::optional<Canary>& canary) {
  const auto& [proposal, fits] = one;
  const auto taken_back = proposal.withdrawn_by + " on " + minute(proposal.withdrawn_at);
  if (proposal.used) return "withdrawn by " + taken_back;
  if (canary && canary->proposal == proposal.id)
    return "approved by " + proposal.approved_by + ", tried on " + in_words(canary->scope) +
           " now: `countersign policy promote` or `countersign policy end-canary`";
  if (fits && proposal.approved_by.empty() && !proposal.withdrawn_by.empty())
    return "waits for another officer's approval, which was taken back by " + taken_back;
  if (!one.fits) return "what is in force changed since: to be proposed again";
  if (one.proposal.approved_by.empty()) return "waits for another officer's approval";
  return "approved by " + one.proposal.approved_by + ", may be activated";
}

json::Object as_json(const Bundle& bundle) {
  json::Object all{{"number", bundle.number},           {"at", to_rfc3339(bundle.at)},
                   {"deed", to_word(bundle.deed)},      {"by", bundle.by},
                   {"digest", bundle.set.digest},       {"since", bundle.since},
                   {"proposed_by", bundle.proposed_by}, {"approved_by", bundle.approved_by},
                   {"proposal", bundle.proposal}};
  if (bundle.canary)
    all["canary"] = json::Object{{"digest", bundle.canary->set.digest},
                                 {"scope", in_words(bundle.canary->scope)},
                                 {"proposed_by", bundle.canary->proposed_by},
                                 {"approved_by", bundle.canary->approved_by},
                                 {"proposal", bundle.canary->proposal}};
  if (bundle.withdrawn)
    all["withdrawn"] = json::Object{{"digest", bundle.withdrawn->digest},
                                    {"proposal", bundle.withdrawn->proposal},
                                    {"proposed_by", bundle.withdrawn->proposed_by},
                                    {"what", bundle.withdrawn->approval ? "approval" : "proposal"}};
  if (bundle.confirm_by) all["confirm_by"] = to_rfc3339(*bundle.confirm_by);
  return all;
}

}  // namespace

Error needs_two_people() {
  return {Fault::conflict,
          "this needs `activation: two_people` in the configuration; now the folder itself is in force, as it stands "
          "(`activation: folder`)"};
}

std::string as_text(const Done& done) {
  return (done.weighed ? as_text(*done.weighed) : std::string()) + done.words + "\n";
}

json::Value as_json(const Done& done) {
  json::Object all{{"state", done.state}, {"digest", done.digest}, {"words", done.words}};
  if (done.bundle > 0) all["bundle"] = done.bundle;
  if (done.weighed) all["change"] = as_json(*done.weighed);
  return all;
}

std::string as_text(const State& state, const std::string& folder) {
  std::string text;
  if (state.bundle) {
    const auto& bundle = *state.bundle;
    text = "in force: " + bundle.set.digest + "\n    bundle " + std::to_string(bundle.number) + " since " +
           minute(bundle.at) + ", " + std::to_string(state.rules) + " rules, " + deed_of(bundle) +
           (bundle.since == bundle.number ? "" : "; this set since bundle " + std::to_string(bundle.since)) +
           people_of(bundle) + "\n";
    if (bundle.canary)
      text += "canary: " + bundle.canary->set.digest + "\n    for " + in_words(bundle.canary->scope) +
              people_of(*bundle.canary) + "\n";
    if (bundle.confirm_by) text += "to be confirmed by another officer until " + minute(*bundle.confirm_by) + "\n";
  } else {
    text = "in force: nothing, so everything is held\n";
  }
  for (const auto& trouble : state.trouble) text += "trouble: " + trouble + "\n";
  text += "folder: " + (folder.empty() ? std::string("the same as what is in force") : folder) + "\n";
  for (const auto& one : state.proposals)
    text += (one.proposal.used ? "withdrawn: " : "proposed: ") + one.proposal.set.digest + "\n    by " + one.proposal.by + " on " + minute(one.proposal.at) +
            "; " + next_for(one, state.bundle ? state.bundle->canary : std::nullopt) + "\n";
  return text;
}

json::Object as_json(const State& state, const std::string& folder) {
  json::Array trouble(state.trouble.begin(), state.trouble.end()), proposals;
  for (const auto& [one, fits] : state.proposals)
    proposals.emplace_back(json::Object{{"id", one.id},
                                        {"digest", one.set.digest},
                                        {"by", one.by},
                                        {"at", to_rfc3339(one.at)},
                                        {"approved_by", one.approved_by},
                                        {"from_bundle", one.from_bundle},
                                        {"fits", fits},
                                        {"withdrawn", one.used},
                                        {"withdrawn_by", one.withdrawn_by}});
  return {{"activation", "two_people"},
          {"bundle", state.bundle ? json::Value(as_json(*state.bundle)) : json::Value()},
          {"rules", state.rules},
          {"trouble", std::move(trouble)},
          {"folder", folder.empty() ? "the same as what is in force" : folder},
          {"public_key", state.public_key},
          {"proposals", std::move(proposals)}};
}

std::string as_text(const std::vector<Ledger::Line>& history) {
  std::string text;
  for (const auto& line : history) {
    text += std::to_string(line.number) + "  ";
    if (line.bundle)
      text += minute(line.bundle->at) + "  " + short_of(line.bundle->set.digest) +
              (line.bundle->canary ? " and " + short_of(line.bundle->canary->set.digest) + " for " +
                                         in_words(line.bundle->canary->scope)
                                   : "") +
              "  " + deed_of(*line.bundle) +
              (line.bundle->canary ? people_of(*line.bundle->canary) : people_of(*line.bundle));
    else
      text += line.bundle.error().message;
    text += "\n";
  }
  return text;
}

json::Value as_json(const std::vector<Ledger::Line>& history) {
  json::Array all;
  for (const auto& line : history) {
    auto one = line.bundle ? as_json(*line.bundle) : json::Object{{"number", line.number}};
    if (!line.bundle) one["refused"] = line.bundle.error().message;
    one["statement"] = line.sha256;
    all.emplace_back(std::move(one));
  }
  return json::Object{{"bundles", std::move(all)}};
}

}  // namespace countersign::activation
