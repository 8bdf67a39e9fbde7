// Overload: while what was accepted waits for the gateway itself, nothing new is accepted; what waits for others does
// not count.
#include "flow/pace.hpp"

#include <future>
#include <thread>

#include "support/one_answer.hpp"
#include "support/road_fixture.hpp"

namespace countersign::testing {
namespace {

using namespace std::chrono_literals;

/// A pace whose sources are in the test's hand.
class PaceTest : public ::testing::Test {
 protected:
  Pace::State look() {
    clock.advance(1s);
    return pace.look();
  }
  FakeClock clock;
  Pace::Lanes lanes;
  std::vector<TargetState> targets;
  Duration commit{};
  Pace pace{clock, {[this] { return lanes; }, [this] { return targets; }, [this] { return commit; }}};
};

TEST_F(PaceTest, ALaneThatCallsNobodyWaitsForUsAndTheKindsAddUp) {
  EXPECT_EQ(look().behind, 0s);
  lanes["answer"].oldest = 1s;
  lanes["model:kb"].oldest = 2s;
  lanes["channel:a"].oldest = 5s;
  lanes["channel:b"].oldest = 4s;
  EXPECT_EQ(look().behind, 8s) << "a message goes through one channel";
}

TEST_F(PaceTest, ALaneWhoseThreadsAreInCallsWaitsForItsTarget) {
  lanes["channel:a"] = {9, 2, 2, 0, 10s, 5s};
  targets = {{"channel:a", {}, {}, 2, 7s}};
  EXPECT_EQ(look().behind, 0s) << "7 of 10 seconds";
  lanes["channel:a"].busy += 10s;
  targets[0].called += 6s;
  EXPECT_EQ(look().behind, 5s) << "since then 6 of 10";
}

TEST_F(PaceTest, ASlowLookupIsTheLookupsFaultAlsoInTheHelpdesksLane) {
  lanes["lookups"] = {1, 1, 1, 0, 10s, 5s};
  lanes["helpdesk"] = {1, 1, 1, 0, 10s, 5s};
  targets = {{"lookup:orders", {}, {}, 1, 9s}};
  EXPECT_EQ(look().behind, 0s);
}

TEST_F(PaceTest, SaysWhenTheSlowestLaneWillHaveCaughtUp) {
  lanes["answer"].oldest = 9s;
  lanes["answer"].waiting = 900;
  EXPECT_EQ(look().caught_up_in, 60s) << "nothing was begun yet";
  lanes["answer"].begun = 200;
  EXPECT_EQ(look().caught_up_in, 5s) << "900 at 200 a second";
}

TEST_F(PaceTest, WhatWaitsForTheCommitWaitsForUsBeforeAllLanes) {
  commit = 2100ms;
  EXPECT_EQ(look().behind, 2100ms);
  EXPECT_EQ(look().caught_up_in, 3s) << "the store's queue is as long as its oldest has waited";
  lanes["answer"].oldest = 3s;
  EXPECT_EQ(look().behind, 5100ms);
  EXPECT_EQ(look().caught_up_in, 60s) << "the slower of the two: nothing was begun in the lane";
  commit = 90s;
  EXPECT_EQ(look().caught_up_in, 60s);
}

TEST_F(PaceTest, LooksTenTimesASecondAtMost) {
  EXPECT_EQ(look().behind, 0s);
  lanes["answer"].oldest = 9s;
  clock.advance(99ms);
  EXPECT_EQ(pace.look().behind, 0s);
  clock.advance(1ms);
  EXPECT_EQ(pace.look().behind, 9s);
}

/// An answer that may come later, from another thread.
class LaterAnswer final : public http::Exchange {
 public:
  void answer(http::Response given) override { given_.set_value(std::move(given)); }
  http::Stream stream(http::StreamClosed) override { return {}; }
  void routed(int) override {}
  http::Response get() { return given_.get_future().get(); }

 private:
  std::promise<http::Response> given_;
};

/// A gateway that runs, with one thread for its model; three seconds are the limit.
class Overload : public Road {
 protected:
  explicit Overload(const std::string& model)
      : Road({{model}, "resend", "webchat", "", "", "", {}, "", ", budget: {in_flight: 1}"}) {}
  void start() { ASSERT_TRUE(gateway->start().ok()); }
  std::shared_ptr<LaterAnswer> send(const std::string& conversation) {
    auto webhook = webhook_of({conversation, "How long does standard delivery take?"});
    auto exchange = std::make_shared<LaterAnswer>();
    router_.handle({webhook.method, webhook.path, "", webhook.headers, webhook.body, ""}, http::Reply(exchange));
    return exchange;
  }
  http::Response post(const std::string& conversation) { return send(conversation)->get(); }
  std::string metrics() {
    const auto exchange = std::make_shared<OneAnswer>();
    router_.handle({"GET", "/metrics", "", {}, "", ""}, http::Reply(exchange));
    return exchange->response.body;
  }
  /// Until the model's one thread is at work and so many questions wait for it.
  void until_wait(const std::string& lane, std::int64_t waiting) {
    for (;;) {
      const auto exchange = std::make_shared<OneAnswer>();
      router_.handle({"GET", "/healthz", "", {}, "", ""}, http::Reply(exchange));
      const auto body = json::parse(exchange->response.body);
      const auto* calls = body->find("calls")->find(lane);
      if (*calls->find("in_flight")->integer() == 1 && *calls->find("waiting")->integer() == waiting) return;
      std::this_thread::yield();
    }
  }
  /// Until all that was given to the store before is answered: readers see a commit a moment before its writer says so,
  /// and by the test's clock that moment may be seconds.
  void await_store() { ASSERT_TRUE(gateway->store().commit([](store::Session&) {}).ok()); }
  http::Router router_ = gateway->router();
};

class OverloadOfOurs : public Overload {
 protected:
  OverloadOfOurs() : Overload("kb") {}
};

TEST_F(OverloadOfOurs, IsRefusedWithTheTimeToComeAgainAndEndsByItself) {
  start();
  std::promise<void> free;
  ASSERT_TRUE(house().in_lane("model:kb", [until = free.get_future().share()] { until.wait(); }));
  ASSERT_EQ(post("c-1").status, 202);
  until_wait("model:kb", 1);
  while (value("SELECT COUNT(*) FROM work WHERE task='file'") != "0") std::this_thread::yield();  // nothing else waits
  advance(4s);
  await_store();
  const auto refused = post("c-2");
  EXPECT_EQ(refused.status, 503);
  ASSERT_NE(http::find(refused.headers, "Retry-After"), nullptr);
  EXPECT_GE(std::stoi(*http::find(refused.headers, "Retry-After")), 1);
  EXPECT_EQ(value("SELECT COUNT(*) FROM conversation"), "1") << "nothing of it was kept";
  const auto page = metrics();
  for (const auto* line :
       {"countersign_messages_refused_total{reason=\"behind\"} 1\n", "countersign_work_behind_seconds 4",
        "countersign_lane_oldest_seconds{lane=\"model:kb\"} 4\n", "countersign_lane_running{lane=\"model:kb\"} 1\n",
        "countersign_admission_waiting 0\n"})
    EXPECT_NE(page.find(line), std::string::npos) << line << page;
  free.set_value();
  for (advance(1s); post("c-2").status != 202; advance(1s)) std::this_thread::yield();
}

/// The store's writer stands still until free() is called.
class OverloadOfTheDisk : public Overload {
 protected:
  OverloadOfTheDisk() : Overload("kb") {}
  void stand_still() {
    start();
    std::promise<void> begun;
    gateway->store().submit(
        [&begun, until = free_.get_future().share()](store::Session&) {
          begun.set_value();
          until.wait();
        },
        nullptr);
    begun.get_future().wait();
  }
  void free() { free_.set_value(); }
  static int retry_after(const http::Response& refused) {
    const auto* value = http::find(refused.headers, "Retry-After");
    return value == nullptr ? -1 : std::stoi(*value);
  }

 private:
  std::promise<void> free_;
};

TEST_F(OverloadOfTheDisk, IsRefusedWhileWhatWasSentBeforeIsNotDurable) {
  stand_still();
  const auto before = send("c-1");
  advance(4s);
  const auto refused = post("c-2");
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(retry_after(refused), 4) << "it would wait about as long";
  free();
  EXPECT_EQ(before->get().status, 202) << "who came before waits for the disk, however long";
  for (advance(1s); post("c-2").status != 202; advance(1s)) std::this_thread::yield();
}

TEST_F(OverloadOfTheDisk, IsRefusedWhenTheStoresQueueIsFull) {
  stand_still();
  std::size_t full = 0;
  const auto count = [&full](const Status& status) { full += status.ok() ? 0 : 1; };
  for (std::size_t i = 0; full == 0; ++i) {
    ASSERT_LE(i, store::SqliteOptions().queue);
    gateway->store().submit([](store::Session&) {}, i < store::SqliteOptions().queue ? store::Store::Done() : count);
  }
  const auto refused = post("c-1");
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(retry_after(refused), 5);
  free();
  while (post("c-1").status != 202) std::this_thread::yield();
  EXPECT_EQ(value("SELECT COUNT(*) FROM conversation"), "1");
}

class OverloadOfOthers : public Overload {
 protected:
  OverloadOfOthers() : Overload("gpt") {}
};

TEST_F(OverloadOfOthers, DoesNotKeepCustomersAway) {
  std::promise<void> answered;
  model_server.answers([&, until = answered.get_future().share()](const http::Request&) {
    until.wait();
    return http::json(200, json::Object());
  });
  start();
  for (const char* name : {"c-1", "c-2"}) ASSERT_EQ(post(name).status, 202);
  until_wait("model:gpt", 1);
  while (model_server.seen().empty()) std::this_thread::yield();  // the call is under way
  while (value("SELECT COUNT(*) FROM work WHERE task='file'") != "0") std::this_thread::yield();  // ours is done
  advance(10s);
  await_store();
  EXPECT_EQ(post("c-3").status, 202);
  answered.set_value();
  gateway->stop();
}

}  // namespace
}  // namespace countersign::testing
