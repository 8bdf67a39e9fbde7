#include "flow/intake/intake.hpp"

#include <algorithm>

#include "base/ids.hpp"
#include "flow/audit/text_digest.hpp"
#include "flow/policy/regions.hpp"

namespace countersign {
namespace {

constexpr int kEarlierTexts = 12;

/// Agents see what came with the text; the files stay where the channel keeps them.
std::string attachment_lines(const std::vector<plugin::Attachment>& attachments) {
  std::string lines;
  for (const auto& one : attachments)
    lines += "\n[attachment: " + one.name + " " + one.media_type + " " + one.url + "]";
  return lines;
}

}  // namespace

Result<Arrival> Intake::receive(const std::string& channel, const plugin::Webhook& webhook, int* refused_as) const {
  const auto connectors = house_.connectors.get();
  const auto found = connectors->channels.find(channel);
  if (connectors->left_out.contains("channel:" + channel))
    return Error{Fault::unavailable, "this channel is out of order for the moment; send the message again later"};
  if (found == connectors->channels.end()) return Error{Fault::not_found, "there is no channel \"" + channel + "\""};
  auto inbound = found->second.plugin->receive(webhook, refused_as);
  if (!inbound) return inbound.error();
  if (inbound->text.size() > kMaxText) return Error{Fault::too_large, "text: at most 65536 bytes are accepted"};
  Arrival arrival;
  arrival.channel = channel;
  arrival.keeps_chat = found->second.keeps_chat;
  arrival.plugin_digest = found->second.plugin->plugin().digest();
  arrival.event_ref = house_.keys.index("event", channel + "\n" + inbound->event);
  arrival.body_mac = house_.keys.index("body", webhook.body);
  arrival.conversation_ref = house_.conversations.ref(channel, inbound->conversation);
  arrival.inbound = std::move(*inbound);
  return arrival;
}

Result<Known> Intake::look_up(const Arrival& arrival) const {
  Result<Known> known = Error{};
  const auto looked = house_.store.read([&](store::Session&) { known = read(arrival); });
  if (!looked) return looked.error();
  if (!known || known->conversation.revision != 0) return known;
  if (const auto key = house_.keys.ensure(known->conversation.customer); !key) return key.error();
  return known;
}

Result<Known> Intake::read(const Arrival& arrival) const {
  auto conversation = this->conversation(arrival);
  if (!conversation) return conversation.error();
  auto earlier = this->earlier(*conversation);
  if (!earlier) return earlier.error();
  return Known{std::move(*conversation), std::move(*earlier)};
}

std::shared_ptr<const Before> Intake::once(Changes& changes, const Arrival& arrival) const {
  const auto before = std::make_shared<Before>();
  changes.unless([before, ref = arrival.event_ref, mac = arrival.body_mac](store::Session& session) {
    before->told.reset();
    return session.first("SELECT message, body_mac FROM event WHERE ref=$1", {ref}, [&](const store::Row& row) {
      if (row.text(1) == mac)
        before->told = Accepted{row.text(0), true};
      else
        before->told =
            Error{Fault::conflict, "id: this event came before with another body; use a new id for a new message"};
    });
  });
  return before;
}

Result<Conversation> Intake::conversation(const Arrival& arrival) const {
  auto known = house_.conversations.by_ref(arrival.conversation_ref);
  if (!known) return known.error();
  const auto customer = house_.conversations.customer_ref(arrival.channel, arrival.inbound.customer);
  if (*known) {
    if ((*known)->customer != customer)
      return Error{Fault::invalid, "customer.id: this conversation belongs to another customer"};
    return std::move(**known);
  }
  Conversation fresh;
  const auto asked_before =
      house_.store.read([&](store::Session& session) {  // "never AI for me" holds in every conversation
        fresh.never_ai = session.first(
          "SELECT id FROM conversation WHERE customer=$1 AND never_ai=1 UNION ALL "
          "SELECT customer FROM customer_wish WHERE customer=$1 AND no_ai+restricted>0 LIMIT 1",
          {customer}, [](const store::Row&) {});
      });
  if (!asked_before) return asked_before.error();
  fresh.id = new_id(house_.clock.now());
  fresh.ref = arrival.conversation_ref;
  fresh.channel = arrival.channel;
  fresh.customer = customer;
  fresh.created_at = house_.clock.now();
  fresh.region = policy::region_of(arrival.inbound.locale);
  fresh.name = arrival.inbound.conversation;
  fresh.customer_id = arrival.inbound.customer;
  fresh.customer_name = arrival.inbound.name;
  fresh.locale = arrival.inbound.locale;
  return fresh;
}

Result<std::vector<std::string>> Intake::earlier(const Conversation& conversation) const {
  std::vector<std::string> texts;
  if (conversation.revision == 0) return texts;
  const auto messages = house_.messages.of(conversation.customer, conversation.id, kEarlierTexts);
  if (!messages) return messages.error();
  for (const auto& message : *messages)
    if (message.author == Author::customer) texts.push_back(message.text);
  return texts;
}

std::string Intake::keep(Changes& changes, const Arrival& arrival, const Conversation& conversation,
                         const Arrived& judged) const {
  const Time now = house_.clock.now();
  auto id = new_id(now);
  const bool asks = std::any_of(judged.sight.findings.begin(), judged.sight.findings.end(),
                                [](const Finding& finding) { return finding.kind == "asks_if_ai"; });
  const auto text = judged.text + attachment_lines(arrival.inbound.attachments);
  changes.add(conversation, {id, conversation.id, Author::customer, "", Fate::kept, "", "", now, asks, text});
  changes.then([ref = arrival.event_ref, mac = arrival.body_mac, id, at = micros(now)](store::Session& session) {
    session.run("INSERT INTO event (ref, body_mac, message, at) VALUES ($1,$2,$3,$4)", {ref, mac, id, at});
  });
  if (arrival.keeps_chat) {
    auto line = house_.chat_lines.kept(Key<Intake>(), conversation.customer, conversation.id,
                                       {0, id, arrival.inbound.event, Author::customer, text, "", "", now});
    if (line)
      changes.then(std::move(*line));
    else
      changes.fail(line.error());
  }
  const auto digest = audit::text_digest(house_.keys, conversation.customer, id, text);
  audit::Entry entry;
  entry.kind = audit::Kind::arrived;
  entry.message = id;
  entry.author = to_word(Author::customer);
  entry.actor = "channel";
  entry.border = to_word(Border::arrival);
  entry.decision = &judged.decision;
  entry.facts = &judged.facts;
  entry.plugin_digest = arrival.plugin_digest;
  if (digest) entry.text_digest = *digest;
  changes.record(conversation, std::move(entry));
  return id;
}

}  // namespace countersign
