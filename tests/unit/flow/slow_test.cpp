// Slow others: a model, channel or helpdesk that does not work costs its own conversations a bounded time; whatever
// cannot be had in time goes to a person with the reason, and nothing overtakes, ages or is lost on the way.
#include "support/one_answer.hpp"
#include "support/road_fixture.hpp"

namespace countersign::testing {
namespace {

constexpr const char* kUnknown = "Could you tell me what happens with my returned jacket?";
constexpr const char* kKnown = "How long does standard delivery take?";

class SlowModel : public Road {
 protected:
  explicit SlowModel(const RoadOptions& options = {{"gpt"}, "resend", "webchat"}) : Road(options) {}
  /// Five questions in a row that the model's server does not answer: each is tried as often as it is.
  void break_the_model() {
    model_server.answers(500);
    for (int i = 0; i < 5; ++i) say_and_settle("broken-" + std::to_string(i), kUnknown);
  }
  [[nodiscard]] std::string handed_over_because(const std::string& name) {
    return value("SELECT subject FROM work WHERE note='handed_over' AND conversation='" + conversation(name).id + "'");
  }
  std::string reason(const std::string& message) {
    for (const auto& entry : record_of(message))
      if (entry.text("kind") == "handed_over") return std::string(entry.text("reason"));
    return "";
  }
};

TEST_F(SlowModel, AnOpenBreakerSendsQuestionsToAPersonAtOnceAndClosesWhenTheModelIsBack) {
  break_the_model();
  model_server.forget();
  const auto question = say_and_settle("c-1", kUnknown);
  EXPECT_TRUE(model_server.seen().empty()) << "no call is made while the breaker is open";
  EXPECT_EQ(conversation("c-1").owner, Owner::nobody);
  EXPECT_NE(reason(question).find("model gpt does not work now: it answered 500"), std::string::npos)
      << reason(question);
  EXPECT_FALSE(delivered_by("system", "c-1").empty()) << "the customer is told";

  advance(std::chrono::minutes(6));
  model_server.drafts("Returned jackets are refunded after inspection.");
  settle();  // those that were tried once are tried again; the first of them finds out
  EXPECT_EQ(model_server.seen().size(), 5U) << "the trial worked: closed";
  say_and_settle("c-2", kUnknown);
  EXPECT_EQ(model_server.seen().size(), 6U);
}

TEST_F(SlowModel, HealthSaysInWordsWhoDoesNotWork) {
  break_the_model();
  const auto exchange = std::make_shared<OneAnswer>();
  gateway->router().handle({"GET", "/healthz", "", {}, "", ""}, http::Reply(exchange));
  const auto body = json::parse(exchange->response.body);
  ASSERT_TRUE(body.ok());
  const auto* calls = body->find("calls");
  ASSERT_NE(calls, nullptr);
  EXPECT_TRUE(calls->find("model:gpt")->text("breaker").starts_with("open since "));
  EXPECT_NE(calls->find("model:gpt")->text("breaker").find("it answered 500"), std::string::npos);
  EXPECT_EQ(calls->find("channel:shop")->text("breaker"), "closed");
  EXPECT_EQ(body->text("valve"), "open");
}

TEST_F(SlowModel, MetricsTellItToo) {
  break_the_model();
  metrics::Page page;
  gateway->show(page);
  const auto text = page.text();
  for (const auto* line :
       {"countersign_breaker_open{target=\"model:gpt\"} 1\n", "countersign_breaker_failures{target=\"model:gpt\"} 5\n",
        "countersign_breaker_open{target=\"channel:shop\"} 0\n", "countersign_calls_in_flight{target=\"model:gpt\"} 0\n",
        "countersign_calls_in_flight_limit{target=\"model:gpt\"} 64\n", "countersign_valve_shut{drafts=\"all\"} 0\n",
        "countersign_valve_shut{drafts=\"for_review\"} 0\n", "countersign_filings_total{outcome=\"filed\"} 5\n",
        "countersign_store_group_jobs_bucket{le=\"1\"} ", "countersign_store_commit_duration_seconds_count "})
    EXPECT_NE(text.find(line), std::string::npos) << line << text;
}

TEST_F(SlowModel, AQuestionThatWaitedTooLongGoesToAPersonWithoutACall) {
  const auto question = say({"c-1", kUnknown});
  ASSERT_TRUE(question.ok());
  advance(std::chrono::minutes(11));
  settle();
  EXPECT_TRUE(model_server.seen().empty());
  EXPECT_EQ(reason(question->message), "no draft could be had in time");
  EXPECT_EQ(value("SELECT COUNT(*) FROM unanswered"), "0") << "the model was not at fault";
}

TEST_F(SlowModel, GarbageCostsItsOwnConversationOnly) {
  for (const char* garbage : {"", "{", "[]", "{\"choices\": 5}", "\xff\xfe", "{\"choices\":[{\"message\":{}}]}"}) {
    model_server.answers([garbage](const http::Request&) { return http::text(200, garbage, "application/json"); });
    const std::string name = "c-" + std::to_string(model_server.seen().size());
    say_and_settle(name, kUnknown);
    EXPECT_EQ(conversation(name).owner, Owner::nobody) << garbage;
  }
  model_server.drafts("Returned jackets are refunded after inspection.");
  model_server.forget();
  say_and_settle("c-last", kUnknown);
  EXPECT_EQ(model_server.seen().size(), 1U) << "a server that is there is still asked";
}

class TwoModels : public SlowModel {
 protected:
  TwoModels() : SlowModel({{"gpt", "kb"}, "resend", "webchat"}) {}
};

TEST_F(TwoModels, TheNextModelAnswersWhenTheFirstDoesNotWork) {
  break_the_model();
  model_server.forget();
  say_and_settle("c-1", kKnown);
  EXPECT_EQ(delivered_by("ai", "c-1").size(), 1U);
  EXPECT_TRUE(model_server.seen().empty());
}

class SlowChannel : public Road {
 protected:
  std::vector<std::string> states() { return column("SELECT state FROM outbox ORDER BY message"); }
  int tries() { return std::stoi("0" + value("SELECT MAX(tries) FROM work WHERE task='deliver'")); }
};

TEST_F(SlowChannel, RepliesWaitBehindAnOpenBreakerUncountedAndAreDeliveredAfterwards) {
  customer_side.answers(500);
  for (int i = 0; i < 5; ++i) say_and_settle("broken-" + std::to_string(i), kKnown);
  customer_side.forget();
  say_and_settle("c-1", kKnown);
  for (int i = 0; i < 30; ++i) settle();
  EXPECT_TRUE(customer_side.seen().empty()) << "no call is made while the breaker is open";
  EXPECT_EQ(value("SELECT COUNT(*) FROM outbox WHERE state='ready'"), "6");
  EXPECT_EQ(tries(), 1) << "waiting is no try";
  customer_side.answers(200);
  for (int i = 0; i < 5; ++i) {
    advance(std::chrono::seconds(30));
    settle();
  }
  EXPECT_EQ(value("SELECT COUNT(*) FROM outbox WHERE state='delivered'"), "6");
  EXPECT_EQ(value("SELECT COUNT(*) FROM owned_case"), "0");
}

TEST_F(SlowChannel, ALaterReplyWaitsForTheOneThatIsTriedAgain) {
  customer_side.answers(500);
  say_and_settle("c-1", kKnown);
  customer_side.answers(200);
  say_and_settle("c-1", "What are your opening hours?");
  EXPECT_EQ(delivered("c-1").size(), 1U) << "the first try of the first reply; nothing overtakes it";
  say_and_settle("c-2", kKnown);
  EXPECT_EQ(delivered("c-2").size(), 1U) << "another conversation does not wait";
  advance(std::chrono::seconds(5));
  settle();
  const auto sent = delivered("c-1");
  ASSERT_EQ(sent.size(), 3U);
  EXPECT_EQ(sent[1].id, sent[0].id);
  EXPECT_NE(sent[2].id, sent[0].id);
  EXPECT_EQ(states(), (std::vector<std::string>{"delivered", "delivered", "delivered"}));
}

TEST_F(SlowChannel, AfterADeadLetterTheLaterRepliesGoOn) {
  say_and_settle("c-0", kKnown);
  customer_side.forget();
  customer_side.answers([](const http::Request& request) {
    return http::json(request.body.find("three to five") != std::string::npos ? 503 : 200, json::Object());
  });
  say_and_settle("c-1", kKnown);
  say_and_settle("c-1", "I want to talk to a real person please.");
  EXPECT_TRUE(delivered_by("system", "c-1").empty());
  for (int i = 0; i < 40; ++i) {
    advance(std::chrono::minutes(11));
    settle();
  }
  EXPECT_FALSE(delivered_by("system", "c-1").empty());
  EXPECT_EQ(value("SELECT COUNT(*) FROM work WHERE task='deliver'"), "0");
}

TEST_F(SlowChannel, ADraftOlderThanAnHourIsJudgedAgainAndStillEndsAsADeadLetter) {
  customer_side.answers(503);
  const auto question = say_and_settle("c-1", kKnown);
  for (int i = 0; i < 60; ++i) {
    advance(std::chrono::minutes(11));
    settle();
  }
  EXPECT_GT(std::stoi(value("SELECT COUNT(*) FROM entry WHERE kind='cleared'")), 1) << "judged again";
  EXPECT_EQ(delivered("c-1").size(), 16U) << "judging again gives no new tries";
  EXPECT_EQ(value("SELECT state FROM outbox"), "dead");
}

TEST_F(SlowChannel, ADraftOlderThanItsConversationIsJudgedAgain) {
  customer_side.answers(503);
  say_and_settle("c-1", kKnown);
  ASSERT_TRUE(say("c-1", "What are your opening hours?").ok());
  customer_side.answers(200);
  advance(std::chrono::seconds(5));
  settle({Task::deliver});
  EXPECT_EQ(value("SELECT COUNT(*) FROM entry WHERE kind='cleared'"), "2");
  EXPECT_EQ(delivered("c-1").size(), 2U);
}

}  // namespace
}  // namespace countersign::testing
