#include "flow/worker.hpp"

#include <algorithm>

namespace countersign {

/// A due time is a time of day, and the clock may be set while the work waits. So the wait is measured here, once; only a
/// reviewer's deadline may be far away, anything else that seems to be was postponed under a clock that was wrong.
Steady Worker::when(const Work& work) const {
  constexpr Duration kLongestPause = std::chrono::hours(1);
  const Duration wait = work.due_at - clock_.now();
  return clock_.steady() + (work.task == Task::deadline ? wait : std::min(wait, kLongestPause));
}

void Worker::add(const Work& work) {
  const std::lock_guard lock(mutex_);
  auto& lane = lanes_.at(static_cast<std::size_t>(work.task));
  lane.queue.emplace(when(work), work);
  lane.ready.notify_one();
}

void Worker::start() {
  for (std::size_t i = 0; i < lanes_.size(); ++i)
    for (int n = 0; n < threads_.at(i); ++n) pool_.emplace_back([this, &lane = lanes_.at(i)] { loop(lane); });
}

void Worker::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (auto& lane : lanes_) lane.ready.notify_all();
  }
  for (auto& thread : pool_) thread.join();
  pool_.clear();
}

std::size_t Worker::backlog() const {
  const std::lock_guard lock(mutex_);
  std::size_t count = 0;
  for (const auto& lane : lanes_) count += lane.queue.size();
  return count;
}

std::multimap<Steady, Work>::iterator Worker::next(Lane& lane) const {
  const auto now = clock_.steady();
  for (auto it = lane.queue.begin(); it != lane.queue.end() && it->first <= now; ++it)
    if (!lane.busy.contains(it->second.conversation)) return it;
  return lane.queue.end();
}

/// Work of a busy conversation is announced when it becomes free; the cap covers a machine that was suspended.
Duration Worker::until_next(const Lane& lane) const {
  constexpr Duration kCap = std::chrono::seconds(1);
  const auto now = clock_.steady();
  for (const auto& [due, work] : lane.queue)
    if (due > now) return std::min<Duration>(kCap, due - now);
  return kCap;
}

void Worker::loop(Lane& lane) {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const auto found = next(lane);
    if (found == lane.queue.end()) {
      lane.ready.wait_for(lock, until_next(lane));
      continue;
    }
    const Work work = found->second;
    lane.queue.erase(found);
    lane.busy.insert(work.conversation);
    lock.unlock();
    run_(work);
    lock.lock();
    lane.busy.erase(work.conversation);
    lane.ready.notify_one();
  }
}

}  // namespace countersign
