// Delivery: sent once, retried with one key, refused and lost texts become a person's case, and a crash in between never
// makes a second message where the channel cannot tell.
#include "support/road_fixture.hpp"

namespace countersign::testing {
namespace {

class DeliveryTest : public Road {
 protected:
  DeliveryTest() = default;
  explicit DeliveryTest(const RoadOptions& options) : Road(options) {}

  /// Time passes until nothing but deadlines is left, or `most` is over.
  void let_pass(Duration most) {
    const auto end = clock.now() + most;
    while (clock.now() < end) {
      advance(std::chrono::seconds(30));
      settle();
    }
  }
  std::string state() { return value("SELECT state FROM outbox ORDER BY message LIMIT 1"); }
  std::string a_reply_in_the_outbox() {
    EXPECT_TRUE(say("c-1", "How long does standard delivery take?").ok());
    settle({Task::answer});
    return value("SELECT message FROM outbox");
  }
};

TEST_F(DeliveryTest, RetriesWithOneKeyUntilItIsTaken) {
  int tries = 0;
  customer_side.answers([&](const http::Request&) { return http::json(++tries > 3 ? 200 : 500, json::Object()); });
  say_and_settle("c-1", "How long does standard delivery take?");
  EXPECT_EQ(delivered("c-1").size(), 1U);
  EXPECT_EQ(state(), "ready");
  let_pass(std::chrono::minutes(2));
  const auto sent = delivered("c-1");
  ASSERT_EQ(sent.size(), 4U);
  for (const auto& one : sent) {
    EXPECT_FALSE(one.key.empty());
    EXPECT_EQ(one.key, sent[0].key);
    EXPECT_EQ(one.text, sent[0].text);
  }
  EXPECT_EQ(state(), "delivered");
}

TEST_F(DeliveryTest, TwoMessagesNeverShareAKey) {
  say_and_settle("c-1", "How long does standard delivery take?");
  say_and_settle("c-2", "How long does standard delivery take?");
  EXPECT_NE(delivered("c-1").at(0).key, delivered("c-2").at(0).key);
}

TEST_F(DeliveryTest, DoesNotTryAgainBeforeThePauseIsOver) {
  customer_side.answers(500);
  say_and_settle("c-1", "How long does standard delivery take?");
  settle();
  settle();
  EXPECT_EQ(delivered("c-1").size(), 1U);
}

TEST_F(DeliveryTest, KeepsToTheTimeTheOtherSideAsksFor) {
  customer_side.answers([](const http::Request&) {
    auto later = http::json(429, json::Object());
    later.headers.emplace_back("Retry-After", "120");
    return later;
  });
  say_and_settle("c-1", "How long does standard delivery take?");
  advance(std::chrono::seconds(110));
  settle();
  EXPECT_EQ(delivered("c-1").size(), 1U);
  advance(std::chrono::seconds(15));
  settle();
  EXPECT_EQ(delivered("c-1").size(), 2U);
}

TEST_F(DeliveryTest, ARefusedTextBecomesACaseAndAPersonHasTheConversation) {
  customer_side.answers(422);
  say_and_settle("c-1", "How long does standard delivery take?");
  let_pass(std::chrono::minutes(5));
  EXPECT_EQ(delivered("c-1").size(), 1U) << "a refusal is not tried again";
  EXPECT_EQ(state(), "refused");
  EXPECT_EQ(column("SELECT kind FROM owned_case"), std::vector<std::string>{"not_delivered"});
  EXPECT_EQ(value("SELECT COUNT(*) FROM entry WHERE kind='refused'"), "1");
  EXPECT_EQ(conversation("c-1").owner, Owner::nobody);
  EXPECT_FALSE(conversation("c-1").queue.empty());
}

TEST_F(DeliveryTest, AfterManyTriesItIsADeadLetterAndAPersonsCase) {
  customer_side.answers(503);
  say_and_settle("c-1", "How long does standard delivery take?");
  let_pass(std::chrono::hours(4));
  EXPECT_EQ(delivered("c-1").size(), 16U);
  EXPECT_EQ(state(), "dead");
  EXPECT_EQ(messages("c-1").back().fate, Fate::dead);
  EXPECT_EQ(column("SELECT kind FROM owned_case"), std::vector<std::string>{"not_delivered"});
  EXPECT_EQ(value("SELECT COUNT(*) FROM entry WHERE kind='undelivered'"), "1");
  EXPECT_EQ(conversation("c-1").owner, Owner::nobody);
  EXPECT_EQ(value("SELECT COUNT(*) FROM work WHERE task='deliver'"), "0");
}

TEST_F(DeliveryTest, AServerThatIsNotThereIsTriedAgain) {
  const auto message = a_reply_in_the_outbox();
  int tries = 0;
  customer_side.answers([&](const http::Request&) -> http::Response {
    if (++tries == 1) throw std::runtime_error("the other side broke");
    return http::json(200, json::Object());
  });
  settle();
  let_pass(std::chrono::minutes(1));
  EXPECT_EQ(state(), "delivered");
}

TEST_F(DeliveryTest, AResendChannelSendsAgainWithTheSameKeyAfterACrash) {
  const auto message = a_reply_in_the_outbox();
  const auto before = work();
  settle();
  ASSERT_EQ(delivered("c-1").size(), 1U);
  // The crash: it was sent, and nothing after the sending was recorded.
  change("UPDATE outbox SET state='ready'");
  change("DELETE FROM entry WHERE kind='delivered'");
  for (const auto& piece : before)
    if (piece.task == Task::deliver) {
      ASSERT_TRUE(gateway->store().commit([&](store::Session& session) { work::insert(session, piece); }).ok());
    }
  reopen();
  settle();
  const auto sent = delivered("c-1");
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(sent[0].key, sent[1].key);
  EXPECT_EQ(sent[0].key, message);
}

TEST_F(DeliveryTest, ARefusalAfterATryWithoutAnAnswerIsUnknown) {
  a_reply_in_the_outbox();
  change("UPDATE outbox SET state='sending'");  // as after a try that the other side took and never answered
  customer_side.answers([](const http::Request&) { return http::json(409, json::Object()); });
  settle();
  EXPECT_EQ(state(), "unknown");
  EXPECT_EQ(messages("c-1").back().fate, Fate::unknown);
  EXPECT_EQ(column("SELECT why FROM owned_case").at(0).find("an earlier try had no answer and may have arrived"), 0U);
}

TEST_F(DeliveryTest, AReplyOnAChannelThatWasTakenAwayIsAPersonsCase) {
  a_reply_in_the_outbox();
  change("UPDATE outbox SET channel='gone'");
  settle();
  EXPECT_TRUE(delivered("c-1").empty());
  EXPECT_EQ(state(), "ready") << "it is delivered when the channel returns";
  EXPECT_EQ(column("SELECT kind FROM owned_case"), std::vector<std::string>{"channel_missing"});
}

class AskingChannel : public DeliveryTest {
 protected:
  AskingChannel() : DeliveryTest(RoadOptions{{"kb"}, "ask_a_person", "webchat"}) {}
};

TEST_F(AskingChannel, AfterACrashInBetweenItIsUnknownAndNotSentAgain) {
  a_reply_in_the_outbox();
  change("UPDATE outbox SET state='sending'");
  reopen();
  settle();
  EXPECT_TRUE(customer_side.seen().empty());
  EXPECT_EQ(state(), "unknown");
  EXPECT_EQ(messages("c-1").back().fate, Fate::unknown);
  EXPECT_EQ(column("SELECT kind FROM owned_case"), std::vector<std::string>{"not_delivered"});
  EXPECT_EQ(conversation("c-1").owner, Owner::nobody);
}

TEST_F(AskingChannel, TheMarkIsDurableBeforeTheRequestLeaves) {
  std::string seen;
  customer_side.answers([&](const http::Request&) {
    seen = state();
    return http::json(200, json::Object());
  });
  say_and_settle("c-1", "How long does standard delivery take?");
  EXPECT_EQ(seen, "sending");
  EXPECT_EQ(state(), "delivered");
}

TEST_F(AskingChannel, AnAnswerThatSaysTryLaterIsNoCrash) {
  int tries = 0;
  customer_side.answers([&](const http::Request&) { return http::json(++tries == 1 ? 503 : 200, json::Object()); });
  say_and_settle("c-1", "How long does standard delivery take?");
  let_pass(std::chrono::minutes(1));
  EXPECT_EQ(state(), "delivered");
  EXPECT_EQ(delivered("c-1").size(), 2U);
}

TEST_F(AskingChannel, NothingIsSentWhenTheMarkCannotBeKept) {
  a_reply_in_the_outbox();
  change("CREATE TRIGGER ill BEFORE UPDATE ON outbox BEGIN SELECT RAISE(ABORT, 'ill'); END");
  settle({Task::file});
  for (const auto& piece : work())
    if (piece.task == Task::deliver) gateway->journey().travel(piece);
  EXPECT_TRUE(customer_side.seen().empty());
}

}  // namespace
}  // namespace countersign::testing
