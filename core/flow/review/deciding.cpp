// Approve and edit: a signature is over exact bytes, and anything that moved since is judged again first.
#include <algorithm>
#include <set>
#include <variant>

#include "flow/audit/text_digest.hpp"
#include "flow/model/occasion.hpp"
#include "flow/review/case.hpp"

namespace countersign::review {
namespace {

Act failure(Fault fault, std::string message) { return {{}, {}, Error{fault, std::move(message)}}; }

bool fits_a_need(const House& house, const Actor& actor, const Conversation& conversation,
                 const std::vector<Need>& needs) {
  const auto rules = house.rules_for(conversation);
  const auto connectors = house.connectors.get();
  const auto channel = connectors->channels.find(conversation.channel);
  const Signing about{conversation.language, channel == connectors->channels.end() ? "" : channel->second.brand};
  return std::any_of(needs.begin(), needs.end(),
                     [&](const Need& need) { return fits(*rules->set, actor.user, actor.role, need.role, about); });
}

audit::Entry entry_of(audit::Kind kind, const Actor& actor, const Review& review) {
  audit::Entry entry;
  entry.kind = kind;
  entry.actor = "user:" + actor.user;
  entry.message = review.message;
  entry.border = to_word(Border::reply);
  entry.more = {{"review", review.id}, {"role", actor.role}};
  return entry;
}

std::string why_not(const policy::Decision& decision) {
  for (const auto& rule : decision.rules)
    if (rule.mode == "enforce" && !rule.met && rule.verdict > Verdict::hold) return rule.policy + ": " + rule.why;
  return "the policies stop it";
}

/// Whoever was removed since signing no longer vouches for anything.
Status drop_removed(const House& house, std::vector<Signature>& signatures) {
  std::set<std::string> removed;
  const auto read = house.store.read([&](store::Session& session) {
    session.each(R"(SELECT name FROM "user" WHERE removed_at IS NOT NULL)", {},
                 [&](const store::Row& row) { removed.insert(row.text(0)); });
  });
  if (read.ok()) std::erase_if(signatures, [&](const Signature& one) { return removed.contains(one.user); });
  return read;
}

/// What a text that would now pass looks like to the people who are reviewing it: nothing is sent behind their back.
Stopped as_stopped(const Composed& composed) {
  return {composed.reply, composed.text, composed.digest, composed.notice, composed.decision};
}

}  // namespace

Result<Reviews::Case> Reviews::take(const std::string& id) const {
  auto first = one(house_, id);
  if (!first) return first.error();
  auto named = house_.conversations.by_id(first->conversation);
  if (!named) return named.error();
  Case open{house_.locks.hold(named->ref), {}, {}, {}};
  auto review = one(house_, id);
  auto conversation = house_.conversations.by_id(first->conversation);
  if (!review) return review.error();
  if (!conversation) return conversation.error();
  if (review->state != "waiting") return Error{Fault::gone, "review " + id + " was decided already: " + review->state};
  auto occasion = occasion_for(house_, *conversation, review->reply);
  if (!occasion) return occasion.error();
  open.occasion = std::move(*occasion);
  open.review = std::move(*review);
  open.conversation = std::move(*conversation);
  return open;
}

Act Reviews::keep_waiting(Case& open, const Stopped& stopped, Changes& changes) const {
  review::renew(changes, house_, open.conversation, open.review.id, stopped, open.conversation.revision);
  if (const auto kept = changes.commit(); !kept) return {{}, {}, kept.error()};
  return {Outcome{"waiting", open.review.message, open.review.id, stopped.composed, stopped.digest}, {}, {}};
}

Act Reviews::renew(Case& open, const Reply& reply) const {
  Changes changes(house_);
  auto judged = gate_.reply(Draft(reply), open.conversation, open.occasion);
  auto* passed = std::get_if<Passed>(&judged);
  const Stopped stopped = passed != nullptr ? as_stopped(passed->look()) : std::get<Stopped>(std::move(judged));
  const auto kept = keep_waiting(open, stopped, changes);
  if (kept.error) return kept;
  auto now = one(house_, open.review.id);
  if (!now) return {{}, {}, now.error()};
  return {{}, std::move(*now), {}};
}

/// 409 when the world or the bytes moved since the caller looked; nothing otherwise.
std::optional<Act> Reviews::stale(Case& open, const std::string& digest) const {
  const bool moved = open.review.policy_digest != house_.rules_for(open.conversation)->set->digest() ||
                     open.review.revision != open.conversation.revision;
  if (moved) {
    Reply unsigned_reply = open.review.reply;
    unsigned_reply.signatures.clear();  // they were given to another state of the world
    return renew(open, unsigned_reply);
  }
  if (digest != open.review.digest) return Act{{}, open.review, {}};
  return std::nullopt;
}

Act Reviews::sign(Case& open, const Actor& actor, audit::Kind kind, bool may_sign) const {
  Reply reply = open.review.reply;
  if (const auto dropped = drop_removed(house_, reply.signatures); !dropped) return {{}, {}, dropped.error()};
  if (may_sign) reply.signatures.push_back({actor.user, actor.role, open.review.digest});
  const auto digest =
      audit::text_digest(house_.keys, open.conversation.customer, open.review.message, open.review.text);
  if (!digest) return {{}, {}, digest.error()};
  auto entry = entry_of(kind, actor, open.review);
  entry.text_digest = *digest;  // what is signed, or written in its place: a clearance must be of these very bytes
  Changes changes(house_);
  changes.record(open.conversation, std::move(entry));
  auto judged = gate_.reply(Draft(reply), open.conversation, open.occasion);
  auto* passed = std::get_if<Passed>(&judged);
  if (passed == nullptr) {
    const auto& stopped = std::get<Stopped>(judged);
    if (stopped.decision.verdict > Verdict::hold)
      return failure(Fault::forbidden, "no signature lets this text go: " + why_not(stopped.decision) +
                                           "; reject it, or take the conversation over");
    if (stopped.digest != open.review.digest && kind == audit::Kind::approved) return renew(open, open.review.reply);
    return keep_waiting(open, stopped, changes);
  }
  const Outcome sent{"sent", open.review.message, "", passed->look().text, passed->look().digest};
  close(changes, open.review.id, "approved", house_.clock.now());
  clearance_.record(changes, open.conversation, std::move(*passed));
  changes.save(open.conversation);
  if (const auto kept = changes.commit(); !kept) return {{}, {}, kept.error()};
  return {sent, {}, {}};
}

Act Reviews::approve(const Actor& actor, const std::string& review, const std::string& digest) const {
  auto open = take(review);
  if (!open) return {{}, {}, open.error()};
  if (auto moved = stale(*open, digest)) return *moved;
  if (open->review.reply.written_by == Author::person && open->review.reply.user == actor.user)
    return failure(Fault::forbidden, "this is your own draft; another person must approve it");
  if (std::find(open->review.signed_by.begin(), open->review.signed_by.end(), actor.user) !=
      open->review.signed_by.end())
    return failure(Fault::forbidden, "you have approved this text already; another person must");
  if (!fits_a_need(house_, actor, open->conversation, open->review.needs))
    return failure(Fault::forbidden, "this text must be approved as " + open->review.needs.front().role +
                                         ", which you are not for this language and brand");
  return sign(*open, actor, audit::Kind::approved, true);
}

Act Reviews::edit(const Actor& actor, const std::string& review, const std::string& digest,
                  const std::string& text) const {
  auto open = take(review);
  if (!open) return {{}, {}, open.error()};
  if (const auto fine = sendable(text); !fine) return {{}, {}, fine.error()};
  if (auto moved = stale(*open, digest)) return *moved;
  Reply& reply = open->review.reply;
  for (const auto& need : open->review.needs) reply.owed[need.role] = std::max(reply.owed[need.role], need.people);
  reply.text = text;
  reply.signatures.clear();
  if (of_ai_origin(reply.written_by)) reply.written_by = Author::ai_edited;
  reply.user = actor.user;
  auto judged = gate_.reply(Draft(reply), open->conversation, open->occasion);
  const auto* passed = std::get_if<Passed>(&judged);
  const Stopped composed = passed != nullptr ? as_stopped(passed->look()) : std::get<Stopped>(std::move(judged));
  if (composed.decision.verdict >= Verdict::hand_over)
    return failure(
        Fault::invalid,
        "the policies do not let this text go to the customer; write another, or take the conversation over");
  open->review.digest = composed.digest;
  open->review.text = composed.composed;
  const bool own = reply.written_by == Author::person;
  return sign(*open, actor, audit::Kind::edited,
              !own && fits_a_need(house_, actor, open->conversation, open->review.needs));
}

}  // namespace countersign::review
