// The worker: order, one conversation at a time per kind of task, no kind waiting for another, and nothing lost.
#include "flow/worker.hpp"

#include <algorithm>
#include <condition_variable>
#include <future>
#include <latch>
#include <mutex>
#include <random>

#include "support/road_fixture.hpp"

namespace countersign::testing {
namespace {

constexpr auto kPatience = std::chrono::seconds(20);   // how long a broken worker may make a test hang

Work piece(const std::string& id, Task task, const std::string& conversation, Time due) {
  return {id, task, conversation, "", "", due, 0};
}

/// The same budget for every lane.
Worker::RoomOf rooms(int threads, int waiting = 100) {
  return [=](const std::string&) { return Worker::Room{threads, waiting}; };
}

/// A door that a test opens; whoever waits at it is counted.
class Door {
 public:
  void wait() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
  }
  void until_wait(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, kPatience, [&] { return waiting_ >= count; });
    EXPECT_GE(waiting_, count);
  }
  int waited() {
    const std::lock_guard lock(mutex_);
    return waiting_;
  }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
  bool open_ = false;
};

/// Writes down what ran, in order, and tells when `count` pieces have; there may be more.
class Log {
 public:
  explicit Log(std::size_t count) : count_(count) {}
  void operator()(const Work& work) {
    const std::lock_guard lock(mutex_);
    ran_.push_back(work.id);
    changed_.notify_all();
  }
  /// The first `count`.
  std::vector<std::string> wait() {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, kPatience, [this] { return ran_.size() >= count_; }));
    return {ran_.begin(), ran_.begin() + static_cast<std::ptrdiff_t>(std::min(count_, ran_.size()))};
  }

 private:
  std::size_t count_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> ran_;
};

TEST(Worker, RunsDueWorkInTheOrderOfItsTimes) {
  const FakeClock clock;
  Log log(3);
  Worker worker(clock, [&](const Work& work, const Held&) { log(work); }, rooms(1));
  const auto now = clock.now();
  worker.add(piece("third", Task::deliver, "a", now - std::chrono::seconds(1)));
  worker.add(piece("first", Task::deliver, "b", now - std::chrono::seconds(3)));
  worker.add(piece("second", Task::deliver, "c", now - std::chrono::seconds(2)));
  worker.start();
  EXPECT_EQ(log.wait(), (std::vector<std::string>{"first", "second", "third"}));
}

TEST(Worker, LeavesWorkThatIsNotDue) {
  const FakeClock clock;
  Log log(1);
  Worker worker(clock, [&](const Work& work, const Held&) { log(work); }, rooms(1));
  worker.add(piece("tomorrow", Task::file, "a", clock.now() + std::chrono::hours(24)));
  worker.add(piece("now", Task::file, "b", clock.now()));
  worker.start();
  EXPECT_EQ(log.wait(), std::vector<std::string>{"now"});
  worker.stop();
  EXPECT_EQ(worker.backlog(), 1U);
  worker.add(piece("review", Task::deadline, "c", clock.now() + std::chrono::hours(24)));
  EXPECT_EQ(worker.backlog(), 1U) << "a reviewer's deadline is no work of ours";
}

TEST(Worker, RunsWhatBecomesDue) {
  FakeClock clock;
  Log log(1);
  Worker worker(clock, [&](const Work& work, const Held&) { log(work); }, rooms(1));
  worker.add(piece("later", Task::deadline, "a", clock.now() + std::chrono::hours(1)));
  worker.start();
  clock.advance(std::chrono::hours(2));
  EXPECT_EQ(log.wait(), std::vector<std::string>{"later"});
}

TEST(Worker, RunsOneConversationsWorkOfAKindOneAfterTheOtherAndTwoConversationsTogether) {
  const FakeClock clock;
  std::latch both(2);   // two conversations must meet here, or the test hangs
  std::mutex mutex;
  std::map<std::string, int> running;
  int most = 0;
  Log log(4);
  Worker worker(
      clock,
      [&](const Work& work, const Held&) {
        {
          const std::lock_guard lock(mutex);
          most = std::max(most, ++running[work.conversation]);
        }
        if (work.id.ends_with("1")) both.arrive_and_wait();
        {
          const std::lock_guard lock(mutex);
          --running[work.conversation];
        }
        log(work);
      },
      rooms(4));
  for (const char* id : {"a1", "a2", "b1", "b2"}) worker.add(piece(id, Task::answer, std::string(1, id[0]), clock.now()));
  worker.start();
  EXPECT_EQ(log.wait().size(), 4U);
  EXPECT_EQ(most, 1);
}

TEST(Worker, ASlowModelKeepsNoDeliveryWaiting) {
  const FakeClock clock;
  std::promise<void> answered;
  std::promise<void> delivered;
  Worker worker(
      clock,
      [&](const Work& work, const Held&) {
        if (work.task == Task::answer)
          answered.get_future().wait();
        else
          delivered.set_value();
      },
      rooms(1));
  worker.add(piece("slow", Task::answer, "a", clock.now()));
  worker.add(piece("quick", Task::deliver, "a", clock.now()));
  worker.start();
  EXPECT_EQ(delivered.get_future().wait_for(kPatience), std::future_status::ready);
  answered.set_value();
}

TEST(Worker, APagerThatWaitsForAnotherOnesTurnIsTriedWhenThatIsOver) {
  const FakeClock clock;
  Door door;
  Log log(2);
  Worker worker(
      clock,
      [&](const Work& work, const Held&) {
        if (work.note == "first") door.wait();
        log(work);
      },
      rooms(1));
  worker.start();
  worker.add({"n1", Task::notify, "a", "", "first", clock.now(), 0});
  door.until_wait(1);
  worker.add({"n2", Task::notify, "a", "", "second", clock.now(), 0});  // its lane finds the conversation busy, and sleeps
  while (worker.lanes().at("notify:second").running > 0) std::this_thread::yield();
  door.open();
  EXPECT_EQ(log.wait(), (std::vector<std::string>{"n1", "n2"}));
}

Work delivery(const std::string& conversation, const std::string& channel, Time due) {
  return {"d-" + conversation, Task::deliver, conversation, "", channel, due, 0};
}

TEST(DueQueue, KnowsHowManyAreDueWhateverWasAddedAndTaken) {
  std::mt19937 chance(7);
  const auto at = [](int second) { return Steady(std::chrono::seconds(second)); };
  DueQueue queue;
  for (int now = 0; now < 200; now += static_cast<int>(chance() % 3)) {
    queue.add(at(static_cast<int>(chance() % 250)), {});
    if (chance() % 3 == 0) (void)queue.take(chance() % 2 == 0 ? queue.begin() : std::prev(queue.end()));
    EXPECT_EQ(queue.due(at(now)), std::distance(queue.begin(), queue.after(at(now)))) << now;
  }
}

TEST(Worker, AChannelThatHangsHoldsItsOwnBudgetAndDelaysNobodyElse) {
  const FakeClock clock;
  Door door;
  Log log(1);
  Worker worker(
      clock, [&](const Work& work, const Held&) { work.note == "hangs" ? door.wait() : log(work); }, rooms(2));
  for (int i = 0; i < 10; ++i) worker.add(delivery("h" + std::to_string(i), "hangs", clock.now()));
  worker.start();
  door.until_wait(2);
  worker.add(delivery("quick", "works", clock.now()));
  EXPECT_EQ(log.wait(), std::vector<std::string>{"d-quick"});
  EXPECT_EQ(door.waited(), 2) << "a budget of two calls is two threads; the rest holds none";
  EXPECT_EQ(worker.lanes()["channel:hangs"].waiting, 8U);
  EXPECT_EQ(worker.lanes()["channel:hangs"].running, 2);
  door.open();
}

TEST(Worker, AStepThatGoesOnInAnotherLaneKeepsItsConversationAndFreesItsThread) {
  const FakeClock clock;
  Door door;
  Log log(3);
  Worker* self = nullptr;
  Worker worker(
      clock,
      [&](const Work& work, Held held) {
        if (work.id == "a1")
          ASSERT_TRUE(self->pass_on("model:hangs", [&, work, held = std::move(held)] {
            door.wait();
            log(work);
          }));
        else
          log(work);
      },
      rooms(1));
  self = &worker;
  worker.add(piece("a1", Task::answer, "a", clock.now()));
  worker.start();
  door.until_wait(1);
  worker.add(piece("a2", Task::answer, "a", clock.now()));
  worker.add(piece("b1", Task::answer, "b", clock.now()));
  door.open();
  const auto ran = log.wait();
  const auto at = [&](const char* id) { return std::find(ran.begin(), ran.end(), id); };
  EXPECT_LT(at("a1"), at("a2")) << "it came before the first question was over";
}

TEST(Worker, AModelTakesOnlySoManyWhoWait) {
  const FakeClock clock;
  Door door;
  Worker worker(clock, [](const Work&, const Held&) {}, rooms(1, 2));
  worker.start();
  EXPECT_TRUE(worker.pass_on("model:a", [&] { door.wait(); }));
  door.until_wait(1);
  EXPECT_TRUE(worker.pass_on("model:a", [] {}));
  EXPECT_TRUE(worker.pass_on("model:a", [] {}));
  EXPECT_FALSE(worker.pass_on("model:a", [] {}));
  EXPECT_TRUE(worker.pass_on("model:b", [] {}));
  door.open();
}

TEST(Worker, StopWaitsForWhatRunsAndBeginsNothingNew) {
  const FakeClock clock;
  std::promise<void> begun;
  std::atomic<int> finished = 0;
  Worker worker(
      clock,
      [&](const Work&, const Held&) {
        begun.set_value();   // a second piece would throw here
        std::this_thread::yield();
        ++finished;
      },
      rooms(1));
  const auto now = clock.now();
  worker.add(piece("runs", Task::file, "a", now));
  worker.add(piece("waits", Task::file, "b", now + std::chrono::hours(1)));
  worker.start();
  begun.get_future().wait();
  worker.stop();
  EXPECT_EQ(finished, 1);
  EXPECT_EQ(worker.backlog(), 1U);
}

class WorkOnTheRoad : public Road {};

TEST_F(WorkOnTheRoad, SurvivesARestartAtEveryStep) {
  ASSERT_TRUE(say("c-1", "What are your opening hours?").ok());
  for (const Task task : {Task::answer, Task::deliver, Task::file}) {
    reopen();
    EXPECT_GT(settle({task}), 0) << to_word(task);
  }
  reopen();
  settle();
  ASSERT_EQ(delivered("c-1").size(), 1U);
  EXPECT_EQ(work().size(), 0U);
}

TEST_F(WorkOnTheRoad, IsDoneByTheGatewaysOwnThreadsAfterARestart) {
  ASSERT_TRUE(say("c-1", "What are your opening hours?").ok());
  reopen();
  std::promise<void> arrived;
  std::once_flag once;
  customer_side.answers([&](const http::Request&) {
    std::call_once(once, [&] { arrived.set_value(); });
    return http::json(200, json::Object());
  });
  ASSERT_TRUE(gateway->start().ok());
  EXPECT_EQ(arrived.get_future().wait_for(kPatience), std::future_status::ready);
  gateway->stop();
  EXPECT_EQ(delivered("c-1").size(), 1U);
  EXPECT_EQ(value("SELECT state FROM outbox"), "delivered") << "stop() lets what runs finish";
}

TEST_F(WorkOnTheRoad, DoneTwiceByMistakeChangesNothing) {
  ASSERT_TRUE(say("c-1", "What are your opening hours?").ok());
  const auto before = work();
  settle();
  for (const auto& old : before) gateway->journey().travel(old);
  settle();
  EXPECT_EQ(delivered("c-1").size(), 1U);
  EXPECT_EQ(value("SELECT COUNT(*) FROM entry WHERE kind='cleared'"), "1");
}

}  // namespace
}  // namespace countersign::testing
