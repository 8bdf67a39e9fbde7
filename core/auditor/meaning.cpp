#include "auditor/meaning.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "base/clock.hpp"

namespace countersign::auditor {
namespace {

/// So far two entries may be out of order: they are made side by side, and a node that falls back further is silent.
constexpr std::chrono::minutes kSlack{1};

/// "2026-11-21T10:00:00.000000Z": microseconds, Z.
constexpr std::size_t kTimeLength = 27;
constexpr std::size_t kSeconds = 19;

/// Made under any clock, for they must work when it is wrong: they prove no time.
bool under_any_clock(std::string_view kind) {
  return kind == "ai_stopped" || kind == "ai_started" || kind == "user_changed";
}

std::optional<std::int64_t> integer(std::string_view raw) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(raw.data(), raw.data() + raw.size(), value);
  if (raw.empty() || error != std::errc() || end != raw.data() + raw.size()) return std::nullopt;
  return value;
}

std::string quoted(std::string_view word) { return "\"" + std::string(word) + "\""; }

bool a_person(std::string_view actor) { return actor.starts_with("user:") && actor.size() > 5; }

}  // namespace

Seen seen(const std::vector<Member>& members) {
  Seen entry;
  const std::pair<std::string_view, std::string_view*> words[] = {
      {"id", &entry.id},           {"at", &entry.at},
      {"kind", &entry.kind},       {"conversation", &entry.conversation},
      {"message", &entry.message}, {"actor", &entry.actor},
      {"text", &entry.text}};
  for (const auto& [key, value] : members) {
    for (const auto& [name, into] : words)
      if (key == name) *into = unquoted(value);
    if (key == "revision") entry.revision = value;
    if (key == "more") entry.more = value;
    if (key == "decision") entry.decision = value;
  }
  return entry;
}

void Meaning::take(const Seen& entry) {
  if (entry.id.empty() || entry.kind.empty()) return tell_("it has no id or no kind");
  ++kinds_[std::string(entry.kind)];
  if (!ids_.emplace(entry.id).second) tell_("its id " + std::string(entry.id) + " stands in an earlier entry");
  time(entry);
  if (!entry.conversation.empty()) revision(entry);
  if (entry.kind == "delivered" || entry.kind == "refused" || entry.kind == "undelivered") delivery(entry);
  if (entry.kind == "cleared") clearance(entry);
  if (entry.kind == "approved" || entry.kind == "edited" || entry.kind == "rejected" || entry.kind == "taken_over")
    signature(entry);
  if (entry.kind == "policy_proposed" || entry.kind == "policy_approved") proposal(entry);
  if (entry.kind == "policy_activated" || entry.kind == "policy_confirmed") activation(entry);
  if (entry.kind == "config_changed")
    if (const auto how = member(entry.more, "activation"); !how.empty()) two_people_ = how == "\"two_people\"";
}

/// Times have one spelling and one length, so that they compare as texts.
void Meaning::time(const Seen& entry) {
  const auto at = from_rfc3339(entry.at);
  if (!at || entry.at.size() != kTimeLength || entry.at[kSeconds] != '.' || !entry.at.ends_with('Z'))
    return tell_("its time " + quoted(entry.at) + " is none");
  if (entry.at >= newest_) {
    newest_ = entry.at;
    return;
  }
  const bool noticed = entry.kind == "config_changed" && member(entry.more, "clock") == "\"accepted\"";
  if (noticed) {
    newest_ = entry.at;
  } else if (*from_rfc3339(newest_) - *at > kSlack && !under_any_clock(entry.kind)) {
    tell_("time goes back: it says " + std::string(entry.at) + " after an entry of " + newest_ +
          ", and nobody said that the clock was set");
    newest_ = entry.at;  // told once, not for every entry from here on
  }
}

/// An entry names the revision that its step found. Each step that changes a conversation raises it by one and is on
/// record, so a number that is left out is a step that is not here.
void Meaning::revision(const Seen& entry) {
  const auto found = revisions_.find(std::string(entry.conversation));
  if (entry.revision.empty()) {  // from before entries had one
    if (found == revisions_.end()) revisions_.emplace(entry.conversation, -1);
    return;
  }
  const auto now = integer(entry.revision);
  if (!now || *now < 0) return tell_("its revision is none");
  if (found == revisions_.end()) {
    if (*now != 0)
      tell_("the conversation " + std::string(entry.conversation) + " begins with revision " + std::to_string(*now) +
            ": what came before is not here");
    revisions_.emplace(entry.conversation, *now);
    return;
  }
  if (found->second >= 0 && *now > found->second + 1)
    tell_("the conversation " + std::string(entry.conversation) + " jumps from revision " +
          std::to_string(found->second) + " to " + std::to_string(*now) + ": a step is not here");
  found->second = std::max(found->second, *now);
}

void Meaning::delivery(const Seen& entry) {
  const auto found = messages_.find(std::string(entry.message));
  if (found == messages_.end() || !found->second.cleared)
    tell_("message " + std::string(entry.message) + " is " + std::string(entry.kind) +
          ", and no earlier entry cleared it");
}

void Meaning::clearance(const Seen& entry) {
  const std::string name = "message " + std::string(entry.message);
  if (entry.message.empty() || entry.text.empty()) return tell_("it clears a text without naming message and digest");
  auto& message = messages_[std::string(entry.message)];
  message.cleared = true;
  std::set<std::string_view> signers;
  for (const auto& one : members_of(member(entry.more, "signed_by"))) {
    const auto who = unquoted(one.value);
    signers.insert(who);
    if (std::find(message.signed_by.begin(), message.signed_by.end(), who) == message.signed_by.end())
      tell_(name + " is cleared by the signature of " + std::string(who) + ", which is nowhere before");
  }
  const auto verdict = unquoted(member(entry.decision, "verdict"));
  if (verdict == "send" || verdict == "change") return;
  if (verdict != "hold")
    return tell_(name + " is cleared, and no decision lets it be sent (it says \"" + std::string(verdict) + "\")");
  std::int64_t wanted = 1;  // of each role: who has two may sign for both
  for (const auto& role : members_of(member(member(entry.decision, "duties"), "approvals")))
    wanted = std::max(wanted, integer(role.value).value_or(wanted));
  if (static_cast<std::int64_t>(signers.size()) < wanted)
    tell_(name + " is cleared with " + std::to_string(signers.size()) + " signatures, its decision asks for " +
          std::to_string(wanted));
}

void Meaning::signature(const Seen& entry) {
  if (!a_person(entry.actor))
    return tell_("it is " + std::string(entry.kind) + " by " + quoted(entry.actor) + ", who is no person");
  if (entry.kind == "approved" || entry.kind == "edited")
    messages_[std::string(entry.message)].signed_by.emplace_back(entry.actor);
}

void Meaning::proposal(const Seen& entry) {
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

void Meaning::activation(const Seen& entry) {
  const auto digest = unquoted(member(entry.more, "digest"));
  if (digest.empty()) return tell_("policies are put in force without saying which");
  const auto deed = unquoted(member(entry.more, "deed"));
  if (deed.empty()) {
    if (two_people_)
      tell_("the policies " + std::string(digest) +
            " are put in force without anybody's approval, and it takes two people");
    return;
  }
  if (deed == "bootstrap") return;
  if (!a_person(entry.actor))
    return tell_("policies are put in force (" + std::string(deed) + ") by " + quoted(entry.actor) +
                 ", who is no person");
  if (deed == "activate" || deed == "roll_back") two_people(entry);
  const auto tried = unquoted(member(entry.more, "canary_digest"));
  const auto approved = approved_.lower_bound(std::string(tried) + " ");
  if (deed == "canary" && (approved == approved_.end() || !approved->starts_with(std::string(tried) + " ")))
    tell_("the policies " + std::string(tried) + " are tried on customers, and nobody approved them before");
}

void Meaning::two_people(const Seen& entry) {
  const std::string digest(unquoted(member(entry.more, "digest"))), by(unquoted(member(entry.more, "proposed_by"))),
      approved(unquoted(member(entry.more, "approved_by")));
  if (!a_person(by) || !a_person(approved) || by == approved)
    return tell_("the policies " + digest + " are put in force without two people (proposed by \"" + by +
                 "\", approved by \"" + approved + "\")");
  if (!approved_.contains(digest + " " + approved + " " + by))
    tell_("the policies " + digest + " are put in force, and no earlier entry has the approval of " + approved);
}

}  // namespace countersign::auditor
