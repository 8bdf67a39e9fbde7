#include "flow/people.hpp"

#include <algorithm>
#include <set>
#include <variant>

#include "base/ids.hpp"
#include "flow/policy/default_deadline.hpp"
#include "flow/policy/said_at_once.hpp"
#include "flow/review/review.hpp"
#include "flow/staffed.hpp"

namespace countersign {
namespace {

constexpr const char* kOtherLanguage = "other-language";  ///< said where nobody speaks the customer's
constexpr std::string_view kDefaultQueue = "support";
constexpr std::chrono::hours kSayAgainAfter{3};

std::set<std::string> lines_of(const policy::Decision* decision) {
  if (decision == nullptr || decision->duties.say.empty()) return {"hand-over"};
  return policy::said_at_once(decision->duties.say);
}

bool said_lately(const Conversation& conversation, const std::string& id, Time now) {
  return std::any_of(conversation.notices.begin(), conversation.notices.end(),
                     [&](const auto& shown) { return shown.id == id && now - shown.at < kSayAgainAfter; });
}

}  // namespace

std::chrono::seconds review_deadline(const policy::Duties& duties, const std::string& channel,
                                     const std::string& channel_kind, const policy::Staffing* queue, Time now) {
  for (const auto& key : {channel, channel_kind, std::string()}) {
    const auto plain = duties.deadline.find(key);
    const auto staffed = duties.staffed_deadline.find(key);
    if (staffed == duties.staffed_deadline.end()) {
      if (plain != duties.deadline.end()) return plain->second;
      continue;
    }
    const auto wait = queue != nullptr ? policy::business_time(*queue, now, staffed->second) : staffed->second;
    return plain == duties.deadline.end() ? wait : std::min(plain->second, wait);
  }
  return policy::kDefaultDeadline;
}

bool People::route(Conversation& conversation, const policy::Decision* decision) const {
  if (decision != nullptr && decision->duties.give_to) {
    conversation.queue = decision->duties.give_to->queue;
    conversation.priority = decision->duties.give_to->priority;
  }
  if (conversation.queue.empty()) conversation.queue = kDefaultQueue;
  if (conversation.priority.empty()) conversation.priority = "normal";
  const auto rules = house_.rules_for(conversation);
  const auto routing =
      policy::route(rules->set->queues(), conversation.queue, conversation.language, house_.clock.now());
  const bool stays = conversation.priority == "page_someone";  // in danger, being trained for it counts more
  conversation.routing =
      stays && routing.queue != conversation.queue ? "paged, so it stays; " + routing.why : routing.why;
  if (!stays) conversation.queue = routing.queue;
  return routing.spoken;
}

void People::file(Changes& changes, const Conversation& conversation, const std::string& kind,
                  const std::string& subject) const {
  changes.add(Work{"", Task::file, conversation.id, subject, kind, house_.clock.now(), 0});
}

void People::say(Changes& changes, Conversation& conversation, const std::string& id, const std::string& in_reply_to,
                 bool is_an_answer) const {
  const auto rules = house_.rules_for(conversation);
  if (!is_an_answer && said_lately(conversation, id, house_.clock.now())) return;
  const auto notice = fill(*rules->set, id, gate_.destination(*rules->set, conversation));
  if (!notice) {  // the customer's text is with a person all the same; the missing line is theirs to see
    open_case(changes, conversation, "missing_notice", in_reply_to, notice.error().message);
    return;
  }
  Reply reply;
  reply.message = new_id(house_.clock.now());
  reply.conversation = conversation.id;
  reply.channel = conversation.channel;
  reply.written_by = Author::system;
  reply.in_reply_to = in_reply_to;
  reply.text = notice->text;
  reply.system_notice = id;
  auto judged = gate_.reply(Draft(std::move(reply)), conversation, {});
  if (auto* passed = std::get_if<Passed>(&judged))
    clearance_.record(changes, conversation, std::move(*passed));
  else
    open_case(changes, conversation, "notice_stopped", in_reply_to, "the policies stopped the notice \"" + id + "\"");
}

void People::hand_over(Changes& changes, Conversation& conversation, const Handover& handover) const {
  const bool waits_already = conversation.owner == Owner::nobody;
  const auto place = std::pair(conversation.queue, conversation.priority);
  if (conversation.owner != Owner::person) {  // who has it keeps it
    conversation.owner = Owner::nobody;
    conversation.agent.clear();
  }
  review::withdraw_ai_texts(changes, conversation.id, house_.clock.now());
  const bool spoken = route(conversation, handover.decision);
  audit::Entry entry;
  entry.kind = audit::Kind::handed_over;
  entry.message = handover.in_reply_to;
  entry.actor = "policy";
  entry.reason = handover.reason;
  entry.decision = handover.decision;
  entry.more = {{"queue", conversation.queue}, {"priority", conversation.priority}};
  if (!conversation.routing.empty()) entry.more["routing"] = conversation.routing;
  changes.record(conversation, std::move(entry));
  file(changes, conversation, "handed_over", handover.reason + handover.for_agents);
  const bool new_here = !waits_already || place != std::pair(conversation.queue, conversation.priority);
  if (conversation.owner == Owner::nobody && (handover.unanswered || new_here))  // else their time runs on
    call(changes, conversation, handover.unanswered);
  if (!handover.tell_customer) return;
  const auto lines = lines_of(handover.decision);
  for (const auto& id : lines) say(changes, conversation, id, handover.in_reply_to);
  const bool danger = std::find(lines.begin(), lines.end(), "safety-text") != lines.end();
  if (!spoken && !danger && house_.rules_for(conversation)->set->notice(kOtherLanguage, conversation.language, "any"))
    say(changes, conversation, kOtherLanguage, handover.in_reply_to);
}

void People::stop(Changes& changes, Conversation& conversation, const Stopped& stopped) const {
  switch (stopped.decision.verdict) {
    case Verdict::block:
      return block(changes, conversation, stopped);
    case Verdict::hand_over: {
      const bool silent = stopped.reply.written_by == Author::system;
      return hand_over(changes, conversation,
                       {&stopped.decision, "a policy gives this to a person", stopped.reply.in_reply_to, !silent});
    }
    default:
      return hold(changes, conversation, stopped);
  }
}

void People::hold(Changes& changes, Conversation& conversation, const Stopped& stopped) const {
  if (stopped.reply.text.empty()) {  // nothing to review (a prompt that may not leave): a person answers
    return hand_over(changes, conversation,
                     {&stopped.decision, "no policy lets the model see this", stopped.reply.in_reply_to, true});
  }
  const Reply& reply = stopped.reply;
  (void)route(conversation, &stopped.decision);
  assign_if_closed(changes, conversation);
  changes.add(conversation, {reply.message, conversation.id, reply.written_by, reply.user, Fate::waiting,
                             reply.in_reply_to, stopped.notice, house_.clock.now(), false, stopped.composed});
  const auto rules = house_.rules_for(conversation);
  const auto queue = rules->set->queues().find(conversation.queue);
  const auto now = house_.clock.now();
  const auto wait =
      review_deadline(stopped.decision.duties, conversation.channel, house_.channel_kind(conversation.channel),
                      queue == rules->set->queues().end() ? nullptr : &queue->second, now);
  const auto review = review::open(changes, house_, conversation, stopped, now + wait);
  audit::Entry entry;
  entry.kind = audit::Kind::held;
  entry.message = reply.message;
  entry.author = to_word(reply.written_by);
  entry.border = to_word(Border::reply);
  entry.decision = &stopped.decision;
  entry.facts = stopped.facts ? &*stopped.facts : nullptr;
  entry.reason = stopped.decision.error;
  entry.more = {{"review", review}};
  changes.record(conversation, std::move(entry));
  file(changes, conversation, "review", reply.message);
  if (of_ai_origin(reply.written_by)) say(changes, conversation, "on-hold", reply.in_reply_to);
}

void People::block(Changes& changes, Conversation& conversation, const Stopped& stopped) const {
  const Reply& reply = stopped.reply;
  conversation.owner = Owner::nobody;
  review::withdraw_ai_texts(changes, conversation.id, house_.clock.now());
  (void)route(conversation, &stopped.decision);
  if (!reply.text.empty())
    changes.add(conversation, {reply.message, conversation.id, reply.written_by, reply.user, Fate::blocked,
                               reply.in_reply_to, "", house_.clock.now(), false, reply.text});
  audit::Entry entry;
  entry.kind = audit::Kind::blocked;
  entry.message = reply.message;
  entry.author = to_word(reply.written_by);
  entry.border = to_word(Border::reply);
  entry.decision = &stopped.decision;
  entry.facts = stopped.facts ? &*stopped.facts : nullptr;
  changes.record(conversation, std::move(entry));
  open_case(changes, conversation, "blocked", reply.message, "a text was blocked by policy; a person answers");
  file(changes, conversation, "handed_over", "a text was blocked by policy");
  call(changes, conversation, false);
  say(changes, conversation, "blocked-holding", reply.in_reply_to);
}

void People::open_case(Changes& changes, const Conversation& conversation, const std::string& kind,
                       const std::string& message, const std::string& why) const {
  const auto now = house_.clock.now();
  changes.then([id = new_id(now), conversation = conversation.id, kind, message, why,
                at = micros(now)](store::Session& session) {
    session.run(
        "INSERT INTO owned_case (id, conversation, kind, message, why, state, at) VALUES ($1,$2,$3,$4,$5,'open',$6)",
        {id, conversation, kind, message, why, at});
  });
  file(changes, conversation, "case", why);  // and it is seen where the agents work
}

}  // namespace countersign
