// The files of the chat page as HTTP answers, with the headers that keep a hostile text or site from doing anything
// with them. Used by chat.cpp. Pure; any thread.
#pragma once

#include <string>

#include "chat/door.hpp"
#include "http/message.hpp"

namespace countersign::http {

/// The page of a door. It may be framed by the door's origins only.
[[nodiscard]] Response chat_page(const Request& request, const chat::Door& door);
/// A script or style sheet; 404 for a name that is none.
[[nodiscard]] Response chat_asset(const Request& request, const std::string& name);

}  // namespace countersign::http
