#include "flow/audit/clearance.hpp"

#include <algorithm>
#include <optional>

#include "base/crypto.hpp"
#include "base/ids.hpp"
#include "flow/audit/text_digest.hpp"

namespace countersign {
namespace {

constexpr std::chrono::hours kOldDraft{1};  // starter rule 18

void remember_shown(Conversation& conversation, const Composed& composed, Time now) {
  auto ids = composed.notices;
  if (ids.empty() && !composed.reply.system_notice.empty()) ids.push_back(composed.reply.system_notice);
  for (const auto& id : ids) {
    std::erase_if(conversation.notices, [&](const auto& shown) { return shown.id == id; });
    conversation.notices.push_back({id, now});
  }
  if (of_ai_origin(composed.reply.written_by)) {
    conversation.ai_turns += 1;
    conversation.ai_returns = false;
  }
}

void insert_row(store::Session& session, const OutboxRow& row, const std::string& conversation) {
  session.run(
      "INSERT INTO outbox (message, conversation, channel, state, digest, policy_digest, receipt, reply, tries, turn) "
      "VALUES ($1,$2,$3,'ready',$4,$5,$6,$7,0,$8) ON CONFLICT (message) DO UPDATE SET state='ready', digest=$4, "
      "policy_digest=$5, receipt=$6, reply=$7, turn=$8",
      {row.message, conversation, row.channel, row.digest, row.policy_digest, row.receipt,
       store::Blob{row.sealed_reply}, std::int64_t{row.turn}});
}

}  // namespace

void Clearance::record(Changes& changes, Conversation& conversation, Passed passed, const Work* again) const {
  const Composed composed = std::move(passed).spend();
  const Reply& reply = composed.reply;
  const auto digest = audit::text_digest(house_.keys, conversation.customer, reply.message, composed.text);
  const auto sealed = house_.keys.seal(conversation.customer, "reply:" + reply.message, to_json(reply));
  if (!digest || !sealed) return changes.fail(!digest ? digest.error() : sealed.error());

  audit::Entry entry;
  entry.kind = audit::Kind::cleared;
  entry.message = reply.message;
  entry.author = to_word(reply.written_by);
  entry.actor = reply.user.empty() ? "policy" : "user:" + reply.user;
  entry.border = to_word(Border::reply);
  entry.text_digest = *digest;
  entry.notice = composed.notice;
  entry.decision = &composed.decision;
  entry.facts = &composed.facts;
  if (!reply.model.empty()) entry.more["model"] = reply.model;
  json::Array signers;
  for (const auto& signature : reply.signatures)
    if (signature.digest == composed.digest) signers.push_back("user:" + signature.user);
  if (!signers.empty()) entry.more["signed_by"] = std::move(signers);
  const auto receipt = changes.record(conversation, std::move(entry));

  const Time now = house_.clock.now();
  changes.add(conversation, {reply.message, conversation.id, reply.written_by, reply.user, Fate::ready,
                             reply.in_reply_to, composed.notice, now, false, composed.text});
  const OutboxRow row{reply.message,
                      conversation.channel,
                      "ready",
                      composed.digest,
                      composed.decision.policy_digest,
                      receipt,
                      *sealed,
                      0,
                      conversation.turn};
  changes.then([row, id = conversation.id](store::Session& session) { insert_row(session, row, id); });
  if (again != nullptr)
    changes.renew(*again, now);
  else
    changes.add(Work{"", Task::deliver, conversation.id, reply.message, conversation.channel, now, 0});
  remember_shown(conversation, composed, now);
}

void Clearance::renew(Changes& changes, Conversation& conversation, const OutboxRow& row, Passed passed) const {
  const Composed composed = std::move(passed).spend();
  const auto sealed = house_.keys.seal(conversation.customer, "reply:" + row.message, to_json(composed.reply));
  if (!sealed) return changes.fail(sealed.error());
  audit::Entry entry;
  entry.kind = audit::Kind::decided;
  entry.message = row.message;
  entry.author = to_word(composed.reply.written_by);
  entry.actor = "policy";
  entry.border = to_word(Border::reply);
  entry.reason = "judged again before it is sent once more: the same text passed";
  entry.decision = &composed.decision;
  entry.facts = &composed.facts;
  changes.record(conversation, std::move(entry));
  changes.then([message = row.message, policies = composed.decision.policy_digest, sealed = *sealed,
                turn = std::int64_t{conversation.turn}](store::Session& session) {
    session.run("UPDATE outbox SET policy_digest=$2, reply=$3, turn=$4 WHERE message=$1",
                {message, policies, store::Blob{sealed}, turn});
  });
  remember_shown(conversation, composed, house_.clock.now());
}

Result<OutboxRow> Clearance::row(const std::string& message) const {
  OutboxRow found;
  const auto read = house_.store.read([&](store::Session& session) {
    session.first(
        "SELECT message, channel, state, digest, policy_digest, receipt, reply, tries, turn FROM outbox WHERE "
        "message=$1",
        {message}, [&](const store::Row& row) {
          found = {row.text(0),
                   row.text(1),
                   row.text(2),
                   row.text(3),
                   row.text(4),
                   row.text(5),
                   row.blob(6),
                   static_cast<int>(row.integer(7)),
                   static_cast<int>(row.integer(8))};
        });
  });
  if (!read) return read.error();
  if (found.message.empty()) return Error{Fault::not_found, "the outbox has no message " + message};
  return found;
}

Status Clearance::agree(const Conversation& conversation, const OutboxRow& row, const std::string& text) const {
  if (crypto::sha256_hex(text) != row.digest)
    return Error{Fault::internal,
                 "the text of message " + row.message + " is not the one that passed; it was not sent"};
  std::string body;
  const auto read = house_.store.read([&](store::Session& session) {
    session.first("SELECT body FROM entry WHERE id=$1 AND kind='cleared' AND message=$2", {row.receipt, row.message},
                  [&](const store::Row& entry) { body = entry.blob(0); });
  });
  if (!read) return read;
  const auto recorded = json::parse(body);
  const auto digest = audit::text_digest(house_.keys, conversation.customer, row.message, text);
  // Of a text that a version without openings cleared, on its way while the gateway was updated.
  const auto before = house_.keys.pseudonym(conversation.customer, "text:" + row.message, text);
  if (!recorded || !digest || !before || (recorded->text("text") != *digest && recorded->text("text") != *before))
    return Error{Fault::internal, "message " + row.message + " has no matching entry in the record; it was not sent"};
  return {};
}

std::string Clearance::changed_since(const Conversation& conversation, const OutboxRow& row, const Reply& reply) const {
  if (house_.rules_for(conversation)->set->digest() != row.policy_digest) return "the policies changed";
  if (!reply.signatures.empty() && conversation.turn != row.turn) return "the customer wrote since it was signed";
  if (!of_ai_origin(reply.written_by)) return "";
  if (conversation.turn != row.turn) return "the customer wrote since it was drafted";
  const auto cleared_at = made_at(row.receipt);  // of its last clearing: the message keeps its first time
  if (!cleared_at || house_.clock.now() - *cleared_at > kOldDraft) return "the draft is older than an hour";
  const auto too_old = [now = house_.clock.now()](const auto& source) {
    return source.good_until && now > *source.good_until;
  };
  if (reply.signatures.empty() && std::any_of(reply.sources.begin(), reply.sources.end(), too_old))
    return "what was looked up is too old";
  if (house_.stop.covers(conversation.channel, reply.model)) return "AI was stopped";
  if (conversation.owner != Owner::ai) return "a person has the conversation";
  return "";
}

Result<Reply> Clearance::reply(const Conversation& conversation, const OutboxRow& row) const {
  const auto open = house_.keys.open(conversation.customer, "reply:" + row.message, row.sealed_reply);
  if (!open) return open.error();
  return reply_from_json(*open);
}

Result<std::variant<Cleared, Stale>> Clearance::lease(const Conversation& conversation, const OutboxRow& row) const {
  std::optional<Result<std::variant<Cleared, Stale>>> leased;
  const auto read = house_.store.read([&](store::Session&) { leased.emplace(compare(conversation, row)); });
  if (!read) return read.error();
  return std::move(*leased);
}

Result<std::variant<Cleared, Stale>> Clearance::compare(const Conversation& conversation, const OutboxRow& row) const {
  auto message = house_.messages.one(conversation.customer, row.message);
  if (!message) return message.error();
  auto reply = this->reply(conversation, row);
  if (!reply) return reply.error();
  if (auto why = changed_since(conversation, row, *reply); !why.empty())
    return std::variant<Cleared, Stale>(Stale{std::move(*reply), std::move(why)});
  if (const auto agreed = agree(conversation, row, message->text); !agreed) return agreed.error();

  plugin::Outgoing out{row.message,     conversation.name, conversation.customer_id, message->text,
                       message->author, message->notice,   message->in_reply_to,     row.receipt,
                       row.message,     house_.clock.now()};
  return std::variant<Cleared, Stale>(
      Cleared(Key<Clearance>(), {row.message, conversation.id, row.channel, std::move(out)}));
}

}  // namespace countersign
