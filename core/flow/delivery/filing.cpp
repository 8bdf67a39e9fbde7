#include "flow/delivery/filing.hpp"

#include <algorithm>
#include <optional>

#include "base/log.hpp"

namespace countersign {
namespace {
constexpr int kTriesBeforeCase = 12;
constexpr int kMessagesLookedAt = 12;

/// The subject of these is a sentence of ours, not a message's id.
bool about_no_message(const Work& work) {
  return work.note == "handed_over" || work.note == "case" || work.note == "reached";
}

/// When the next try of an earlier text of this conversation is due: the ticket tells the story in its order. Only
/// until the earlier one is a case: what the helpdesk refuses for good, or does not take for long, is left behind.
std::optional<Time> earlier(store::Session& session, const Work& work) {
  std::optional<Time> due;
  session.first(
      "SELECT due_at FROM work WHERE conversation=$1 AND task='file' AND id<$2 AND NOT EXISTS (SELECT 1 FROM "
      "owned_case "
      "WHERE owned_case.id=work.id) ORDER BY id LIMIT 1",
      {work.conversation, work.id}, [&](const store::Row& row) { due = from_micros(row.integer(0)); });
  return due;
}

/// Whether the customer had processing restricted: then nothing further is looked up about them. If in doubt, yes.
bool restricted(store::Store& store, const std::string& customer) {
  bool found = false;
  const auto read = store.read([&](store::Session& session) {
    found = session.first("SELECT customer FROM customer_wish WHERE customer=$1 AND restricted=1", {customer},
                          [](const store::Row&) {});
  });
  return found || !read.ok();
}
}  // namespace

std::chrono::seconds pause_after(int tries) {
  return std::min(std::chrono::seconds(600), std::chrono::seconds(1LL << std::clamp(tries, 0, 10)));
}

/// What an agent needs so that the customer need not repeat it.
std::string Filing::packet(const Conversation& conversation, const std::string& reason) const {
  std::string text = "Handed over: " + reason + "\n";
  if (!conversation.customer_name.empty()) text += "Customer: " + conversation.customer_name + "\n";
  text += "Channel: " + conversation.channel +
          ", language: " + (conversation.language.empty() ? "not known" : conversation.language) + "\n";
  text += "Moment: " + (conversation.moment.empty() ? "none" : conversation.moment) + ", queue: " + conversation.queue +
          ", priority: " + conversation.priority + "\n";
  if (!conversation.routing.empty()) text += "Routing: " + conversation.routing + "\n";
  if (!conversation.assigned_to.empty()) text += "Assigned to: " + conversation.assigned_to + "\n";
  text += "Messages so far: " + std::to_string(conversation.turn) + " by the customer, " +
          std::to_string(conversation.ai_turns) + " by AI. AI is off until you give the conversation back.";
  return text + looked_up(conversation);
}

/// What is so about the things the customer named: looked up now, for whoever takes over, also where AI may say
/// nothing.
std::string Filing::looked_up(const Conversation& conversation) const {
  if (house_.connectors.get()->lookups.empty() || restricted(house_.store, conversation.customer)) return {};
  const auto messages = house_.messages.of(conversation.customer, conversation.id, kMessagesLookedAt);
  if (!messages) return {};
  std::string said;
  std::string last;
  for (const auto& message : *messages) {
    if (message.author != Author::customer) continue;
    said += message.text + "\n";
    last = message.id;
  }
  return lookups_.look(conversation, said, last, Border::ticket).for_agents;
}

Result<plugin::TicketEvent> Filing::event(const Conversation& conversation, const Work& work) const {
  plugin::TicketEvent event;
  event.kind = work.note == "case" || work.note == "reached" ? "note" : work.note;
  event.ticket = conversation.ticket;
  event.conversation = conversation.id;
  event.subject = "Conversation " +
                  conversation.id.substr(conversation.id.size() - std::min<std::size_t>(8, conversation.id.size())) +
                  (conversation.moment.empty() ? "" : " (" + conversation.moment + ")");
  event.queue = conversation.queue;
  event.priority = conversation.priority;
  event.idempotency_key = work.id;
  event.now = house_.clock.now();
  if (about_no_message(work)) {
    event.written_by = Author::system;
    event.text = work.note == "handed_over" ? packet(conversation, work.subject)
                 : work.note == "case"      ? "Case: " + work.subject
                                            : work.subject;
    return event;
  }
  const auto message = house_.messages.one(conversation.customer, work.subject);
  if (!message) return message.error();
  event.written_by = message->author;
  event.text = message->text;
  return event;
}

void Filing::file(const Work& work) const {
  Result<Conversation> conversation = Error{};
  Result<plugin::TicketEvent> event = Error{};
  const bool looks_up = about_no_message(work);  // a packet does, which may take a call: not within a read
  std::optional<Time> wait;
  const auto read = house_.store.read([&](store::Session& session) {
    wait = earlier(session, work);
    if (wait) return;
    conversation = house_.conversations.by_id(work.conversation);
    if (conversation && !looks_up) event = this->event(*conversation, work);
  });
  if (wait) return wait_until(house_, work, *wait);
  if (!read || may_come_back(conversation)) return try_later(house_, work);
  Changes changes(house_);
  const auto connectors = house_.connectors.get();
  if (conversation && connectors->left_out.contains("helpdesk")) {  // kept until its plugin is allowed again
    changes.postpone(work, house_.clock.now() + pause_after(work.tries));
    if (const auto kept = changes.commit(); !kept) try_later(house_, work);
    return;
  }
  if (!conversation || !connectors->helpdesk) {  // erased, or no helpdesk to tell
    changes.done(work);
    if (const auto done = changes.commit(); !done) try_later(house_, work);
    return;
  }
  const auto turn = egress_.turn(kHelpdeskTarget);
  if (turn.shut()) return wait_until(house_, work, *turn.shut());
  if (looks_up) event = this->event(*conversation, work);
  Judged judged;
  auto ticket = event ? egress_.file(gate_.ticket(*conversation, std::move(*event), work.subject, judged),
                                     *connectors->helpdesk)
                      : Result<std::string>(event.error());
  if (!ticket && egress_.cancelled()) return;  // filed at the next start, under the same key
  if (!ticket) {
    log::warning("helpdesk_failed", {{"conversation", work.conversation}, {"why", ticket.error().message}});
    changes.postpone(work, house_.clock.now() + pause_after(work.tries));
    // What the helpdesk refuses for good is told at once; one that is away, when it stays away.
    const bool refused = ticket.error().fault != Fault::unavailable;
    house_.metrics->filings.at({refused ? "refused" : "failed"}).add();
    if (work.tries + 1 == (refused ? 1 : kTriesBeforeCase))
      changes.then([kind = refused ? "helpdesk_refused" : "helpdesk_unreachable", id = work.id,
                    conversation = work.conversation, subject = work.subject,
                    at = micros(house_.clock.now())](store::Session& s) {
        s.run(
            "INSERT INTO owned_case (id, conversation, kind, message, why, state, at) VALUES "
            "($1,$2,$5,$3,"
            "'the helpdesk does not take this text; it is still tried','open',$4) ON CONFLICT DO NOTHING",
            {id, conversation, subject, at, kind});
      });
  } else {
    house_.metrics->filings.at({"filed"}).add();
    changes.done(work);
    changes.then([id = conversation->id, ticket = *ticket](store::Session& session) {
      session.run("UPDATE conversation SET ticket=$2 WHERE id=$1 AND ticket=''", {id, ticket});
    });
    audit::Entry entry;
    entry.kind = audit::Kind::ticketed;
    entry.border = to_word(Border::ticket);
    entry.message = about_no_message(work) ? "" : work.subject;
    entry.more = {{"ticket", *ticket}, {"event", work.note}};
    judged.into(entry);
    changes.record(*conversation, std::move(entry));
  }
  if (const auto kept = changes.commit(); !kept) {
    log::error("not_filed", {{"work", work.id}, {"why", kept.error().message}});
    try_later(house_, work);
  }
}

}  // namespace countersign
