// What changes around an open page: a reload of the configuration, and a visitor who writes faster than is taken.
#include <fstream>

#include "chat_page.hpp"

namespace countersign::testing {
namespace {

class ChatChanges : public ChatPage {
 protected:
  void configure(const std::string& from, const std::string& to) {
    const auto file = folder.path / "countersign.yaml";
    std::ifstream in(file);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos);
    std::ofstream(file) << text.replace(at, from.size(), to);
    const auto reloaded = gateway->generations().reload("local");
    ASSERT_TRUE(reloaded.ok) << (reloaded.lines.empty() ? "" : reloaded.lines.front());
  }
};

TEST_F(ChatChanges, AReloadLosesNoMessageAndNoOpenPage) {
  const auto token = visitor();
  const auto open_page = ask("GET", "/chat/web/events", bearing(token));
  ASSERT_EQ(send(token, "before").status, 202);
  configure("title: 'A", "title: 'Another");
  EXPECT_NE(ask("GET", "/chat/web")->response.body.find("Another"), std::string::npos) << "the new words are in force";
  settle();
  EXPECT_TRUE(open_page->streamed("three to five"))
      << "accepted before, answered after, seen by the page that was open";
  ASSERT_EQ(send(token, "after", "What are your opening hours?").status, 202) << "its token is as good as before";
  EXPECT_TRUE(open_page->streamed("What are your opening hours?"));
  EXPECT_TRUE(*json::parse(send(token, "before").body)->find("duplicate")->boolean()) << "and is known again";
  const auto look = read(token);
  EXPECT_EQ(std::count_if(look.lines.begin(), look.lines.end(),
                          [](const auto& line) { return line.author == Author::customer; }),
            2);
  open_page->reader_goes();
}

TEST_F(ChatChanges, AConversationHasItsMessagesAMinuteAndNobodyElseIsMeant) {
  const auto token = visitor();
  for (int i = 0; i < 20; ++i) ASSERT_EQ(send(token, "m-" + std::to_string(i)).status, 202) << i;
  const auto refused = send(token, "one-more");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(header(refused, "Retry-After"), "3");
  EXPECT_EQ(header(refused, "Countersign-Limit"), "conversation");
  EXPECT_EQ(send(visitor(), "m-1").status, 202);
  EXPECT_EQ(read(token).lines.size(), 20U) << "nothing of it was kept";
  advance(std::chrono::seconds(3));
  EXPECT_EQ(send(token, "one-more").status, 202);
  configure("title: 'A", "messages_per_minute: 1, title: 'A");
  EXPECT_EQ(send(visitor(), "m-1").status, 202);
  const auto slow = visitor();
  EXPECT_EQ(send(slow, "m-1").status, 202);
  EXPECT_EQ(header(send(slow, "m-2"), "Retry-After"), "60");
}

TEST_F(ChatChanges, WhatIsSentAgainAfterALostConnectionDoesNotCount) {
  const auto token = visitor();
  for (int i = 0; i < 19; ++i) ASSERT_EQ(send(token, "m-" + std::to_string(i)).status, 202) << i;
  for (int i = 0; i < 30; ++i) ASSERT_EQ(send(token, "m-7").status, 202) << "the same again";
  EXPECT_EQ(send(token, "m-19").status, 202) << "the last of the twenty";
  EXPECT_EQ(send(token, "m-20").status, 429);
}

TEST_F(ChatChanges, TheButtonThatAsksForAPersonIsNeverRefusedForManyMessages) {
  const auto token = visitor();
  for (int i = 0; i < 20; ++i) ASSERT_EQ(send(token, "m-" + std::to_string(i)).status, 202) << i;
  EXPECT_EQ(send(token, "more").status, 429);
  EXPECT_EQ(send(token, "button", "I would like to talk to a person.", true).status, 202);
  EXPECT_EQ(send(token, "button", "I would like to talk to a person.", true).status, 202) << "sent again";
  EXPECT_EQ(send(token, "more", "And another thing").status, 429);
}

TEST_F(ChatChanges, AForgedTokenIsToldSoAndCountsForNobody) {
  const auto token = visitor();
  for (int i = 0; i < 30; ++i) EXPECT_EQ(send(token + "0", "m-" + std::to_string(i)).status, 401);
  EXPECT_EQ(send(token, "m-1").status, 202);
}

}  // namespace
}  // namespace countersign::testing
