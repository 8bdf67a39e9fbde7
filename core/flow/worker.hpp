// The worker: runs the durable work list. Each kind of task has its own threads, so a slow model keeps no delivery
// waiting; two pieces of the same kind for one conversation never run at the same time. Started by app after the store
// was read; stop() finishes what runs and leaves the rest in the store.
#pragma once

#include <array>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.hpp"
#include "flow/state/work.hpp"

namespace countersign {

class Worker {
 public:
  /// Does one piece of work; must not throw. It commits its own end (done or postponed) before it returns.
  using Run = std::function<void(const Work&)>;
  /// Threads per task, in the order of Task.
  using Threads = std::array<int, 4>;

  Worker(const Clock& clock, Run run, Threads threads) : clock_(clock), run_(std::move(run)), threads_(threads) {}
  ~Worker() { stop(); }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// Adds committed work (or its new due time). Any thread.
  void add(const Work& work);
  void start();
  /// Waits for what runs; nothing new is begun. Once.
  void stop();
  /// Work known and not yet done.
  [[nodiscard]] std::size_t backlog() const;

 private:
  struct Lane {
    std::multimap<Steady, Work> queue;  ///< by due time
    std::set<std::string> busy;       ///< conversations in work on this lane
    std::condition_variable ready;
  };
  void loop(Lane& lane);
  [[nodiscard]] Steady when(const Work& work) const;
  [[nodiscard]] std::multimap<Steady, Work>::iterator next(Lane& lane) const;
  [[nodiscard]] Duration until_next(const Lane& lane) const;

  const Clock& clock_;
  Run run_;
  Threads threads_;
  mutable std::mutex mutex_;
  std::array<Lane, 4> lanes_;
  std::vector<std::thread> pool_;
  bool stopping_ = false;
};

}  // namespace countersign
