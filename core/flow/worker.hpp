// The worker: runs the durable work list, and gives everyone whom the road calls threads of their own. Work goes
// through lanes: one per channel, one for the helpdesk, one per model and per notifier ("channel:shop", "helpdesk",
// "model:gpt"), and two that call nobody ("answer", "deadline"). A lane has at most as many threads as its budget
// allows calls at once; what does not find one waits in the lane's queue and holds none. So a target that hangs delays
// its own lane alone. Threads are started when a lane first needs them; their cost is measured in tests/bench. Two
// pieces of one kind for one conversation never run at the same time. Started by app after the store was read; stop()
// finishes what runs and leaves the rest in the store.
#pragma once

#include <array>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.hpp"
#include "flow/due_queue.hpp"

namespace countersign {

/// Keeps a conversation's turn (for one kind of task) for as long as anybody holds it.
using Held = std::shared_ptr<void>;

class Worker {
 public:
  /// Does one piece of work; must not throw. The work is over when `held` is let go; its end (done or postponed) is
  /// committed by then, or it is still in the store.
  using Run = std::function<void(const Work&, Held held)>;

  /// How many calls at once a lane may make, and how many steps may wait in it.
  struct Room {
    int threads = 1;
    int waiting = 1000;
  };
  using RoomOf = std::function<Room(const std::string& lane)>;

  Worker(const Clock& clock, Run run, RoomOf room) : clock_(clock), run_(std::move(run)), room_(std::move(room)) {}
  ~Worker() { stop(); }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// Adds committed work (or its new due time). Any thread.
  void add(const Work& work);
  /// Goes on with a step in another lane, before any work that waits there. False: too many wait already. A worker that
  /// was not started runs it here and now. `step` must not throw; after stop() it is dropped, its work is in the store.
  [[nodiscard]] bool pass_on(const std::string& lane, std::function<void()> step);
  void start();
  /// From now on nothing new is begun; what runs goes on. Callable again.
  void halt();
  /// Waits until nothing runs any more, after halt(); false when that is not so at `until`.
  [[nodiscard]] bool ended_by(std::chrono::steady_clock::time_point until);
  /// Halts, and waits for what runs. Once.
  void stop();
  /// Work known and not yet begun. Deadlines, which wait for people, are none.
  [[nodiscard]] std::size_t backlog() const;

  /// Work of one kind that is not over: begun or not.
  [[nodiscard]] std::size_t open(Task task) const;

  struct LaneState {
    std::size_t waiting = 0;  ///< due now and not begun
    int running = 0;
    int threads = 0;
    std::uint64_t begun = 0;  ///< pieces of work and steps, so far
    Duration busy{};          ///< time of all its threads at work, so far
    Duration oldest{};        ///< for how long what comes next could have been begun; none before start()
  };
  /// For health and metrics; by the lane's name.
  [[nodiscard]] std::map<std::string, LaneState> lanes() const;

 private:
  struct Lane {
    std::string name;
    struct Step {
      std::function<void()> run;
      Steady since;
    };
    DueQueue queue;
    std::deque<Step> passed;  ///< steps under way that come next
    int threads = 0;
    int idle = 0;
    std::uint64_t begun = 0;
    Duration busy{};  ///< up to `counted`
    Steady counted{};
    std::condition_variable ready;
    /// Called before `threads` or `idle` change.
    void count(Steady now) {
      busy += (threads - idle) * (now - counted);
      counted = now;
    }
  };
  Lane& lane(const std::string& name);
  void staff(Lane& lane);
  void loop(Lane& lane);
  [[nodiscard]] Steady when(const Work& work) const;
  [[nodiscard]] DueQueue::Row next(const Lane& lane, Steady now) const;
  [[nodiscard]] Duration oldest(const Lane& lane, Steady now) const;
  void wait(Lane& lane, std::unique_lock<std::mutex>& lock, Steady now) const;
  [[nodiscard]] Held hold(Lane& lane, const Work& work);

  const Clock& clock_;
  Run run_;
  RoomOf room_;
  mutable std::mutex mutex_;
  std::map<std::string, Lane> lanes_;
  std::array<std::set<std::string>, kTaskKinds> busy_;  ///< conversations in work, by task
  std::array<std::size_t, kTaskKinds> queued_{};        ///< work not begun, by task
  std::vector<std::thread> pool_;
  std::size_t running_ = 0;  ///< threads that have not come to their end
  std::condition_variable ended_;
  bool started_ = false;
  Steady started_at_{};
  bool stopping_ = false;
};

/// The lane in which a piece of work begins.
[[nodiscard]] std::string lane_of(const Work& work);

}  // namespace countersign
