#include "chat/chat.hpp"

#include <algorithm>

#include "base/json.hpp"

namespace countersign::chat {
namespace {

plugin::Response respond(int status) { return {status, {}, "", true}; }

bool is_the_button(std::string_view body) {
  const auto said = json::parse(body);
  const auto* person = said ? said->find("person") : nullptr;
  return person != nullptr && person->boolean() != nullptr && *person->boolean();
}

}  // namespace

plugin::Response Chat::show(const Key<Egress>& key, const ClearedReply& reply) noexcept {
  try {
    const auto conversation = conversations_.by_id(reply.conversation);
    if (!conversation) return respond(conversation.error().fault == Fault::not_found ? 404 : 503);
    const auto& out = reply.outgoing;
    const auto step =
        lines_.delivered(key, conversation->customer, conversation->id,
                         {0, out.message, "", out.written_by, out.text, out.notice, out.in_reply_to, clock_.now()});
    if (!step) return respond(step.error().fault == Fault::gone ? 410 : 503);
    if (const auto kept = store_.commit(*step); !kept) return respond(503);
    watchers_.tell(conversation->ref);
    return respond(201);
  } catch (const std::exception&) {
    return respond(503);
  }
}

std::shared_ptr<const Door> Chat::door(const std::string& channel) const {
  const auto doors = doors_.get();
  const auto found = std::find_if(doors->begin(), doors->end(),
                                  [&](const Door& one) { return channel.empty() || one.channel == channel; });
  if (found == doors->end()) return nullptr;
  return {doors, &*found};
}

void Chat::open_doors(std::vector<Door> doors) {
  doors_.set(std::make_shared<const std::vector<Door>>(std::move(doors)));
}

std::chrono::seconds Chat::wait_to_start(const std::string& address) {
  return starts_.ask(network_of(address), kStarts, clock_.now());
}

std::chrono::seconds Chat::wait_to_write(const std::string& channel, std::string_view token, std::string_view body) {
  const auto door = channel.empty() ? nullptr : this->door(channel);
  const auto visitor = door == nullptr ? Result<Visitor>(Error{}) : door->tokens.check(token, clock_.now());
  if (!visitor) return {};
  const auto who = channel + "." + visitor->conversation;
  if (written_.did(who, body)) return {};  // sent again after a lost connection: byte for byte the same
  const Rate rate{door->messages_per_minute, std::chrono::milliseconds(60'000 / door->messages_per_minute)};
  auto wait = messages_.ask(who, rate, clock_.now());
  // However much was written, the button leads to a person: its presses are counted apart.
  if (wait.count() > 0 && is_the_button(body)) wait = messages_.ask(who + " button", rate, clock_.now());
  if (wait.count() > 0) return wait;
  written_.note(who, body, static_cast<std::size_t>(rate.burst));
  return {};
}

Result<std::string> Chat::enter(const Door& door, std::string_view token) const {
  const auto visitor = door.tokens.check(token, clock_.now());
  if (!visitor) return visitor.error();
  return conversations_.ref(door.channel, visitor->conversation);
}

Result<State> Chat::state(const Conversation& conversation) const {
  bool answering = false;
  bool reviewed = false;
  const auto read = store_.read([&](store::Session& session) {
    const auto seen = [](const store::Row&) {};
    answering =
        session.first("SELECT id FROM work WHERE conversation=$1 AND task='answer' LIMIT 1", {conversation.id}, seen);
    reviewed = session.first("SELECT id FROM review WHERE conversation=$1 AND state='waiting' LIMIT 1",
                             {conversation.id}, seen);
  });
  if (!read) return read.error();
  if (conversation.owner == Owner::person) return State{With::person, false};
  if (conversation.owner == Owner::nobody) return State{With::waiting, false};
  return State{reviewed ? With::checking : With::ai, answering};
}

Result<Look> Chat::look(const std::string& ref, std::int64_t position, int limit) const {
  const auto conversation = conversations_.by_ref(ref);
  if (!conversation) return conversation.error();
  if (!*conversation) return Look{};
  // The state first: a line that comes in between is then shown with an older state, which the next look mends.
  const auto now = state(**conversation);
  if (!now) return now.error();
  auto lines = lines_.after((*conversation)->customer, (*conversation)->id, position, limit);
  if (!lines) return lines.error();
  return Look{std::move(*lines), *now};
}

}  // namespace countersign::chat
