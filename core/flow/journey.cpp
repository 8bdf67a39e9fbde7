#include "flow/journey.hpp"

#include <algorithm>

#include "base/log.hpp"

namespace countersign {
namespace {
bool saw(const Sight& sight, std::string_view kind) {
  return std::any_of(sight.findings.begin(), sight.findings.end(),
                     [&](const Finding& one) { return one.kind == kind; });
}
}  // namespace

Journey::Journey(const House& house, const Egress& egress)
    : house_(house),
      gate_(house),
      clearance_(house),
      people_(house, gate_, clearance_),
      intake_(house),
      lookups_(house, gate_, egress),
      answering_(house, gate_, clearance_, people_, egress, lookups_),
      filing_(house, gate_, egress, lookups_),
      delivering_(house, gate_, clearance_, people_, egress),
      telling_(house, people_, egress),
      reviews_(house, gate_, clearance_, people_) {}

void Journey::arrive(const std::string& channel, const plugin::Webhook& webhook, Told told) const {
  if (const auto fit = house_.fitness.accept(); !fit) return told(fit.error(), 0);
  if (full_ && full_())
    return told(
        Error{Fault::unavailable, "too many questions wait for their answers; nothing was accepted, send it again"}, 0);
  int refused_as = 0;
  auto arrival = intake_.receive(channel, webhook, &refused_as);  // 1. verified, translated
  if (!arrival) return told(arrival.error(), refused_as);
  accept(*arrival, std::move(told));
}

void Journey::accept(const Arrival& arrival, Told told) const {
  auto lock = std::make_shared<Locks::Hold>(house_.locks.hold(arrival.conversation_ref));
  auto known = intake_.look_up(arrival);
  if (!known) return told(known.error(), 0);
  known->conversation.turn += 1;
  const auto judged = gate_.arrival(known->conversation, arrival.inbound.text, known->earlier,
                                    arrival.inbound.asks_for_person);  // 2. detected, decided
  if (!judged.judged)
    return told(Error{Fault::unavailable, "the message could not be judged; it was not accepted, send it again"}, 0);
  Changes changes(house_);  // 3. one transaction
  const auto before = intake_.once(changes, arrival);
  auto message = keep(changes, arrival, *known, judged);
  changes.commit([lock = std::move(lock), before, told = std::move(told), message = std::move(message),
                  channel = arrival.channel, verdict = judged.decision.verdict](const Status& kept) {
    lock->reset();
    if (before->told) return told(*before->told, 0);  //    a duplicate changes nothing
    if (!kept) return told(kept.error(), 0);
    log::info("accepted", {{"channel", channel}, {"message", message}, {"verdict", to_word(verdict)}});
    told(Accepted{message, false}, 0);
  });
}

std::string Journey::keep(Changes& changes, const Arrival& arrival, Known& known, const Arrived& judged) const {
  auto message = intake_.keep(changes, arrival, known.conversation, judged);
  // No policy speaks about attachments yet, so no AI answers a message that has one; a button is never argued with.
  after_arrival(changes, known.conversation, judged, message,
                !arrival.inbound.attachments.empty() || arrival.inbound.asks_for_person);
  changes.save(known.conversation);
  return message;
}

void Journey::travel(const Work& work, std::shared_ptr<void> held) const noexcept {
  try {
    if (house_.departed->contains(work.conversation)) return;  // erased or removed meanwhile, and its work with it
    // What cannot be recorded is not done: the work stays as it is and is looked at again in a moment.
    if (const auto fit = house_.fitness.act(); !fit) return try_later(house_, work);
    switch (work.task) {
      case Task::file:
        return filing_.file(work);  // 4. ticket border, helpdesk
      case Task::answer:
        return answering_.answer(work, std::move(held));  // 5. prompt border, model, draft; 6. reply border
      case Task::deliver:
        return delivering_.deliver(work);  // 8. cleared, sent; 9. the answer recorded
      case Task::deadline:
        // 7. a review nobody answered, or a hand-over nobody took
        return calls_somebody(work) ? people_.call_next(work) : reviews_.expire(work);
      case Task::notify:
        return telling_.tell(work);  // whoever is on call
    }
  } catch (const std::exception& problem) {
    log::error("step_failed",
               {{"task", to_word(work.task)}, {"conversation", work.conversation}, {"why", problem.what()}});
    answering_.give_up(work, "an internal error");
  }
}

void Journey::after_arrival(Changes& changes, Conversation& conversation, const Arrived& judged,
                            const std::string& message, bool wants_person) const {
  const auto& decision = judged.decision;
  constexpr std::size_t kLongEnoughToTell = 20;  // bytes; a shorter text says little about its language
  if (conversation.language.empty() || judged.text.size() >= kLongEnoughToTell)
    conversation.language = judged.sight.language;
  if (conversation.language.empty()) conversation.language = judged.facts.language;
  if (saw(judged.sight, "refuses_ai")) {  // holds in every conversation of this customer, whoever has it later
    conversation.never_ai = true;
    changes.then([customer = conversation.customer](store::Session& session) {
      session.run("UPDATE conversation SET never_ai=1 WHERE customer=$1", {customer});
    });
  }
  conversation.moment = decision.moment;
  conversation.ai_may = decision.ai_may;
  changes.add(Work{"", Task::file, conversation.id, message, conversation.turn == 1 ? "opened" : "message",
                   house_.clock.now(), 0});
  if (decision.verdict == Verdict::block) {
    conversation.owner = Owner::nobody;
    people_.open_case(changes, conversation, "blocked_arrival", message, "a message was kept apart by policy");
    return people_.hand_over(changes, conversation, {&decision, "kept apart by policy", message, false});
  }
  if (conversation.owner == Owner::person && decision.verdict < Verdict::hand_over)
    return;  // the agent sees it in the ticket
  const bool urgent = decision.verdict == Verdict::hand_over || conversation.never_ai || wants_person;
  if (conversation.owner == Owner::ai && !urgent && decision.verdict < Verdict::hold &&
      decision.ai_may >= AiMay::draft && !decision.duties.ai_off) {
    changes.add(Work{"", Task::answer, conversation.id, message, "", house_.clock.now(), 0});
    return;
  }
  if (conversation.owner == Owner::nobody && !urgent)  // it waits in a queue already
    return people_.say(changes, conversation, "received", message);
  // Whoever talks with a person need not be told that one takes over; words for an emergency are always said.
  const bool tell = conversation.owner != Owner::person || decision.duties.say.contains("safety-text");
  people_.hand_over(changes, conversation,
                    {&decision, "moment " + decision.moment + ": a person answers", message, tell});
}

Status Journey::helpdesk_says(const plugin::Webhook& webhook) const {
  if (const auto fit = house_.fitness.accept(); !fit) return fit;
  const auto connectors = house_.connectors.get();
  if (connectors->left_out.contains("helpdesk"))
    return Error{Fault::unavailable, "the helpdesk's plugin is out of order for the moment; send it again later"};
  if (!connectors->helpdesk) return Error{Fault::not_found, "no helpdesk is configured"};
  const auto said = connectors->helpdesk->receive(webhook);
  if (!said) return said.error();
  if (!*said) return {};
  return reviews_.agent_reply(**said);
}

}  // namespace countersign
