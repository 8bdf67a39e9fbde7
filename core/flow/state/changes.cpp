#include "flow/state/changes.hpp"

#include <algorithm>

#include "base/ids.hpp"
#include "flow/audit/staff.hpp"

namespace countersign {

Changes::Changes(const House& house) : house_(house) {}

void Changes::fail(const Error& error) {
  if (failed_.ok()) failed_ = error;
}

void Changes::count(const audit::Entry& entry) {
  auto& metrics = *house_.metrics;
  const auto kind = audit::to_word(entry.kind);
  effects_.counted.push_back(&metrics.entries.at({kind}));
  if (entry.decision != nullptr && !entry.border.empty())
    effects_.counted.push_back(&metrics.verdicts.at({entry.border, to_word(entry.decision->verdict)}));
  if (entry.kind == audit::Kind::delivered || entry.kind == audit::Kind::refused ||
      entry.kind == audit::Kind::undelivered)
    effects_.counted.push_back(&metrics.deliveries.at({entry.channel, kind}));
}

std::string Changes::record(audit::Entry entry) {
  count(entry);
  if (auto unnamed = audit::unname(house_.store, entry); !unnamed) {
    fail(unnamed.error());
    return {};
  }
  const auto now = house_.clock.now();
  entry.at = now;
  effects_.recorded = std::max(effects_.recorded, house_.clock.machine());
  auto id = new_id(now);
  steps_.emplace_back([kind = std::string(audit::to_word(entry.kind)), at = micros(now), message = entry.message, id,
                       conversation = entry.conversation, written = audit::write(entry, id)](store::Session& session) {
    audit::insert(session, id, at, kind, conversation, message, written);
  });
  return id;
}

std::string Changes::record(const Conversation& conversation, audit::Entry entry) {
  const auto pseudonym = house_.keys.pseudonym(conversation.customer, "conversation", conversation.id);
  if (!pseudonym) {
    fail(pseudonym.error());
    return {};
  }
  entry.conversation = *pseudonym;
  entry.channel = conversation.channel;
  entry.revision = conversation.revision;
  about_conversation_ = true;
  return record(std::move(entry));
}

void Changes::save(const Conversation& conversation) {
  effects_.ref = conversation.ref;
  if (!about_conversation_) {
    audit::Entry entry;
    entry.kind = audit::Kind::updated;
    entry.actor = "system";
    record(conversation, std::move(entry));
  }
  auto sealed = house_.conversations.seal(conversation);
  if (!sealed) return fail(sealed.error());
  steps_.emplace_back([conversation, sealed = *sealed, now = house_.clock.now()](store::Session& session) {
    Conversations::save(session, conversation, sealed, now);
  });
}

void Changes::add(const Conversation& conversation, const Message& message) {
  auto sealed = house_.messages.seal(conversation.customer, message);
  if (!sealed) return fail(sealed.error());
  Message row = message;
  row.text.clear();
  steps_.emplace_back([row, sealed = *sealed](store::Session& session) { Messages::put(session, row, sealed); });
}

void Changes::add(Work row) {
  if (row.id.empty()) row.id = new_id(house_.clock.now());
  steps_.emplace_back([row](store::Session& session) { work::insert(session, row); });
  effects_.work.push_back(std::move(row));
}

void Changes::done(const Work& row) {
  steps_.emplace_back([id = row.id](store::Session& session) { work::finish(session, id); });
}

void Changes::postpone(const Work& row, Time due_at) {
  Work later = row;
  later.due_at = due_at;
  later.tries = row.tries + 1;
  steps_.emplace_back(
      [later](store::Session& session) { work::postpone(session, later.id, later.due_at, later.tries); });
  effects_.work.push_back(std::move(later));
}

void Changes::renew(const Work& row, Time due_at) {
  Work again = row;
  again.due_at = due_at;
  steps_.emplace_back([again](store::Session& session) {
    if (session.run("UPDATE work SET due_at=$2 WHERE id=$1", {again.id, micros(again.due_at)}) != 1)
      throw store::Rollback({Fault::gone, "this work was done already"});
  });
  effects_.work.push_back(std::move(again));
}

void Changes::then(std::function<void(store::Session&)> step) { steps_.push_back(std::move(step)); }

Status Changes::ready() const {
  if (!failed_.ok()) return failed_;
  return house_.fitness.act();
}

store::Store::Job Changes::job(std::shared_ptr<bool> over) {
  // Not undone by an exception: that would make the whole group run again.
  return [over = std::move(over), looked = std::move(over_),
          steps = std::make_shared<const Steps>(std::move(steps_))](store::Session& session) {
    *over = looked && looked(session);
    if (*over) return;
    for (const auto& step : *steps) step(session);
  };
}

Status Changes::follow(const House& house, const Effects& effects, bool over) {
  if (over) return Error{Fault::conflict, "this was done already"};
  house.fitness.recorded(effects.recorded);
  for (auto* counter : effects.counted) counter->add();
  if (house.wake)
    for (const auto& row : effects.work) house.wake(row);
  if (house.changed && !effects.ref.empty()) house.changed(effects.ref);
  return {};
}

Status Changes::commit() {
  if (const auto fit = ready(); !fit) return fit;
  const auto over = std::make_shared<bool>(false);
  const auto status = house_.store.commit(job(over));
  return status.ok() ? follow(house_, effects_, *over) : status;
}

void Changes::commit(std::function<void(Status)> then) {
  if (auto fit = ready(); !fit) return then(std::move(fit));
  const auto over = std::make_shared<bool>(false);
  auto work = job(over);
  house_.store.submit(std::move(work),
                      [&house = house_, over, effects = std::make_shared<const Effects>(std::move(effects_)),
                       then = std::move(then)](Status status) {
                        then(status.ok() ? follow(house, *effects, *over) : std::move(status));
                      });
}

void wait_until(const House& house, Work work, Time due) {
  constexpr std::chrono::seconds kLeast{1};
  work.due_at = std::max(due, house.clock.now() + kLeast);
  if (house.wake) house.wake(work);
}

void try_later(const House& house, Work work) {
  constexpr std::chrono::seconds kPause{3};
  work.due_at = house.clock.now() + kPause;
  if (house.wake) house.wake(work);
}

}  // namespace countersign
