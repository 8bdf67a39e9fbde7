// The chat room on the whole road: what a visitor can read, and how it got there.
#include "chat_road.hpp"

namespace countersign::testing {
namespace {

TEST_F(ChatTest, AVisitorReadsTheirMessageAndThenTheDeliveredAnswer) {
  const auto token = visitor();
  EXPECT_TRUE(read(token).lines.empty());
  ASSERT_TRUE(write(token, kQuestion).ok());
  EXPECT_EQ(read(token).state, (chat::State{chat::With::ai, true}));
  settle();
  const auto look = read(token);
  ASSERT_EQ(look.lines.size(), 2U);
  EXPECT_EQ(look.state, (chat::State{chat::With::ai, false}));
  EXPECT_EQ(look.lines[0].position, 1);
  EXPECT_EQ(look.lines[0].author, Author::customer);
  EXPECT_EQ(look.lines[0].text, kQuestion);
  EXPECT_TRUE(look.lines[0].event.ends_with(".e-1"));
  EXPECT_EQ(look.lines[1].position, 2);
  EXPECT_EQ(look.lines[1].author, Author::ai);
  EXPECT_NE(look.lines[1].text.find("three to five"), std::string::npos);
  EXPECT_TRUE(look.lines[1].notice.starts_with("ai-notice@"));
  EXPECT_EQ(look.lines[1].in_reply_to, look.lines[0].message);
  EXPECT_EQ(read(token, 1).lines.size(), 1U);
  EXPECT_TRUE(read(token, 2).lines.empty());
}

TEST_F(ChatTest, NothingIsShownBeforeItIsDelivered) {
  const auto token = visitor();
  ASSERT_TRUE(write(token, kQuestion).ok());
  settle({Task::file, Task::answer});
  EXPECT_EQ(value("SELECT count(*) FROM outbox"), "1");
  EXPECT_EQ(read(token).lines.size(), 1U);
  settle();
  EXPECT_EQ(read(token).lines.size(), 2U);
  EXPECT_EQ(value("SELECT state FROM outbox"), "delivered");
}

TEST_F(ChatTest, ADeliveryThatIsTriedAgainIsShownOnce) {
  const auto token = visitor();
  ASSERT_TRUE(write(token, kQuestion).ok());
  settle({Task::file, Task::answer});
  change("CREATE TABLE before_the_crash AS SELECT * FROM work");
  settle();
  EXPECT_EQ(read(token).lines.size(), 2U);
  change("UPDATE outbox SET state='sending'");  // the row was written, the outcome was not
  change("DELETE FROM entry WHERE kind='delivered'");
  change("UPDATE message SET fate='ready' WHERE author='ai'");
  change("INSERT INTO work SELECT * FROM before_the_crash");
  settle();
  EXPECT_EQ(value("SELECT state FROM outbox"), "delivered");
  EXPECT_EQ(read(token).lines.size(), 2U);
}

TEST_F(ChatTest, TheSameMessageAgainChangesNothingAndAnotherVisitorsIdIsAnother) {
  const auto token = visitor();
  const json::Object body{{"id", "one"}, {"text", kQuestion}};
  const auto first = write(token, body);
  const auto second = write(token, body);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_TRUE(second->duplicate);
  EXPECT_EQ(first->message, second->message);
  EXPECT_EQ(read(token).lines.size(), 1U);
  EXPECT_EQ(write(token, json::Object{{"id", "one"}, {"text", "something else"}}).error().fault, Fault::conflict);
  const auto stranger = write(visitor(), json::Object{{"id", "one"}, {"text", "something else"}});
  ASSERT_TRUE(stranger.ok());
  EXPECT_FALSE(stranger->duplicate);
}

TEST_F(ChatTest, TheButtonLeadsToAPersonWhateverTheWordsAndThePoliciesSay) {
  remove_policy("rules/03-a-person-on-request.yaml");
  load_policies();
  const auto token = visitor();
  ASSERT_TRUE(write(token, json::Object{{"id", "p"}, {"text", kQuestion}, {"person", true}}).ok());
  settle();
  EXPECT_EQ(of(token).owner, Owner::nobody);
  const auto look = read(token);
  EXPECT_EQ(look.state, (chat::State{chat::With::waiting, false}));
  ASSERT_EQ(look.lines.size(), 2U);
  EXPECT_EQ(look.lines[1].author, Author::system);
}

TEST_F(ChatTest, TheButtonIsAFindingThatPoliciesSee) {
  const auto token = visitor();
  const auto accepted = write(token, json::Object{{"id", "p"}, {"text", kQuestion}, {"person", true}});
  ASSERT_TRUE(accepted.ok());
  EXPECT_NE(json::dump(record_of(accepted->message)).find("person-on-request"), std::string::npos);
}

TEST_F(ChatTest, AnAgentsReplyIsReadAsAPersons) {
  const auto token = visitor();
  ASSERT_TRUE(write(token, json::Object{{"id", "p"}, {"text", "hello"}, {"person", true}}).ok());
  settle();
  ASSERT_TRUE(reviews().write({"sam", "agent"}, of(token).id, "Sam here.").ok());
  settle();
  const auto look = read(token);
  EXPECT_EQ(look.state.with, chat::With::person);
  EXPECT_EQ(look.lines.back().author, Author::person);
  EXPECT_EQ(look.lines.back().text, "Sam here.");
}

TEST_F(ChatTest, AForgedTokenNeitherWritesNorReads) {
  auto token = visitor();
  token.back() = token.back() == '0' ? '1' : '0';
  int refused_as = 0;
  EXPECT_FALSE(write(token, json::Object{{"id", "e"}, {"text", "hi"}}, &refused_as).ok());
  EXPECT_EQ(refused_as, 401);
  EXPECT_EQ(gateway->chat().enter(door(), token).error().fault, Fault::forged);
  EXPECT_EQ(gateway->chat().enter(door(), "").error().fault, Fault::forged);
}

TEST_F(ChatTest, TheRoomAndThePluginAgreeOnHowLongATokenLasts) {
  const auto token = visitor();
  advance(std::chrono::hours(24 * 90));
  EXPECT_TRUE(gateway->chat().enter(door(), token).ok());
  EXPECT_TRUE(write(token, "still here").ok());
  advance(std::chrono::seconds(1));
  EXPECT_FALSE(gateway->chat().enter(door(), token).ok());
  EXPECT_FALSE(write(token, "too late").ok());
}

TEST_F(ChatTest, TokensOutliveARestart) {
  const auto token = visitor();
  ASSERT_TRUE(write(token, kQuestion).ok());
  settle();
  reopen();
  EXPECT_EQ(read(token).lines.size(), 2U);
  EXPECT_TRUE(write(token, "And express?").ok());
}

TEST_F(ChatTest, LinesAreSealedAndGoneAfterErasure) {
  const auto token = visitor();
  ASSERT_TRUE(write(token, "the walrus writes").ok());
  settle();
  EXPECT_EQ(raw_data().find("walrus"), std::string::npos);
  ASSERT_TRUE(house().keys.destroy(of(token).customer).ok());
  const auto look = gateway->chat().look(*gateway->chat().enter(door(), token), 0, 10);
  ASSERT_FALSE(look.ok());
  EXPECT_EQ(look.error().fault, Fault::gone);
}

TEST_F(ChatTest, OtherChannelsKeepNoLines) {
  say_and_settle("c-1", kQuestion);
  EXPECT_EQ(delivered("c-1").size(), 1U);
  EXPECT_EQ(gateway->chat().door("shop"), nullptr);
  EXPECT_TRUE(gateway->chat().look(conversation("c-1").ref, 0, 10)->lines.empty());
}

class HeldChat : public ChatTest {
 protected:
  HeldChat() : ChatTest("gpt") {}
};

TEST_F(HeldChat, ADraftThatWaitsForReviewIsNotShownAndThePageSaysThatSomebodyChecksIt) {
  model_server.drafts("We will refund 50 EUR to your account by Friday.");
  const auto token = visitor();
  ASSERT_TRUE(write(token, "Could you tell me what happens with my returned jacket?").ok());
  settle();
  EXPECT_EQ(waiting().size(), 1U);
  const auto look = read(token);
  EXPECT_EQ(look.state.with, chat::With::checking);
  for (const auto& line : look.lines) EXPECT_EQ(line.text.find("refund"), std::string::npos);
}

}  // namespace
}  // namespace countersign::testing
