#include "app/watchman.hpp"

#include <unistd.h>

#include "base/log.hpp"
#include "plugin/under_way.hpp"

namespace countersign::app {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto kLook = 1s;
/// After the time of a stop is over: for what was cut off to be written down, if only a plugin is in the way …
constexpr auto kWriteDown = 1s;
/// … and for whatever else takes long, such as clients that do not read and a slow disk.
constexpr auto kAnythingElse = 10s;
constexpr int kLeftSomething = 1;

/// No destructor runs: one of them would wait for what never returns.
[[noreturn]] void end_at_once(const std::vector<plugin::LateCall>& calls) {
  for (const auto& one : calls)
    log::error("left_behind",
               {{"plugin", one.plugin}, {"call", one.call}, {"for_ms", std::int64_t{one.since.count()}}});
  log::error("stopped_without_waiting",
             {{"calls", static_cast<std::int64_t>(calls.size())},
              {"what", "what was accepted is in the store; the next start goes on with it, as after a crash"}});
  ::_exit(kLeftSomething);
}

}  // namespace

Watchman::Watchman(std::chrono::milliseconds stop_within) : stop_within_(stop_within), thread_([this] { loop(); }) {}

Watchman::~Watchman() {
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
  }
  changed_.notify_all();
  ::pthread_kill(thread_.native_handle(), SIGTERM);  // blocked there, so it only ends the wait for one
  thread_.join();
}

StopSignal::Came Watchman::wait() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return stop_came_ || reload_came_; });
  if (stop_came_) return StopSignal::Came::stop;
  reload_came_ = false;
  return StopSignal::Came::reload;
}

void Watchman::loop() {
  for (;;) {
    const auto came = signals_.next(kLook);
    (void)plugin::late_calls();  // which logs what is new
    std::unique_lock lock(mutex_);
    if (done_) return;
    if (!came) continue;
    (*came == StopSignal::Came::stop ? stop_came_ : reload_came_) = true;
    changed_.notify_all();
    if (stop_came_) return see_it_end(lock);
  }
}

void Watchman::see_it_end(std::unique_lock<std::mutex>& lock) {
  const auto until = Clock::now() + stop_within_;
  while (!changed_.wait_for(lock, 100ms, [this] { return done_; })) {
    const auto now = Clock::now();
    const auto calls = plugin::late_calls(now, kWriteDown);
    if (now >= until + (calls.empty() ? Clock::duration(kAnythingElse) : Clock::duration(kWriteDown)))
      end_at_once(calls);  // with the lock: whoever is through in this moment waits for the end
  }
}

}  // namespace countersign::app
