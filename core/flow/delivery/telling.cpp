#include "flow/delivery/telling.hpp"

#include <algorithm>

#include "base/ids.hpp"
#include "base/log.hpp"
#include "flow/delivery/filing.hpp"
#include "flow/staffed.hpp"

namespace countersign {
namespace {

constexpr int kTriesBeforeCase = 10;  // with the pauses of pause_after() about a quarter of an hour

/// What a link with {ticket} waits for: the helpdesk files at the same moment. Then it goes without.
constexpr std::chrono::seconds kForTicket{15};

/// The subject of such work: who, and until when they have time; from the first try on also what else the body says,
/// since a body under one idempotency key never changes.
struct Whom {
  std::string who;
  Time due_at{};
  bool told_before = false;
  std::string queue, priority, link;
};

std::string next_line(std::string_view& text) {
  const auto end = std::min(text.find('\n'), text.size());
  std::string line(text.substr(0, end));
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

Whom whom_of(const Work& work) {
  std::string_view rest = work.subject;
  Whom whom;
  whom.who = next_line(rest);
  whom.due_at = from_rfc3339(next_line(rest)).value_or(work.due_at);
  whom.told_before = !rest.empty();
  whom.queue = next_line(rest);
  whom.priority = next_line(rest);
  whom.link = rest;
  return whom;
}

std::string subject_of(const Whom& whom) {
  return whom.who + "\n" + to_rfc3339(whom.due_at) + "\n" + whom.queue + "\n" + whom.priority + "\n" + whom.link;
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

bool Telling::waits_for_ticket(const Work& work, const Conversation& conversation, const Notifier& notifier) const {
  const auto made = made_at(work.id);
  return conversation.ticket.empty() && notifier.link.find("{ticket}") != std::string::npos && made &&
         house_.clock.now() < *made + kForTicket;
}

/// What the first try says is kept before it is made: every later one says the same.
Result<Work> Telling::settled(const Work& work, const Conversation& conversation, const Notifier& notifier) const {
  auto whom = whom_of(work);
  if (whom.told_before) return work;
  whom.queue = conversation.queue;
  whom.priority = conversation.priority;
  whom.link = link_to(notifier, {{"{reference}", reference_of(conversation)},
                                 {"{conversation}", conversation.id},
                                 {"{ticket}", conversation.ticket}});
  Work kept = work;
  kept.subject = subject_of(whom);
  const auto committed = house_.store.commit([&](store::Session& session) {
    session.run("UPDATE work SET subject=$2 WHERE id=$1", {kept.id, kept.subject});
  });
  if (!committed) return committed.error();
  return kept;
}

void Telling::tell(const Work& asked) const {
  if (asked.conversation.empty()) return tell_of_house(asked);
  const auto conversation = house_.conversations.by_id(asked.conversation);
  if (may_come_back(conversation)) return try_later(house_, asked);
  if (!conversation) return finish(house_, asked);
  const auto who = whom_of(asked).who;
  if (is_over(*conversation, who)) {
    if (conversation->owner != Owner::nobody) return finish(house_, asked);
    return outcome(asked, *conversation, who,
                   {plugin::Outcome::refused, "it did not get through before the next one was called", {}});
  }
  const auto connectors = house_.connectors.get();
  const auto& all = connectors->notifiers;
  const auto notifier =
      std::find_if(all.begin(), all.end(), [&](const Notifier& one) { return one.name == asked.note; });
  if (notifier == all.end())
    return outcome(asked, *conversation, who, {plugin::Outcome::refused, "it is no longer in the configuration", {}});
  if (waits_for_ticket(asked, *conversation, *notifier))
    return wait_until(house_, asked, house_.clock.now() + std::chrono::seconds(1));
  const auto turn = egress_.turn(notify_target(asked.note));
  if (turn.shut()) return wait_until(house_, asked, *turn.shut());
  const auto work = settled(asked, *conversation, *notifier);
  if (!work) return try_later(house_, asked);
  const auto whom = whom_of(*work);
  Summons summons(Key<Telling>(),
                  {work->id, whom.who, reference_of(*conversation), whom.queue, whom.priority, whom.link, whom.due_at});
  outcome(*work, *conversation, whom.who, egress_.tell(std::move(summons), *notifier));
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
