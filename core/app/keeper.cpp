#include "app/keeper.hpp"

#include <algorithm>

#include "app/service.hpp"

namespace countersign::app {

Keeper::Keeper(std::function<void()> look, std::function<void()> alive, std::chrono::milliseconds look_every)
    : look_(std::move(look)), alive_(std::move(alive)), thread_([this, look_every] { loop(look_every); }) {}

Keeper::~Keeper() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Keeper::loop(std::chrono::milliseconds look_every) {
  const auto beat = service::alive_every();
  const auto pause = beat.count() > 0 ? std::min(beat, look_every) : look_every;
  auto looked = std::chrono::steady_clock::now();
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, pause, [this] { return stopping_; })) {
    lock.unlock();
    if (beat.count() > 0) {
      alive_();
      service::alive();
    }
    if (const auto now = std::chrono::steady_clock::now(); now - looked >= look_every) {
      look_();
      looked = now;
    }
    lock.lock();
  }
}

}  // namespace countersign::app
