#include "auditor/deeds.hpp"

#include <iterator>

#include "auditor/meaning.hpp"
#include "auditor/words.hpp"

namespace countersign::auditor {

void Deeds::take(const Seen& entry) {
  if (entry.kind == "policy_proposed" || entry.kind == "policy_approved") proposal(entry);
  if (entry.kind == "policy_withdrawn") withdrawal(entry);
  if (entry.kind == "policy_activated" || entry.kind == "policy_confirmed") activation(entry);
  if (entry.kind == "erasure_asked" || entry.kind == "erased") erasure(entry);
  if (entry.kind == "config_changed")
    if (const auto how = member(entry.more, "activation"); !how.empty()) two_people_ = how == "\"two_people\"";
}

void Deeds::proposal(const Seen& entry) {
  if (!a_person(entry.actor))
    return tell_("a set of policies is " + std::string(entry.kind.substr(7)) + " by " + quoted(entry.actor) +
                 ", who is no person");
  const std::string digest(unquoted(member(entry.more, "digest"))), who(entry.actor);
  if (entry.kind == "policy_proposed") {
    proposed_.insert(digest + " " + who);
    return;
  }
  const std::string by(unquoted(member(entry.more, "proposed_by")));
  if (by == who) tell_("the policies " + digest + " are approved by " + who + ", who proposed them");
  if (!proposed_.contains(digest + " " + by))
    tell_("the policies " + digest + " are approved, and nobody proposed them before");
  approved_.insert(digest + " " + who + " " + by);
}

/// An approval that was taken back, or whose proposal was, puts nothing in force.
void Deeds::withdrawal(const Seen& entry) {
  const std::string digest(unquoted(member(entry.more, "withdrawn_digest"))),
      by(unquoted(member(entry.more, "withdrawn_proposed_by")));
  if (!a_person(entry.actor)) tell_("a set of policies is withdrawn by " + quoted(entry.actor) + ", who is no person");
  if (!proposed_.contains(digest + " " + by))
    tell_("the policies " + digest + " are withdrawn, and nobody proposed them before");
  bundle(entry);
  for (auto one = approved_.lower_bound(digest + " "); one != approved_.end() && one->starts_with(digest + " ");)
    one = one->ends_with(" " + by) ? approved_.erase(one) : std::next(one);
}

/// What the gateway sweeps up after a restore names no person and no request.
void Deeds::erasure(const Seen& entry) {
  const std::string request(unquoted(member(entry.more, "request"))), who(entry.actor);
  if (entry.kind == "erasure_asked") {
    if (!request.empty()) erasures_[request] = who;
    return;
  }
  if (!a_person(entry.actor)) return;
  const auto asked = erasures_.find(request);
  if (asked == erasures_.end()) return tell_("a customer is erased by " + who + ", and no earlier entry asked for it");
  if (asked->second == who) tell_("a customer is erased by " + who + ", who asked for it; it takes two people");
}

void Deeds::without_deed(std::string_view digest) {
  if (two_people_)
    tell_("the policies " + std::string(digest) +
          " are put in force without anybody's approval, and it takes two people");
}

/// Each is numbered one above the one before it; a number that comes again is a second history.
void Deeds::bundle(const Seen& entry) {
  const auto number = integer(member(entry.more, "bundle"));
  if (!number) return;
  if (*number <= bundle_)
    tell_("bundle " + std::to_string(*number) + " of policies comes after bundle " + std::to_string(bundle_));
  bundle_ = *number;
}

void Deeds::activation(const Seen& entry) {
  const auto digest = unquoted(member(entry.more, "digest"));
  if (digest.empty()) return tell_("policies are put in force without saying which");
  const auto deed = unquoted(member(entry.more, "deed"));
  if (deed.empty()) return without_deed(digest);
  if (!known_deed(deed) || deed == "withdraw") return tell_("policies are put in force by " + quoted(deed) + ", which nobody can do");
  if ((deed == "confirm") != (entry.kind == "policy_confirmed"))
    tell_("it is " + std::string(entry.kind) + " by the deed " + quoted(deed));
  bundle(entry);
  if (deed == "bootstrap") {
    if (began_) tell_("the installation begins a second time: policies are put in force as its first ones");
    began_ = true;
    return;
  }
  if (!a_person(entry.actor))
    return tell_("policies are put in force (" + std::string(deed) + ") by " + quoted(entry.actor) +
                 ", who is no person");
  if (deed == "activate" || deed == "roll_back") two_people(entry);
  if (deed == "canary") canary(entry);
}

void Deeds::canary(const Seen& entry) {
  const std::string tried(unquoted(member(entry.more, "canary_digest")));
  const auto approved = approved_.lower_bound(tried + " ");
  if (approved == approved_.end() || !approved->starts_with(tried + " "))
    tell_("the policies " + tried + " are tried on customers, and nobody approved them before");
}

void Deeds::two_people(const Seen& entry) {
  const std::string digest(unquoted(member(entry.more, "digest"))), by(unquoted(member(entry.more, "proposed_by"))),
      approved(unquoted(member(entry.more, "approved_by")));
  if (!a_person(by) || !a_person(approved) || by == approved)
    return tell_("the policies " + digest + " are put in force without two people (proposed by \"" + by +
                 "\", approved by \"" + approved + "\")");
  if (!approved_.contains(digest + " " + approved + " " + by))
    tell_("the policies " + digest + " are put in force, and no earlier entry has the approval of " + approved);
}

}  // namespace countersign::auditor
