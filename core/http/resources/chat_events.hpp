// A chat page's live side: the stream of server-sent events of one open page, and the JSON that both the stream and
// plain asking give. Used by chat.cpp.
#pragma once

#include <cstdint>
#include <string>

#include "chat/chat.hpp"
#include "http/reply.hpp"

namespace countersign::http {

inline constexpr int kChatLines = 100;  ///< of one answer or event; the page asks again

/// {"messages", "state", "more"}
[[nodiscard]] json::Object to_json(const chat::Look& look);

/// Answers with the events of the conversation `ref` behind `position`, until the reader goes. 429 when the
/// conversation is open on too many pages.
void stream_chat(chat::Chat& chat, const std::string& ref, std::int64_t position, Reply reply);

}  // namespace countersign::http
