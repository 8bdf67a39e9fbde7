// Reject, take over, give back, write, and the deadline: whatever happens, the customer ends up with a person.
#include "flow/review/reviews.hpp"

#include <variant>

#include "base/ids.hpp"
#include "base/log.hpp"
#include "flow/model/occasion.hpp"
#include "flow/review/case.hpp"

namespace countersign::review {
namespace {

audit::Entry entry_of(audit::Kind kind, const Actor& actor, const std::string& message) {
  audit::Entry entry;
  entry.kind = kind;
  entry.actor = "user:" + actor.user;
  entry.message = message;
  return entry;
}

void drop(Changes& changes, const std::string& message) {
  changes.then([message](store::Session& session) { Messages::set_fate(session, message, Fate::dropped); });
}

/// The customer's last message, if no AI or person has answered it; "" otherwise.
std::string unanswered(const std::vector<Message>& messages) {
  std::string open;
  for (const auto& message : messages) {
    if (message.author == Author::customer) open = message.id;
    if (message.author != Author::customer && message.author != Author::system &&
        (message.fate == Fate::ready || message.fate == Fate::delivered))
      open.clear();
  }
  return open;
}

std::string reasons_of(const policy::Decision& decision) {
  std::string why;
  for (const auto& rule : decision.rules)
    if (rule.mode == "enforce" && !rule.met && rule.verdict > Verdict::change)
      why += (why.empty() ? "" : "; ") + rule.policy + ": " + rule.why;
  return why.empty() ? "the policies do not let this text go to the customer" : why;
}

}  // namespace

Result<Outcome> Reviews::end(Case& open, Changes& changes, const Actor& actor, audit::Kind kind,
                             const std::string& state) const {
  close(changes, open.review.id, state, house_.clock.now());
  drop(changes, open.review.message);
  auto entry = entry_of(kind, actor, open.review.message);
  entry.more = {{"review", open.review.id}};
  changes.record(open.conversation, std::move(entry));
  if (state == "taken_over")
    become_owner(changes, open.conversation, actor);
  else
    people_.hand_over(changes, open.conversation,
                      {nullptr, "a draft was " + state, open.review.reply.in_reply_to, true});
  changes.save(open.conversation);
  if (const auto kept = changes.commit(); !kept) return kept.error();
  return Outcome{"closed", open.review.message, "", "", ""};
}

Result<Outcome> Reviews::reject(const Actor& actor, const std::string& review, const std::string& reason) const {
  auto open = take(review);
  if (!open) return open.error();
  // Sealed: people write names into reasons.
  const auto sealed = house_.keys.seal(open->conversation.customer, "reason:" + review, reason);
  if (!sealed) return sealed.error();
  Changes changes(house_);
  changes.then([review, sealed = *sealed](store::Session& session) {
    session.run("UPDATE review SET reason=$2 WHERE id=$1", {review, store::Blob{sealed}});
  });
  return end(*open, changes, actor, audit::Kind::rejected, "rejected");
}

Result<Outcome> Reviews::take_over_review(const Actor& actor, const std::string& review) const {
  auto open = take(review);
  if (!open) return open.error();
  Changes changes(house_);
  return end(*open, changes, actor, audit::Kind::taken_over, "taken_over");
}

Status Reviews::close_all(Changes& changes, const Conversation& conversation, const std::string& state) const {
  const auto waiting = waiting_in(house_, conversation.id);
  if (!waiting) return waiting.error();
  for (const auto& id : *waiting) {
    const auto review = one(house_, id);
    if (!review) return review.error();
    close(changes, id, state, house_.clock.now());
    drop(changes, review->message);
  }
  return {};
}

void Reviews::become_owner(Changes& changes, Conversation& conversation, const Actor& actor) const {
  conversation.owner = Owner::person;
  conversation.agent = actor.user;
  conversation.assigned_to.clear();
  conversation.ai_returns = true;  // when it comes back to the AI, the AI says again what it is
  if (conversation.queue.empty()) conversation.queue = "support";
  changes.record(conversation, entry_of(audit::Kind::taken_over, actor, ""));
}

Result<Outcome> Reviews::take_over(const Actor& actor, const std::string& id) const {
  auto named = house_.conversations.by_id(id);
  if (!named) return named.error();
  const auto lock = house_.locks.hold(named->ref);
  auto conversation = house_.conversations.by_id(id);
  if (!conversation) return conversation.error();
  Changes changes(house_);
  if (const auto closed = close_all(changes, *conversation, "taken_over"); !closed) return closed.error();
  become_owner(changes, *conversation, actor);
  changes.save(*conversation);
  if (const auto kept = changes.commit(); !kept) return kept.error();
  return Outcome{"closed", "", "", "", ""};
}

Result<Outcome> Reviews::give_back(const Actor& actor, const std::string& id) const {
  auto named = house_.conversations.by_id(id);
  if (!named) return named.error();
  const auto lock = house_.locks.hold(named->ref);
  auto conversation = house_.conversations.by_id(id);
  if (!conversation) return conversation.error();
  if (conversation->never_ai) return Error{Fault::forbidden, "the customer said that no AI may answer them"};
  if (conversation->owner == Owner::ai) return Error{Fault::gone, "the AI has this conversation already"};
  const auto messages = house_.messages.of(conversation->customer, conversation->id, kMessagesJudged);
  if (!messages) return messages.error();
  const auto open_question = unanswered(*messages);
  if (!open_question.empty() && conversation->ai_may < AiMay::draft)
    return Error{Fault::conflict, "the customer's last message is one that AI may not answer; answer it first"};
  conversation->owner = Owner::ai;
  conversation->agent.clear();
  conversation->queue.clear();
  conversation->priority.clear();
  conversation->assigned_to.clear();
  conversation->routing.clear();
  conversation->ai_returns = true;
  Changes changes(house_);
  if (!open_question.empty())  // nobody would answer it otherwise
    changes.add(Work{"", Task::answer, conversation->id, open_question, "", house_.clock.now(), 0});
  changes.record(*conversation, entry_of(audit::Kind::given_back, actor, ""));
  changes.save(*conversation);
  if (const auto kept = changes.commit(); !kept) return kept.error();
  return Outcome{"closed", "", "", "", ""};
}

/// What is kept of a text taken once: what became of it, and a look-up value of the text.
Result<std::optional<Outcome>> Reviews::written_before(const std::string& once, const std::string& text) const {
  std::optional<Outcome> before;
  if (once.empty()) return before;
  std::string kept;
  const auto read = house_.store.read([&](store::Session& session) {
    session.first("SELECT message, body_mac FROM event WHERE ref=$1", {once}, [&](const store::Row& row) {
      kept = row.text(1);
      before = Outcome{"sent", row.text(0), "", text, ""};
    });
  });
  if (!read) return read.error();
  if (kept.empty()) return before;  // written by an older version, which did not keep it
  before->state = kept.substr(0, kept.find(':'));
  if (kept != before->state + ":" + house_.keys.index("body", text))
    return Error{Fault::conflict, "this key came before with another text; use a new one for a new text"};
  return before;
}

Result<Outcome> Reviews::write(const Actor& actor, const std::string& id, const std::string& text,
                               const std::string& once) const {
  if (const auto fine = sendable(text); !fine) return fine.error();
  auto named = house_.conversations.by_id(id);
  if (!named) return named.error();
  const auto lock = house_.locks.hold(named->ref);
  const auto before = written_before(once, text);
  if (!before) return before.error();
  if (*before) return **before;
  auto conversation = house_.conversations.by_id(id);
  if (!conversation) return conversation.error();
  const auto messages = house_.messages.of(conversation->customer, conversation->id, kMessagesJudged);
  if (!messages) return messages.error();
  std::string question;
  for (const auto& message : *messages)
    if (message.author == Author::customer) question = message.id;
  Changes changes(house_);
  if (conversation->owner != Owner::person || conversation->agent != actor.user) {  // who writes has it
    if (const auto closed = close_all(changes, *conversation, "taken_over"); !closed) return closed.error();
    become_owner(changes, *conversation, actor);
  }
  Reply reply;
  reply.message = new_id(house_.clock.now());
  reply.conversation = conversation->id;
  reply.channel = conversation->channel;
  reply.written_by = Author::person;
  reply.user = actor.user;
  reply.in_reply_to = question;
  reply.text = text;
  auto judged = gate_.reply(Draft(reply), *conversation, occasion_of(*messages, question));
  Outcome outcome{"sent", reply.message, "", text, ""};
  if (auto* passed = std::get_if<Passed>(&judged)) {
    clearance_.record(changes, *conversation, std::move(*passed));
  } else {
    const auto& stopped = std::get<Stopped>(judged);
    if (stopped.decision.verdict > Verdict::hold) return refuse(*conversation, actor, reply.message, stopped.decision);
    outcome.state = "waiting";
    people_.stop(changes, *conversation, stopped);
  }
  if (!once.empty())
    changes.then([once, mac = outcome.state + ":" + house_.keys.index("body", text), message = reply.message,
                  at = micros(house_.clock.now())](store::Session& session) {
      if (session.run("INSERT INTO event (ref, body_mac, message, at) VALUES ($1,$4,$2,$3) ON CONFLICT DO NOTHING",
                      {once, message, at, mac}) != 1)
        throw store::Rollback({Fault::conflict, "the same text is being taken at this moment"});
    });
  changes.save(*conversation);
  if (const auto kept = changes.commit(); !kept) return kept.error();
  return outcome;
}

/// The author is told why, and the record keeps that it was tried.
Error Reviews::refuse(const Conversation& conversation, const Actor& actor, const std::string& message,
                      const policy::Decision& decision) const {
  Changes changes(house_);
  auto entry = entry_of(audit::Kind::blocked, actor, message);
  entry.author = to_word(Author::person);
  entry.border = to_word(Border::reply);
  entry.decision = &decision;
  changes.record(conversation, std::move(entry));
  if (const auto kept = changes.commit(); !kept) return kept.error();
  return {Fault::invalid, reasons_of(decision)};
}

Status Reviews::agent_reply(const plugin::AgentReply& reply) const {
  if (reply.ticket.empty())  // conversations that are not filed yet have no ticket either
    return Error{Fault::invalid, "the reply names no ticket"};
  std::string conversation;
  const auto ref = house_.keys.index("helpdesk_event", reply.event);
  const auto read = house_.store.read([&](store::Session& session) {
    session.first("SELECT id FROM conversation WHERE ticket=$1", {reply.ticket},
                  [&](const store::Row& row) { conversation = row.text(0); });
  });
  if (!read) return read;
  if (conversation.empty()) return Error{Fault::not_found, "no conversation has the ticket " + reply.ticket};
  const auto written = write({reply.agent, "agent"}, conversation, reply.text, ref);
  if (!written) return written.error();
  return {};
}

void Reviews::expire(const Work& work) const {
  auto open = take(work.subject);
  if (!open && open.error().fault != Fault::gone && open.error().fault != Fault::not_found)
    return try_later(house_, work);
  Changes changes(house_);
  changes.done(work);
  if (open) {
    const auto& reply = open->review.reply;
    close(changes, open->review.id, "expired", house_.clock.now());
    drop(changes, open->review.message);
    changes.record(open->conversation, entry_of(audit::Kind::expired, {"deadline", ""}, open->review.message));
    people_.hand_over(changes, open->conversation,
                      {nullptr, "nobody reviewed a draft in time", reply.in_reply_to, true, "", true});
    changes.save(open->conversation);
  }
  if (const auto kept = changes.commit(); !kept && kept.error().fault != Fault::gone) try_later(house_, work);
}

}  // namespace countersign::review
