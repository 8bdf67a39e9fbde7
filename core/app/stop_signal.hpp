// StopSignal: SIGTERM and SIGINT (and SIGHUP, where it asks for a reload), taken in turn by whoever waits for them.
// Made on the main thread before any other thread starts, so that the signals are blocked everywhere; the waits may
// then be called on any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <csignal>
#include <ctime>
#include <optional>

namespace countersign::app {

class StopSignal {
 public:
  /// What SIGHUP means: by default it ends the process, as a closed terminal should end the demo.
  enum class Hangup { ends, reloads };
  enum class Came { stop, reload };

  explicit StopSignal(Hangup hangup = Hangup::ends) {
    sigemptyset(&set_);
    if (hangup == Hangup::reloads) sigaddset(&set_, SIGHUP);
    sigaddset(&set_, SIGTERM);
    sigaddset(&set_, SIGINT);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  }
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  void wait() {
    int signal = 0;
    if (!came_) sigwait(&set_, &signal);
    came_ = true;
  }
  /// The next signal, if one comes within `most`.
  std::optional<Came> next(std::chrono::milliseconds most) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(most);
    const timespec limit{seconds.count(), static_cast<long>(std::chrono::nanoseconds(most - seconds).count())};
    const int signal = sigtimedwait(&set_, nullptr, &limit);
    if (signal <= 0) return std::nullopt;
    return signal == SIGHUP ? Came::reload : Came::stop;
  }
  /// Waits for a signal, but no longer than `most`; true when one came, now or before.
  bool wait_for(std::chrono::milliseconds most) {
    if (!came_ && next(most)) came_ = true;
    return came_;
  }

 private:
  sigset_t set_{};
  std::atomic<bool> came_{false};
};

}  // namespace countersign::app
