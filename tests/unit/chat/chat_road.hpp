// A road with a web chat on it, and a visitor's hands.
#pragma once

#include "chat/chat.hpp"
#include "support/road_fixture.hpp"

namespace countersign::testing {

inline constexpr const char* kQuestion = "How long does standard delivery take?";

inline RoadOptions with_web_chat(const std::string& model) {
  RoadOptions options;
  options.models = {model};
  options.channels =
      "  - {name: web, plugin: channel.webchat, settings: {origins: \"https://shop.example\", title: 'A "
      "\"<shop>\"'}}\n";
  return options;
}

class ChatTest : public Road {
 protected:
  explicit ChatTest(const std::string& model = "kb") : Road(with_web_chat(model)) {}

  const chat::Door& door() { return *gateway->chat().door("web"); }
  std::string visitor() { return door().tokens.make("", clock.now()); }
  Result<Accepted> write(const std::string& token, json::Object body, int* refused_as = nullptr) {
    plugin::Webhook webhook{
        "POST", "/channels/web", {{"authorization", "Bearer " + token}}, json::dump(body), clock.now()};
    return arrive("web", webhook, refused_as);
  }
  Result<Accepted> write(const std::string& token, const std::string& text) {
    return write(token, json::Object{{"id", "e-" + std::to_string(++events_)}, {"text", text}, {"locale", "en"}});
  }
  chat::Look read(const std::string& token, std::int64_t after = 0) {
    const auto ref = gateway->chat().enter(door(), token);
    EXPECT_TRUE(ref.ok());
    const auto look = gateway->chat().look(*ref, after, 100);
    EXPECT_TRUE(look.ok()) << look.error().message;
    return look.ok() ? *look : chat::Look{};
  }
  Conversation of(const std::string& token) {
    return **house().conversations.by_ref(*gateway->chat().enter(door(), token));
  }

 private:
  int events_ = 0;
};

}  // namespace countersign::testing
