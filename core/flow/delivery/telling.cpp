#include "flow/delivery/telling.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "flow/delivery/filing.hpp"
#include "flow/staffed.hpp"

namespace countersign {
namespace {

constexpr int kTriesBeforeCase = 10;  // with the pauses of pause_after() about a quarter of an hour

/// The subject of such work: who, and until when they have time.
struct Whom {
  std::string who;
  Time due_at{};
};
Whom whom_of(const Work& work) {
  const auto line = work.subject.find('\n');
  const auto due = line == std::string::npos ? std::nullopt : from_rfc3339(work.subject.substr(line + 1));
  return {work.subject.substr(0, line), due.value_or(work.due_at)};
}

/// Somebody took it meanwhile, or the next one was reached: a late call would only disturb.
bool is_over(const Conversation& conversation, const std::string& who) {
  if (conversation.owner == Owner::person) return true;
  return conversation.assigned_to.empty() ? conversation.queue != who : conversation.assigned_to != who;
}

void finish(const House& house, const Work& work) {
  Changes changes(house);
  changes.done(work);
  if (const auto done = changes.commit(); !done && done.error().fault != Fault::gone) try_later(house, work);
}

}  // namespace

Work work_of_telling(const Conversation& conversation, const std::string& who, Time due_at, const std::string& notifier,
                     Time now) {
  return {"", Task::notify, conversation.id, who + "\n" + to_rfc3339(due_at), notifier, now, 0};
}

void Telling::tell(const Work& work) const {
  const auto turn = egress_.turn(notify_target(work.note));
  if (turn.shut()) return wait_until(house_, work, *turn.shut());
  const auto conversation = house_.conversations.by_id(work.conversation);
  if (may_come_back(conversation)) return try_later(house_, work);
  const auto whom = whom_of(work);
  if (!conversation) return finish(house_, work);
  if (is_over(*conversation, whom.who)) {
    if (conversation->owner != Owner::nobody) return finish(house_, work);
    return outcome(work, *conversation, whom.who,
                   {plugin::Outcome::refused, "it did not get through before the next one was called", {}});
  }
  const auto connectors = house_.connectors.get();
  const auto& all = connectors->notifiers;
  const auto notifier =
      std::find_if(all.begin(), all.end(), [&](const Notifier& one) { return one.name == work.note; });
  if (notifier == all.end())
    return outcome(work, *conversation, whom.who,
                   {plugin::Outcome::refused, "it is no longer in the configuration", {}});
  const auto reference = reference_of(*conversation);
  const auto link =
      link_to(*notifier,
              {{"{reference}", reference}, {"{conversation}", conversation->id}, {"{ticket}", conversation->ticket}});
  Summons summons(Key<Telling>(),
                  {work.id, whom.who, reference, conversation->queue, conversation->priority, link, whom.due_at});
  outcome(work, *conversation, whom.who, egress_.tell(std::move(summons), *notifier));
}

void Telling::outcome(const Work& work, const Conversation& conversation, const std::string& who,
                      const plugin::Delivery& delivery) const {
  Changes changes(house_);
  const bool delivered = delivery.outcome == plugin::Outcome::delivered;
  if (!delivered && egress_.cancelled()) return;  // told at the next start, under the same key
  const bool refused = delivery.outcome == plugin::Outcome::refused || work.tries + 1 >= kTriesBeforeCase;
  if (!delivered && !refused) {
    changes.postpone(work, house_.clock.now() + std::max(pause_after(work.tries),
                                                         delivery.retry_after.value_or(std::chrono::seconds(0))));
    log::warning("not_told_yet",
                 {{"notify", work.note}, {"tries", std::int64_t{work.tries + 1}}, {"why", delivery.detail}});
  } else {
    changes.done(work);
    audit::Entry entry;
    entry.kind = audit::Kind::told;
    entry.actor = "system";
    if (refused) entry.reason = "not told: " + delivery.detail;
    entry.more = {{"who", who}, {"by", work.note}, {"told", delivered}};
    changes.record(conversation, std::move(entry));
    if (refused)
      people_.open_case(changes, conversation, "not_told", "",
                        who + " could not be told by \"" + work.note + "\": " + delivery.detail +
                            "; the ticket is the only word of it");
  }
  if (const auto kept = changes.commit(); !kept && kept.error().fault != Fault::gone) try_later(house_, work);
}

}  // namespace countersign
