#include "flow/delivery/delivery.hpp"

#include <variant>

#include "base/log.hpp"
#include "flow/delivery/filing.hpp"
#include "flow/model/occasion.hpp"

namespace countersign {
namespace {

constexpr std::chrono::seconds kLookForChannel{15};
constexpr int kTriesBeforeDead = 16;  // about two hours with the pauses of pause_after()

void set_state(Changes& changes, const std::string& message, const std::string& state, Fate fate) {
  changes.then([message, state, fate](store::Session& session) {
    session.run("UPDATE outbox SET state=$2 WHERE message=$1", {message, state});
    Messages::set_fate(session, message, fate);
  });
}

std::string why_missing(const Connectors& connectors, const std::string& channel) {
  const auto left_out = connectors.left_out.find("channel:" + channel);
  if (left_out != connectors.left_out.end()) return left_out->second;
  return "the channel \"" + channel +
         "\" is not in the configuration: put it back and reload, the text is then delivered";
}

audit::Entry entry_for(audit::Kind kind, const std::string& message, const std::string& reason) {
  audit::Entry entry;
  entry.kind = kind;
  entry.message = message;
  entry.border = to_word(Border::reply);
  entry.reason = reason;
  return entry;
}

}  // namespace

/// When the next try of an earlier reply of this conversation is due: replies do not overtake each other. Bounded: the
/// earlier one is delivered, or a dead letter after its last try.
std::optional<Time> Delivering::earlier(const Work& work) const {
  std::optional<Time> due;
  const auto read = house_.store.read([&](store::Session& session) {
    session.first("SELECT due_at FROM work WHERE conversation=$1 AND task='deliver' AND id<$2 ORDER BY id LIMIT 1",
                  {work.conversation, work.id}, [&](const store::Row& row) { due = from_micros(row.integer(0)); });
  });
  return read.ok() ? due : house_.clock.now();  // a store that cannot be read: look again soon
}

void Delivering::deliver(const Work& work) const {
  if (!work.note.empty())
    if (const auto shut = egress_.targets().breaker(channel_target(work.note))->shut())
      return wait_until(house_, work, *shut);
  if (const auto due = earlier(work)) return wait_until(house_, work, *due);
  Result<Conversation> conversation = Error{};
  Result<OutboxRow> row = Error{};
  const auto read = house_.store.read([&](store::Session&) {
    conversation = house_.conversations.by_id(work.conversation);
    row = clearance_.row(work.subject);
  });
  if (!read || may_come_back(conversation) || may_come_back(row)) return try_later(house_, work);
  if (!conversation || !row) return finish(work);
  const auto connectors = house_.connectors.get();  // held until the outcome is recorded
  const auto channel = connectors->channels.find(row->channel);
  if (channel == connectors->channels.end())
    return wait_for_channel(work, *conversation, why_missing(*connectors, row->channel));
  if (row->state == "sending" && channel->second.when_unknown == WhenUnknown::ask_a_person)
    return lost(work, *conversation, "unknown",
                "a crash fell between sending and recording; this channel wants a person to look");
  const auto turn = egress_.turn(channel_target(row->channel));
  if (turn.shut()) return wait_until(house_, work, *turn.shut());
  auto leased = clearance_.lease(*conversation, *row);
  if (!leased && leased.error().fault == Fault::unavailable) return try_later(house_, work);
  if (!leased) return lost(work, *conversation, "dead", leased.error().message);
  if (auto* stale = std::get_if<Stale>(&*leased))
    return row->state == "sending" ? once_more(work, conversation->ref, *row, *stale)
                                   : judge_again(work, conversation->ref, *stale);
  send(work, *conversation, *row, channel->second, std::move(std::get<Cleared>(*leased)));
}

void Delivering::send(const Work& work, const Conversation& conversation, const OutboxRow& row,
                      const ChannelDesk& channel, Cleared cleared) const {
  if (channel.when_unknown ==
      WhenUnknown::ask_a_person) {  // the mark that tells "unknown" from "not begun" after a crash
    const auto marked = house_.store.commit([&](store::Session& session) {
      session.run("UPDATE outbox SET state='sending' WHERE message=$1", {row.message});
    });
    if (!marked) return try_later(house_, work);  // the store is ill: nothing is sent
  }
  outcome(work, conversation, row, channel, egress_.send(std::move(cleared), *channel.plugin));
}

void Delivering::outcome(const Work& work, const Conversation& conversation, const OutboxRow& row,
                         const ChannelDesk& channel, const plugin::Delivery& delivery) const {
  using plugin::Outcome;
  // An earlier try had no answer, so the text may be there; only "delivered" says more. Some refuse a key they have seen.
  const bool perhaps_there = row.state == "sending";
  const std::string before = perhaps_there ? "an earlier try had no answer and may have arrived; " : "";
  if (delivery.outcome == Outcome::refused)
    return lost(work, conversation, perhaps_there ? "unknown" : "refused", before + delivery.detail);
  if (delivery.outcome == Outcome::unknown && channel.when_unknown == WhenUnknown::ask_a_person)
    return lost(work, conversation, "unknown", delivery.detail);
  if (delivery.outcome != Outcome::delivered && egress_.cancelled()) return keep_for_next_start(row, delivery.outcome);
  if (delivery.outcome != Outcome::delivered && work.tries + 1 >= kTriesBeforeDead)
    return lost(work, conversation, perhaps_there ? "unknown" : "dead",
                before + "given up after " + std::to_string(kTriesBeforeDead) + " tries: " + delivery.detail);

  Changes changes(house_);
  if (delivery.outcome == Outcome::delivered) {
    changes.done(work);
    set_state(changes, row.message, "delivered", Fate::delivered);
    auto entry = entry_for(audit::Kind::delivered, row.message, "");
    entry.more = {{"receipt", row.receipt}};  // the clearance of exactly this text
    changes.record(conversation, std::move(entry));
    changes.add(Work{"", Task::file, conversation.id, row.message, "message", house_.clock.now(), 0});
  } else {
    const auto pause = std::max(pause_after(work.tries), delivery.retry_after.value_or(std::chrono::seconds(0)));
    changes.postpone(work, house_.clock.now() + pause);
    const bool unsure = delivery.outcome == Outcome::unknown || perhaps_there;
    const std::string state = unsure ? "sending" : "ready";
    changes.then([message = row.message, state](store::Session& session) {
      session.run("UPDATE outbox SET state=$2, tries=tries+1 WHERE message=$1", {message, state});
    });
    log::warning("delivery_postponed",
                 {{"message", row.message}, {"tries", std::int64_t{work.tries + 1}}, {"why", delivery.detail}});
  }
  if (const auto kept = changes.commit(); !kept) {
    log::error("delivery_not_recorded", {{"message", row.message}, {"why", kept.error().message}});
    try_later(house_, work);
  }
}

/// The stop cut the call off. Not a try: the work stays as it is; only whether bytes may have gone out is written down.
void Delivering::keep_for_next_start(const OutboxRow& row, plugin::Outcome outcome) const {
  const bool unsure = outcome == plugin::Outcome::unknown || row.state == "sending";
  const auto kept = house_.store.commit([&](store::Session& session) {
    session.run("UPDATE outbox SET state=$2 WHERE message=$1", {row.message, unsure ? "sending" : "ready"});
  });
  if (!kept) log::error("delivery_not_recorded", {{"message", row.message}, {"why", kept.error().message}});
}

/// A channel that a reload removed may come back: its texts stay in the outbox, and a case says that they wait.
void Delivering::wait_for_channel(const Work& work, const Conversation& conversation, const std::string& why) const {
  Changes changes(house_);
  Work no_try = work;  // waiting for a channel is not a try to deliver
  no_try.tries -= 1;
  changes.postpone(no_try, house_.clock.now() + kLookForChannel);
  changes.then([id = work.id, of = conversation.id, message = work.subject, at = micros(house_.clock.now()),
                why](store::Session& session) {
    session.run(
        "INSERT INTO owned_case (id, conversation, kind, message, why, state, at) VALUES "
        "($1,$2,'channel_missing',$3,$4,'open',$5) ON CONFLICT DO NOTHING",
        {id, of, message, why, at});
  });
  if (const auto kept = changes.commit(); !kept) try_later(house_, work);
}

void Delivering::lost(const Work& work, const Conversation& seen, const std::string& state,
                      const std::string& why) const {
  log::error("not_delivered", {{"message", work.subject}, {"state", state}, {"why", why}});
  const auto lock = house_.locks.hold(seen.ref);
  auto conversation = house_.conversations.by_id(seen.id);
  if (may_come_back(conversation)) return try_later(house_, work);
  if (!conversation) return finish(work);
  Changes changes(house_);
  changes.done(work);
  const Fate fate = state == "refused" ? Fate::refused : (state == "unknown" ? Fate::unknown : Fate::dead);
  set_state(changes, work.subject, state, fate);
  changes.record(*conversation,
                 entry_for(state == "refused" ? audit::Kind::refused : audit::Kind::undelivered, work.subject, why));
  people_.open_case(changes, *conversation, "not_delivered", work.subject, why);
  if (conversation->owner == Owner::ai)  // nobody would see it otherwise; the customer cannot be told on this channel
    people_.hand_over(changes, *conversation, {nullptr, "a reply could not be delivered: " + why, "", false});
  changes.save(*conversation);
  if (const auto kept = changes.commit(); !kept) try_later(house_, work);
}

void Delivering::finish(const Work& work) const {
  Changes changes(house_);
  changes.done(work);
  if (const auto done = changes.commit(); !done) try_later(house_, work);
}

void Delivering::take_back_notice(Conversation& conversation, const Reply& reply, const std::string& notice) {
  if (!of_ai_origin(reply.written_by)) return;
  const auto shown = notice.substr(0, notice.find('@'));
  std::erase_if(conversation.notices, [&](const auto& one) { return one.id == shown; });
  conversation.ai_turns -= 1;
}

/// The text may have reached the customer. So either exactly these bytes go out again, under the same key and receipt,
/// or nothing does and a person looks.
void Delivering::once_more(const Work& work, const std::string& ref, const OutboxRow& row, const Stale& stale) const {
  const auto same = passes_unchanged(work, ref, row, stale);
  if (!same) return try_later(house_, work);
  const auto conversation = house_.conversations.by_id(work.conversation);
  if (!conversation) return try_later(house_, work);
  if (!*same)
    return lost(work, *conversation, "unknown",
                "it was perhaps sent before the stop, and would be judged otherwise now: " + stale.why);
  deliver(work);
}

Result<bool> Delivering::passes_unchanged(const Work& work, const std::string& ref, const OutboxRow& row,
                                          const Stale& stale) const {
  const auto lock = house_.locks.hold(ref);
  auto conversation = house_.conversations.by_id(work.conversation);
  if (!conversation) return conversation.error();
  if (of_ai_origin(stale.reply.written_by) && conversation->owner != Owner::ai) return false;
  const auto occasion = occasion_for(house_, *conversation, stale.reply);
  if (!occasion) return occasion.error();
  const auto before = house_.messages.one(conversation->customer, stale.reply.message);
  if (!before) return before.error();
  take_back_notice(*conversation, stale.reply, before->notice);
  Reply reply = stale.reply;
  reply.signatures.clear();  // they were given to another state of the world
  auto judged = gate_.reply(Draft(std::move(reply)), *conversation, *occasion);
  auto* passed = std::get_if<Passed>(&judged);
  if (passed == nullptr || passed->look().digest != row.digest) return false;
  Changes changes(house_);
  clearance_.renew(changes, *conversation, row, std::move(*passed));
  changes.save(*conversation);
  if (const auto kept = changes.commit(); !kept) return kept.error();
  return true;
}

void Delivering::judge_again(const Work& work, const std::string& ref, const Stale& stale) const {
  const auto lock = house_.locks.hold(ref);
  auto conversation = house_.conversations.by_id(work.conversation);
  if (!conversation) return try_later(house_, work);
  const auto occasion = occasion_for(house_, *conversation, stale.reply);
  if (!occasion) return try_later(house_, work);
  Changes changes(house_);
  // The notice counted as shown when this text was cleared; it was not sent, so it must be placed again.
  const auto before = house_.messages.one(conversation->customer, stale.reply.message);
  if (!before) return try_later(house_, work);
  take_back_notice(*conversation, stale.reply, before->notice);
  Reply reply = stale.reply;
  reply.signatures.clear();  // they were given to another state of the world
  auto judged = gate_.reply(Draft(std::move(reply)), *conversation, *occasion);
  if (auto* passed = std::get_if<Passed>(&judged)) {
    clearance_.record(changes, *conversation, std::move(*passed), &work);
  } else {
    changes.done(work);
    set_state(changes, work.subject, "withdrawn", Fate::dropped);
    const auto& stopped = std::get<Stopped>(judged);
    if (conversation->owner == Owner::ai || stale.reply.written_by == Author::person)
      people_.stop(changes, *conversation, stopped);
  }
  changes.save(*conversation);
  if (const auto kept = changes.commit(); !kept && kept.error().fault != Fault::gone) try_later(house_, work);
}

}  // namespace countersign
