// Door: one channel.webchat as its page sees it: who may read, who may show it, and what it is called. Made from the
// channel's settings when the gateway opens (the plugin has checked them). Values; any thread.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "chat/token.hpp"

namespace countersign::chat {

struct Door {
  std::string channel;
  Tokens tokens;
  std::string origins;  ///< sites that may show the page in a frame, divided by one space; "" for none but ours
  std::string title;    ///< heading of the page, "" for the page's own words
  int messages_per_minute = 20;  ///< of one conversation
};

/// A door from settings such as the configuration has; `title` and `secret` when they give none.
[[nodiscard]] Door make_door(const std::string& channel,
                             const std::vector<std::pair<std::string, std::string>>& settings, const std::string& title,
                             const std::string& secret);

}  // namespace countersign::chat
