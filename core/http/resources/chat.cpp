// /chat/: the customer's page, its conversation tokens, and the lines it shows.
#include <charconv>

#include "http/resources/api.hpp"
#include "http/resources/chat_events.hpp"
#include "http/resources/chat_pages.hpp"

namespace countersign::http {
namespace {

Error no_door() { return {Fault::not_found, "there is no web chat of this name"}; }

/// A token in hand, and only there: an answer with customer text is kept by no cache.
Response unkept(Response response) {
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

Response start(chat::Chat& chat, const Request& request, const chat::Door& door) {
  const auto wait = chat.wait_to_start(request.peer);
  if (wait.count() > 0) {
    auto refused = problem(429, "Too many conversations", "Wait a moment before you start another conversation.");
    refused.headers.emplace_back("Retry-After", std::to_string(wait.count()));
    return refused;
  }
  // A visitor who begins anew stays the same customer: "never AI for me" holds in the next conversation too.
  const auto token = request.bearer();
  const auto known = token ? door.tokens.check(*token, chat.now()) : Result<chat::Visitor>(no_door());
  return unkept(json(201, json::Object{{"token", door.tokens.make(known ? known->id : "", chat.now())}}));
}

std::int64_t number(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value > 0 ? value : 0;
}

Result<std::string> enter(const chat::Chat& chat, const Request& request, const chat::Door& door) {
  const auto token = request.bearer();
  if (!token) return Error{Fault::forged, "send `Authorization: Bearer <token>` of this conversation"};
  return chat.enter(door, *token);
}

Response lines(const chat::Chat& chat, const Request& request, const chat::Door& door) {
  const auto ref = enter(chat, request, door);
  if (!ref) return from(ref.error());
  const auto look = chat.look(*ref, number(request.query_value("after").value_or("")), kChatLines);
  return look ? unkept(json(200, to_json(*look))) : from(look.error());
}

void events(chat::Chat& chat, const Request& request, const std::string& channel, Reply reply) {
  const auto door = chat.door(channel);
  if (door == nullptr) return reply.answer(from(no_door()));
  const auto ref = enter(chat, request, *door);
  if (!ref) return reply.answer(from(ref.error()));
  const auto* last = request.header("last-event-id");
  stream_chat(chat, *ref, number(last == nullptr ? "" : *last), std::move(reply));
}

using Act = std::function<Response(const Request&, const chat::Door&)>;

void add(Router& router, const chat::Chat& chat, const std::string& pattern, const std::string& summary, Act act) {
  const bool named = pattern.find("{channel}") != std::string::npos;
  router.add(
      pattern,
      [&chat, named, act = std::move(act)](const Request& request, const Params& params) {
        const auto door = chat.door(named ? params["channel"] : "");
        return door == nullptr ? from(no_door()) : act(request, *door);
      },
      summary);
}

}  // namespace

void add_chat(Router& router, chat::Chat& chat) {
  router.add(
      "GET /chat/widget.js", [](const Request& request, const Params&) { return chat_asset(request, "widget.js"); },
      "a button for other sites that opens the chat page in a frame");
  router.add(
      "GET /chat/assets/{file}",
      [](const Request& request, const Params& params) { return chat_asset(request, params["file"]); },
      "scripts and style of the chat page");
  add(router, chat, "GET /chat/", "the customer's chat page, of the first web chat", chat_page);
  add(router, chat, "GET /chat/{channel}", "the chat page of a channel", chat_page);
  add(router, chat, "POST /chat/{channel}/start", "a token for a new conversation; a known visitor stays the same one",
      [&chat](const Request& request, const chat::Door& door) { return start(chat, request, door); });
  router.add(
      "GET /chat/{channel}/events",
      [&chat](const Request& request, const Params& params, Reply reply) {
        events(chat, request, params["channel"], std::move(reply));
      },
      "the same, live: server-sent events; Last-Event-ID goes on behind it");
  add(router, chat, "GET /chat/{channel}/messages", "the lines of a token's conversation behind ?after=N",
      [&chat](const Request& request, const chat::Door& door) { return lines(chat, request, door); });
}

}  // namespace countersign::http
