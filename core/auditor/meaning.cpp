#include "auditor/meaning.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "auditor/words.hpp"
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

/// After one of these nothing more becomes of a message.
bool ends(std::string_view kind, std::string_view border) {
  return kind == "delivered" || kind == "refused" || kind == "undelivered" || kind == "rejected" ||
         kind == "taken_over" || kind == "expired" || (kind == "blocked" && border == "reply");
}

}  // namespace

std::optional<std::int64_t> integer(std::string_view raw) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(raw.data(), raw.data() + raw.size(), value);
  if (raw.empty() || error != std::errc() || end != raw.data() + raw.size()) return std::nullopt;
  return value;
}

std::string quoted(std::string_view word) { return "\"" + std::string(word) + "\""; }

bool a_person(std::string_view actor) { return actor.starts_with("user:") && actor.size() > 5; }

Seen seen(const std::vector<Member>& members) {
  Seen entry;
  const std::pair<std::string_view, std::string_view*> words[] = {
      {"id", &entry.id},           {"at", &entry.at},
      {"kind", &entry.kind},       {"conversation", &entry.conversation},
      {"message", &entry.message}, {"actor", &entry.actor},
      {"author", &entry.author},   {"border", &entry.border},
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
  if (!known_kind(entry.kind)) tell_("its kind " + quoted(entry.kind) + " is none that this version knows");
  time(entry);
  if (!entry.conversation.empty()) revision(entry);
  message(entry);
  deeds_.take(entry);
  judgements_.take(entry);
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

void Meaning::message(const Seen& entry) {
  const auto& kind = entry.kind;
  const bool leaves = kind == "delivered" || kind == "refused" || kind == "undelivered";
  const bool reviewed = kind == "approved" || kind == "edited" || kind == "rejected" || kind == "taken_over";
  if (reviewed && !a_person(entry.actor))
    tell_("it is " + std::string(kind) + " by " + quoted(entry.actor) + ", who is no person");
  if (kind == "cleared" && (entry.message.empty() || entry.text.empty()))
    return tell_("it clears a text without naming message and digest");
  if (!leaves && !reviewed && kind != "held" && kind != "expired" && kind != "cleared" && kind != "blocked") return;
  if (entry.message.empty()) {
    if (leaves) tell_("it is " + std::string(kind) + " and names no message");
    return;
  }
  auto& message = messages_[std::string(entry.message)];
  if (!message.ended.empty())
    tell_("message " + std::string(entry.message) + " is " + std::string(kind) + " after it was " + message.ended);
  if (leaves) delivery(entry, message);
  if (kind == "cleared") clearance(entry, message);
  if (reviewed || kind == "expired") review(entry, message);
  if (kind == "held") message.waits = true;
  if (ends(kind, entry.border)) message.ended = kind;
}

void Meaning::delivery(const Seen& entry, Message& message) {
  const std::string name = "message " + std::string(entry.message) + " is " + std::string(entry.kind);
  if (message.cleared.empty()) return tell_(name + ", and no earlier entry cleared it");
  const auto receipt = unquoted(member(entry.more, "receipt"));
  if (!receipt.empty() && receipt != message.cleared)
    tell_(name + " by the clearance " + std::string(receipt) + ", and it was cleared by " + message.cleared);
}

/// Judged again it may be cleared again, by a later step and with nobody's signature of before.
void Meaning::clearance(const Seen& entry, Message& message) {
  const std::string name = "message " + std::string(entry.message);
  const auto revision = integer(entry.revision).value_or(-1);
  if (!message.cleared.empty() && revision >= 0 && revision <= message.revision)
    tell_(name + " is cleared twice by one step");
  if (message.waits && message.signed_by.empty())
    tell_(name + " is cleared, and nobody signed it since it was held for people");
  signers(entry, message);
  message.cleared = entry.id;
  message.revision = revision;
  message.waits = false;
  message.signed_by.clear();
}

void Meaning::signers(const Seen& entry, const Message& message) {
  const std::string name = "message " + std::string(entry.message);
  std::set<std::string_view> signers;
  for (const auto& one : members_of(member(entry.more, "signed_by"))) {
    const auto who = unquoted(one.value);
    signers.insert(who);
    bool signed_it = false, signed_this = false;
    for (const auto& [signer, text] : message.signed_by) {
      signed_it = signed_it || signer == who;
      signed_this = signed_this || (signer == who && (text.empty() || text == entry.text));
    }
    if (!signed_it)
      tell_(name + " is cleared by the signature of " + std::string(who) + ", which is nowhere before");
    else if (!signed_this)
      tell_(name + " is cleared by the signature of " + std::string(who) + ", who signed another text");
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

void Meaning::review(const Seen& entry, Message& message) {
  if (!message.waits && message.ended.empty())
    tell_("message " + std::string(entry.message) + " is " + std::string(entry.kind) +
          ", and it did not wait for anybody");
  if (entry.kind == "approved" || entry.kind == "edited")
    message.signed_by.emplace_back(entry.actor, entry.text);
  else
    message.waits = false;
}

}  // namespace countersign::auditor
