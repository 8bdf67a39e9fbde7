// Watchman: takes the signals of `serve` on a thread of its own, and sees to it that a stop comes to its end. A plugin
// that never returns from a call in our own process holds a thread that nobody can end, during the start, a reload or
// a stop; so when the time for a stop is over, what is left behind is logged and the process ends at once. That loses
// nothing: whatever was acknowledged is in the store, and the next start goes on with it as after a crash.
// Made on the main thread before any other thread starts; its methods are for the main thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "app/stop_signal.hpp"

namespace countersign::app {

class Watchman {
 public:
  /// `stop_within`: from the signal on.
  explicit Watchman(std::chrono::milliseconds stop_within);
  /// The stop (or a start that failed) has come to its end.
  ~Watchman();
  Watchman(const Watchman&) = delete;
  Watchman& operator=(const Watchman&) = delete;

  /// Blocks until a signal comes. A reload asked for while one is under way comes next.
  [[nodiscard]] StopSignal::Came wait();

 private:
  void loop();
  void see_it_end(std::unique_lock<std::mutex>& lock);

  const std::chrono::milliseconds stop_within_;
  StopSignal signals_{StopSignal::Hangup::reloads};
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stop_came_ = false;
  bool reload_came_ = false;
  bool done_ = false;
  std::thread thread_;
};

}  // namespace countersign::app
