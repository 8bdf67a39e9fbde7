// Clocks that are set, step back, jump ahead or are simply wrong.
#include "base/ids.hpp"
#include "flow/worker.hpp"
#include "support/road_fixture.hpp"

namespace countersign::testing {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr const char* kQuestion = "How long does standard delivery take?";
constexpr const char* kHours = "What are your opening hours?";

class ClockThatJumps : public Road {};

TEST_F(ClockThatJumps, BackSilencesTheNodeUntilItIsSet) {
  say_and_settle("c-1", kQuestion);
  const auto sent = customer_side.seen().size();
  ASSERT_TRUE(say("c-2", kQuestion).ok());
  clock.jump(-hours(3) - minutes(12));
  const auto refused = say("c-3", kQuestion);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().fault, Fault::unavailable);
  EXPECT_NE(refused.error().message.find("went back 3 h 1"), std::string::npos) << refused.error().message;
  EXPECT_NE(refused.error().message.find("set the clock"), std::string::npos);
  for (const auto& piece : work()) gateway->journey().travel(piece);
  EXPECT_EQ(customer_side.seen().size(), sent) << "sent under a clock that is wrong";
  clock.jump(hours(3) + minutes(12));
  EXPECT_TRUE(say("c-3", kQuestion).ok()) << "the clock is right again: no restart is needed";
  settle();
  EXPECT_EQ(delivered_by("ai", "c-2").size(), 1U);
}

TEST_F(ClockThatJumps, ALittleBackAsTimeServersDoIsNoMatter) {
  say_and_settle("c-1", kQuestion);
  clock.jump(-seconds(40));
  ASSERT_TRUE(say("c-1", kHours).ok());
  const auto seen = messages("c-1");
  ASSERT_GE(seen.size(), 3U);
  EXPECT_EQ(seen.back().text, kHours) << "ids keep the order in which things happened";
}

TEST_F(ClockThatJumps, BackIsSeenAfterARestartToo) {
  say_and_settle("c-1", kQuestion);
  clock.jump(-hours(2));
  gateway.reset();
  open();
  EXPECT_FALSE(say("c-1", kHours).ok());
  EXPECT_NE(house().fitness.clock_trouble().find("went back"), std::string::npos);
  EXPECT_NE(house().fitness.clock_trouble().find("clock accept"), std::string::npos);
}

TEST_F(ClockThatJumps, BackIsTakenForRightWhenTheOperatorSaysSo) {
  say_and_settle("c-1", kQuestion);
  const auto before = messages("c-1").back().id;
  clock.jump(-hours(2));
  ASSERT_FALSE(say("c-1", kHours).ok());
  ASSERT_TRUE(gateway->accept_clock("local").ok());
  ASSERT_TRUE(say("c-1", kHours).ok());
  EXPECT_GT(messages("c-1").back().id, before) << "the order of a conversation survives a clock that was ahead";
  reopen();
  EXPECT_TRUE(say("c-2", kQuestion).ok()) << "it is on record, so the next start takes it too";
  EXPECT_EQ(value("SELECT count(*) FROM entry WHERE kind='config_changed' AND CAST(body AS TEXT) LIKE '%clock%'"), "1");
}

TEST_F(ClockThatJumps, FarAheadSilencesTheNodeUntilItComesBack) {
  say_and_settle("c-1", kQuestion);
  ASSERT_TRUE(say("c-2", kQuestion).ok());
  const auto sent = customer_side.seen().size();
  clock.jump(hours(5) + minutes(20));
  const auto refused = say("c-3", kQuestion);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().fault, Fault::unavailable);
  EXPECT_NE(refused.error().message.find("went ahead by 5 h 20"), std::string::npos) << refused.error().message;
  EXPECT_NE(refused.error().message.find("clock accept"), std::string::npos);
  for (const auto& piece : work()) gateway->journey().travel(piece);
  EXPECT_EQ(customer_side.seen().size(), sent) << "sent under a clock that is wrong";
  clock.jump(-hours(5) - minutes(20));
  EXPECT_TRUE(say("c-3", kQuestion).ok()) << "the clock is right again: no restart is needed";
}

TEST_F(ClockThatJumps, AheadIsTakenForRightWhenTheOperatorSaysSo) {
  say_and_settle("c-1", kQuestion);
  clock.jump(hours(100));
  ASSERT_FALSE(say("c-2", kQuestion).ok());
  ASSERT_TRUE(gateway->accept_clock("local").ok());
  EXPECT_TRUE(say("c-2", kQuestion).ok());
  clock.jump(-hours(100));
  EXPECT_FALSE(say("c-3", kQuestion).ok()) << "and then it is back before the newest entry";
}

TEST_F(ClockThatJumps, TimeThatPassesIsNoJumpAndSmallStepsAddUp) {
  say_and_settle("c-1", kQuestion);
  advance(hours(24 * 60));
  EXPECT_TRUE(say("c-1", kHours).ok()) << "nobody wrote for two months";
  clock.jump(hours(2));
  EXPECT_TRUE(say("c-1", kHours).ok());
  clock.jump(hours(2));
  EXPECT_FALSE(say("c-1", kHours).ok()) << "small steps add up";
}

TEST_F(ClockThatJumps, AheadIsSeenAfterARestartToo) {
  say_and_settle("c-1", kQuestion);
  ASSERT_TRUE(gateway->start().ok());
  clock.jump(hours(5));
  reopen();
  EXPECT_FALSE(say("c-2", kQuestion).ok());
  EXPECT_NE(house().fitness.clock_trouble().find("went ahead by 5 h"), std::string::npos);
  clock.jump(-hours(5));
  EXPECT_TRUE(say("c-2", kQuestion).ok());
}

TEST_F(ClockThatJumps, AfterTheMachineWasStartedAnewOnlyAYearsErrorCanBeTold) {
  say_and_settle("c-1", kQuestion);
  clock.jump(hours(24 * 20));
  reopen();
  EXPECT_TRUE(say("c-2", kQuestion).ok()) << "it may have been off for twenty days";
  settle();
  clock.jump(hours(24 * 365));
  reopen();
  EXPECT_FALSE(say("c-3", kQuestion).ok());
  EXPECT_NE(house().fitness.clock_trouble().find("the machine was started since"), std::string::npos);
  ASSERT_TRUE(gateway->accept_clock("local").ok());
  EXPECT_TRUE(say("c-3", kQuestion).ok());
}

TEST_F(ClockThatJumps, FarBeforeThisProgramWasWrittenIsNoTime) {
  clock.jump(-std::chrono::days(365 * 30));
  const auto refused = say("c-1", kQuestion);
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("before this program was written"), std::string::npos);
}

TEST_F(ClockThatJumps, IdsOfTheNextRunSortAfterThoseOfTheLast) {
  const auto newest = id_at(micros(clock.now()) / 1000 + 5000, 7);
  ids_follow(newest);
  EXPECT_GT(new_id(clock.now()), newest);
}

Worker::Room one_thread(const std::string&) { return {}; }

Worker::Run counting(std::atomic<int>& ran) {
  return [&ran](const Work&, const Held&) {
    ran += 1;
    ran.notify_all();
  };
}

TEST(WorkerAndClock, ARetryIsNotStuckWhenTheClockGoesBack) {
  FakeClock clock;
  std::atomic<int> ran = 0;
  Worker worker(clock, counting(ran), one_thread);
  worker.add({"later", Task::deliver, "a", "", "", clock.now() + seconds(2), 0});
  clock.jump(-hours(3));
  clock.advance(seconds(3));
  worker.start();
  ran.wait(0);
  EXPECT_EQ(ran, 1);
}

TEST(WorkerAndClock, AReviewerKeepsTheTimePromisedWhenTheClockJumpsAhead) {
  FakeClock clock;
  std::atomic<int> ran = 0;
  Worker worker(
      clock,
      [&](const Work& work, const Held&) {
        if (work.id == "after")
          ran += 1;
        else
          ran += 100;
        ran.notify_all();
      },
      one_thread);
  worker.add({"review", Task::deadline, "a", "", "", clock.now() + minutes(10), 0});
  clock.jump(hours(5));
  worker.add({"after", Task::deadline, "b", "", "", clock.now(), 0});
  worker.start();
  ran.wait(0);
  worker.stop();
  EXPECT_EQ(ran, 1) << "a review was taken from its reviewer because the clock was set";
  EXPECT_EQ(worker.open(Task::deadline), 1U);
}

TEST(WorkerAndClock, WorkPostponedUnderAClockThatWasAheadIsDoneWithinTheHour) {
  FakeClock clock;
  std::atomic<int> ran = 0;
  Worker worker(clock, counting(ran), one_thread);
  worker.add({"stuck", Task::deliver, "a", "", "", clock.now() + hours(300), 0});
  clock.advance(hours(1) + seconds(1));
  worker.start();
  ran.wait(0);
  EXPECT_EQ(ran, 1);
}

TEST(WorkerAndClock, SpansAreToldInWords) {
  EXPECT_EQ(in_words(hours(3) + minutes(12) + seconds(59)), "3 h 12 min");
  EXPECT_EQ(in_words(hours(3)), "3 h");
  EXPECT_EQ(in_words(seconds(59)), "59 s");
  EXPECT_EQ(in_words(std::chrono::days(2) + minutes(5)), "2 d");
}

}  // namespace
}  // namespace countersign::testing
