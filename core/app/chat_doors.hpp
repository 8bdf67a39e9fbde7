// The web chats of a configuration: whose tokens they take and who may show them. Any thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app/config.hpp"
#include "chat/door.hpp"

namespace countersign::app {

inline constexpr std::string_view kWebchat = "channel.webchat";

/// The secret that the gateway makes for a web chat without one of its own, always the same for one name.
using ChatSecret = std::function<std::string(const std::string& channel)>;

[[nodiscard]] std::vector<chat::Door> chat_doors(const Config& config, const ChatSecret& secret);

}  // namespace countersign::app
