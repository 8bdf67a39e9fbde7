#include "app/chat_doors.hpp"

namespace countersign::app {

std::vector<chat::Door> chat_doors(const Config& config, const ChatSecret& secret) {
  std::vector<chat::Door> doors;
  for (const auto& channel : config.channels) {
    if (channel.plugin != kWebchat) continue;
    const auto& brand = channel.brand.empty() ? config.brand : channel.brand;
    doors.push_back(chat::make_door(channel.name, channel.settings, brand, secret(channel.name)));
  }
  return doors;
}

}  // namespace countersign::app
