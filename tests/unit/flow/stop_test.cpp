// The stop switch: AI off for all, a channel or a model; durable, recorded, effective for the next decision.
#include "support/road_fixture.hpp"

namespace countersign::testing {
namespace {

class StopTest : public Road {
 protected:
  void stop(const std::string& scope) { ASSERT_TRUE(house().stop.set(scope, true, "user:ana", clock.now()).ok()); }
  void start(const std::string& scope) { ASSERT_TRUE(house().stop.set(scope, false, "user:ana", clock.now()).ok()); }
};

TEST_F(StopTest, AStoppedChannelGetsNoAiAndAPersonInstead) {
  stop("channel:shop");
  say_and_settle("c-1", "What are your opening hours?");
  EXPECT_TRUE(delivered_by("ai", "c-1").empty());
  EXPECT_EQ(conversation("c-1").owner, Owner::nobody);
  EXPECT_FALSE(conversation("c-1").queue.empty());
  EXPECT_EQ(value("SELECT COUNT(*) FROM entry WHERE kind='prompted'"), "0") << "no model was asked";
}

TEST_F(StopTest, AStoppedModelIsNotAsked) {
  stop("model:kb");
  say_and_settle("c-1", "What are your opening hours?");
  EXPECT_TRUE(delivered_by("ai", "c-1").empty());
  EXPECT_EQ(value("SELECT COUNT(*) FROM entry WHERE kind='prompted'"), "0");
  EXPECT_NE(conversation("c-1").owner, Owner::ai);
}

TEST_F(StopTest, AnotherChannelIsNotStopped) {
  stop("channel:other");
  say_and_settle("c-1", "What are your opening hours?");
  EXPECT_EQ(delivered_by("ai", "c-1").size(), 1U);
}

TEST_F(StopTest, StartedAgainItAnswersNewConversations) {
  stop("all");
  start("all");
  say_and_settle("c-1", "What are your opening hours?");
  EXPECT_EQ(delivered_by("ai", "c-1").size(), 1U);
}

TEST_F(StopTest, StaysStoppedAfterARestart) {
  stop("all");
  reopen();
  EXPECT_TRUE(house().stop.covers("shop", ""));
  say_and_settle("c-1", "What are your opening hours?");
  EXPECT_TRUE(delivered_by("ai", "c-1").empty());
}

TEST_F(StopTest, WhoStoppedAndStartedItIsOnTheRecord) {
  stop("channel:shop");
  start("channel:shop");
  std::vector<std::string> kinds;
  for (const auto& entry : record())
    if (entry.text("actor") == id_of("ana")) kinds.emplace_back(entry.text("kind"));
  EXPECT_EQ(kinds, (std::vector<std::string>{"ai_stopped", "ai_started"}));
}

TEST_F(StopTest, StopsEvenWhenTheStoreCannotKeepIt) {
  change("ALTER TABLE stop RENAME TO stop_gone");
  EXPECT_FALSE(house().stop.set("all", true, "user:ana", clock.now()).ok());
  EXPECT_TRUE(house().stop.covers("shop", "kb")) << "stopping never waits for a disk";
}

TEST_F(StopTest, APersonsWordsGoOutAllTheSame) {
  stop("all");
  say_and_settle("c-1", "What are your opening hours?");
  ASSERT_TRUE(reviews().write({"sam", "agent"}, conversation("c-1").id, "Sam here.").ok());
  settle();
  EXPECT_EQ(delivered_by("person", "c-1").size(), 1U);
}

}  // namespace
}  // namespace countersign::testing
