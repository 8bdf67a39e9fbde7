#include "chat/door.hpp"

#include <algorithm>

namespace countersign::chat {

Door make_door(const std::string& channel, const std::vector<std::pair<std::string, std::string>>& settings,
               const std::string& title, const std::string& secret) {
  const auto value = [&](std::string_view key, const std::string& fallback) {
    const auto found =
        std::find_if(settings.begin(), settings.end(), [&](const auto& one) { return one.first == key; });
    return found == settings.end() ? fallback : found->second;
  };
  return {channel, Tokens(channel, value("secret", secret)), value("origins", ""),
          value("title", title)};
}

}  // namespace countersign::chat
