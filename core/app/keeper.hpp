// Keeper: one thread that looks after a running gateway: certificates whose files changed, and systemd's watchdog.
// Started and stopped by Running.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace countersign::app {

class Keeper {
 public:
  /// `look` is called every few seconds; `alive` (which may touch what must not hang) as often as the watchdog asks.
  Keeper(std::function<void()> look, std::function<void()> alive, std::chrono::milliseconds look_every);
  ~Keeper();
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;

 private:
  void loop(std::chrono::milliseconds look_every);

  const std::function<void()> look_;
  const std::function<void()> alive_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace countersign::app
