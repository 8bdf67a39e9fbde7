// Slow others: a model, channel or helpdesk that does not work costs its own conversations a bounded time; whatever
// cannot be had in time goes to a person with the reason, and nothing overtakes, ages or is lost on the way.
#include "plugin/loaded.hpp"
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
  EXPECT_NE(reason(question).find("model gpt does not work now: it answered 500"), std::string::npos) << reason(question);
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

/// A plugin of this kind, all of whose calls do `act` once it is open.
std::shared_ptr<const plugin::Plugin> wild(std::uint32_t kind, const char* id,
                                           cs_status (*act)(void*, const cs_input*, const cs_output*)) {
  const auto open = [](const cs_host*, const cs_input*, const cs_output*, void** instance) {
    static int something = 0;
    *instance = &something;
    return CS_OK;
  };
  const cs_plugin descriptor = {sizeof(cs_plugin), CS_ABI_MAJOR, CS_ABI_MINOR, kind, 0,   id,
                                "1",               open,         [](void*) {},  act,  act, act, nullptr};
  return std::make_shared<plugin::LoadedPlugin>(descriptor, id, "1", "d1");
}
std::unique_ptr<plugin::Instance> opened(const plugin::Plugin& wild) {
  auto instance = wild.open({});
  return std::move(*instance);
}
cs_status throwing(void*, const cs_input*, const cs_output*) { throw std::runtime_error("no"); }
cs_status talking(void*, const cs_input*, const cs_output* out) {
  out->put(out->context, {"nonsense", 8}, {"\xff\x00\xfe", 3});
  return CS_OK;
}

class WildPlugins : public Road {
 protected:
  /// The gateway as it is, but with this plugin in the place of all that is called outside.
  std::shared_ptr<const Connectors> all_wild(cs_status (*act)(void*, const cs_input*, const cs_output*)) {
    auto made = std::make_shared<Connectors>();
    const auto channel = wild(CS_CHANNEL, "channel.wild", act);
    const auto model = wild(CS_MODEL, "model.wild", act);
    const auto helpdesk = wild(CS_HELPDESK, "helpdesk.wild", act);
    made->channels.emplace("shop", ChannelDesk{std::make_unique<plugin::Channel>(channel, opened(*channel), "shop",
                                                                                 plugin::Origins{}),
                                               "webchat", "", WhenUnknown::resend});
    made->models.push_back(std::make_unique<plugin::Model>(model, opened(*model), "wild", plugin::Origins{}));
    made->helpdesk = std::make_unique<plugin::Helpdesk>(helpdesk, opened(*helpdesk), plugin::Origins{});
    return made;
  }
};

TEST_F(WildPlugins, ThatThrowOrTalkNonsenseCostNoMessage) {
  const auto tame = house().connectors.get();
  for (const auto act : {throwing, talking}) {
    house().connectors.set(tame);
    const std::string name = act == throwing ? "c-throws" : "c-talks";
    ASSERT_TRUE(say(name, kKnown).ok());
    house().connectors.set(all_wild(act));
    for (int i = 0; i < 20; ++i) {
      settle();
      advance(std::chrono::seconds(20));
    }
    EXPECT_EQ(conversation(name).owner, Owner::nobody) << "a person has it";
    EXPECT_NE(value("SELECT COUNT(*) FROM owned_case WHERE kind='helpdesk_refused' AND conversation='" +
                    conversation(name).id + "'"),
              "0")
        << "seen here, since the helpdesk cannot see it";
    EXPECT_EQ(messages(name).front().text, kKnown);
    EXPECT_NE(value("SELECT COUNT(*) FROM work WHERE task='file'"), "0") << "the helpdesk is still told";
  }
  house().connectors.set(tame);
  advance(std::chrono::minutes(11));
  settle();
  EXPECT_EQ(value("SELECT COUNT(*) FROM work WHERE task='file'"), "0");
  EXPECT_FALSE(conversation("c-throws").ticket.empty());
}

class Backlog : public Road {
 protected:
  Backlog() : Road({{"gpt"}, "resend", "webchat", "", "", "limits: {people: 3, reviews: 2, work: 1000}\n"}) {
    model_server.drafts("We will refund 50 EUR to your account by Friday.");
  }
  void ask(const std::string& name) {
    clock.advance(std::chrono::seconds(2));
    say_and_settle(name, kUnknown);
  }
};

TEST_F(Backlog, WhenTooManyDraftsWaitNoMoreAreHeldForPeopleUntilEnoughAreDone) {
  ask("c-1");
  ask("c-2");
  EXPECT_EQ(waiting().size(), 2U);
  ask("c-3");
  EXPECT_EQ(waiting().size(), 2U) << "a third draft that a person must sign is not kept";
  EXPECT_EQ(conversation("c-3").owner, Owner::nobody);
  EXPECT_FALSE(delivered_by("system", "c-3").empty());
  EXPECT_EQ(value("SELECT COUNT(*) FROM entry WHERE kind='ai_stopped'"), "1");

  ASSERT_TRUE(reviews().approve({"ana", "reviewer"}, waiting()[0].id, waiting()[0].digest).done.has_value());
  settle();
  ask("c-4");
  EXPECT_EQ(waiting().size(), 2U) << "one of two is below four fifths of the limit: open again";
  EXPECT_EQ(value("SELECT COUNT(*) FROM entry WHERE kind='ai_started'"), "1");
}

class Busy : public Road {
 protected:
  Busy() : Road({{"kb"}, "resend", "webchat", "", "", "limits: {work: 4}\n"}) {}
};

TEST_F(Busy, WhenTooMuchWorkWaitsNoModelIsAskedAndAPersonHasIt) {
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(say("c-" + std::to_string(i), kKnown).ok());
  clock.advance(std::chrono::seconds(2));
  settle();
  EXPECT_TRUE(delivered_by("ai", "c-0").empty());
  EXPECT_EQ(conversation("c-0").owner, Owner::nobody);
  EXPECT_FALSE(delivered_by("system", "c-0").empty());
  clock.advance(std::chrono::seconds(2));
  say_and_settle("c-9", kKnown);
  EXPECT_EQ(delivered_by("ai", "c-9").size(), 1U);
}

class Full : public Road {
 protected:
  Full() : Road({{"kb"}, "resend", "webchat", "", "", "limits: {questions: 2}\n"}) {}
};

TEST_F(Full, NoMoreQuestionsAreAcceptedThanCanBeAnsweredSoon) {
  ASSERT_TRUE(say("c-1", kKnown).ok());
  ASSERT_TRUE(say("c-2", kKnown).ok());
  const auto refused = say("c-3", kKnown);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().fault, Fault::unavailable);
  EXPECT_EQ(value("SELECT COUNT(*) FROM conversation"), "2") << "nothing of it was kept";
}

}  // namespace
}  // namespace countersign::testing
