// People, second part: who is reached when nobody answers. Every step is on the record with name and reason, and in the
// ticket; the customer gets nothing because nobody looked.
#include <algorithm>

#include "base/log.hpp"
#include "flow/delivery/telling.hpp"
#include "flow/people.hpp"

namespace countersign {
namespace {

constexpr std::string_view kReach = "reach";  ///< note of such work: "reach", then one line for each who was reached

std::string note_of(const std::vector<std::string>& reached) {
  std::string note(kReach);
  for (const auto& name : reached) note += "\n" + name;
  return note;
}

std::vector<std::string> reached_in(const std::string& note) {
  std::vector<std::string> names;
  for (std::size_t at = note.find('\n'); at != std::string::npos;) {
    const std::size_t next = note.find('\n', at + 1);
    names.push_back(note.substr(at + 1, next == std::string::npos ? next : next - at - 1));
    at = next;
  }
  return names;
}

void forget_calls(Changes& changes, const Conversation& conversation) {
  changes.then([id = conversation.id](store::Session& session) {
    session.run("DELETE FROM work WHERE conversation=$1 AND task='deadline' AND note LIKE 'reach%'", {id});
  });
}

/// How long the queue itself has before somebody else is reached; nullopt: for ever.
std::optional<std::chrono::seconds> patience(const policy::Staffing& staffing, const std::string& priority, Time now) {
  if (priority != "normal") return policy::business_time(staffing, now, staffing.next_on_call_after);
  if (!staffing.answers_within) return std::nullopt;
  return policy::business_time(staffing, now, *staffing.answers_within);
}

}  // namespace

bool calls_somebody(const Work& work) { return work.note.substr(0, kReach.size()) == kReach; }

void People::call(Changes& changes, Conversation& conversation, bool unanswered) const {
  forget_calls(changes, conversation);
  const auto rules = house_.rules_for(conversation);
  const auto& queues = rules->set->queues();
  const auto staffing = queues.find(conversation.queue);
  if (staffing == queues.end()) return;
  const auto now = house_.clock.now();
  std::vector<std::string> reached;
  if (!conversation.assigned_to.empty()) reached.push_back(conversation.assigned_to);  // who had their chance
  const bool at_once = unanswered || conversation.priority == "page_someone" || !policy::open_at(staffing->second, now);
  if (at_once && reach(changes, conversation, reached)) return;
  if (conversation.priority == "page_someone" && !policy::open_at(staffing->second, now))
    return open_case(changes, conversation, "nobody_reached", "", "someone was to be paged, but nobody is on call");
  if (const auto wait = patience(staffing->second, conversation.priority, now))
    changes.add(Work{"", Task::deadline, conversation.id, "", note_of(reached), now + *wait, 0});
}

void People::assign_if_closed(Changes& changes, Conversation& conversation) const {
  const auto rules = house_.rules_for(conversation);
  const auto& queues = rules->set->queues();
  const auto staffing = queues.find(conversation.queue);
  if (staffing == queues.end() || policy::open_at(staffing->second, house_.clock.now())) return;
  forget_calls(changes, conversation);
  (void)reach(changes, conversation, {});
}

bool People::reach(Changes& changes, Conversation& conversation, std::vector<std::string> reached) const {
  const auto rules = house_.rules_for(conversation);
  const auto now = house_.clock.now();
  const auto all =
      policy::reachable(rules->set->queues(), rules->set->roles(), conversation.queue, conversation.priority, now);
  const auto next = std::find_if(all.begin(), all.end(), [&](const policy::Reach& one) {
    return std::find(reached.begin(), reached.end(), one.name) == reached.end();
  });
  if (next == all.end()) return false;
  const bool queue = next->kind == policy::Reach::Kind::queue;
  if (queue) conversation.queue = next->name;
  conversation.assigned_to = queue ? "" : next->name;
  reached.push_back(next->name);
  audit::Entry entry;
  entry.kind = audit::Kind::reached;
  entry.actor = "policy";
  entry.reason = next->why;
  entry.more = {{"who", next->name},
                {"queue", next->queue},
                {"priority", conversation.priority},
                {"step", static_cast<std::int64_t>(reached.size())}};
  changes.record(conversation, std::move(entry));
  file(changes, conversation, queue ? "handed_over" : "reached",
       queue ? "nobody answered in time; " + next->why : "Reached: " + next->why + ". It is assigned to them.");
  const auto& queues = rules->set->queues();
  const auto wait = queues.find(next->queue)->second.next_on_call_after;
  changes.add(Work{"", Task::deadline, conversation.id, "", note_of(reached), now + wait, 0});
  for (const auto& notifier : notifiers_for(house_.connectors.get()->notifiers, *next))
    changes.add(work_of_telling(conversation, next->name, now + wait, notifier, now));
  return true;
}

void People::call_next(const Work& work) const {
  const auto named = house_.conversations.by_id(work.conversation);
  Changes changes(house_);
  changes.done(work);
  if (named) {
    const auto lock = house_.locks.hold(named->ref);
    auto conversation = house_.conversations.by_id(work.conversation);
    if (conversation && conversation->owner == Owner::nobody) {
      if (!reach(changes, *conversation, reached_in(work.note)))
        open_case(changes, *conversation, "nobody_answered", "",
                  "nobody answered in time, and nobody else is on call; the customer still waits");
      changes.save(*conversation);
    }
    if (const auto kept = changes.commit(); !kept && kept.error().fault != Fault::gone) try_later(house_, work);
    return;
  }
  const auto fault = named.error().fault;
  if (fault != Fault::gone && fault != Fault::not_found) return try_later(house_, work);
  if (const auto kept = changes.commit(); !kept && kept.error().fault != Fault::gone) try_later(house_, work);
}

}  // namespace countersign
