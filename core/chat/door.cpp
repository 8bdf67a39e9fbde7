#include "chat/door.hpp"

#include <algorithm>
#include <charconv>

namespace countersign::chat {

Door make_door(const std::string& channel, const std::vector<std::pair<std::string, std::string>>& settings,
               const std::string& title, const std::string& secret) {
  const auto value = [&](std::string_view key, const std::string& fallback) {
    const auto found =
        std::find_if(settings.begin(), settings.end(), [&](const auto& one) { return one.first == key; });
    return found == settings.end() ? fallback : found->second;
  };
  Door door{channel, Tokens(channel, value("secret", secret)), value("origins", ""), value("title", title)};
  const auto pace = value("messages_per_minute", "");
  int number = 0;
  const auto [end, problem] = std::from_chars(pace.data(), pace.data() + pace.size(), number);
  if (problem == std::errc() && number > 0) door.messages_per_minute = number;
  return door;
}

}  // namespace countersign::chat
