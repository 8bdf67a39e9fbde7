#include "flow/worker.hpp"

#include <algorithm>

namespace countersign {

/// A due time is a time of day, and the clock may be set while the work waits. So the wait is measured here, once; only
/// a reviewer's deadline may be far away, anything else that seems to be was postponed under a clock that was wrong.
Steady Worker::when(const Work& work) const {
  constexpr Duration kLongestPause = std::chrono::hours(1);
  const Duration wait = work.due_at - clock_.now();
  return clock_.steady() + (work.task == Task::deadline ? wait : std::min(wait, kLongestPause));
}

std::string lane_of(const Work& work) {
  switch (work.task) {
    case Task::deliver:
      return "channel:" + work.note;
    case Task::file:
      return "helpdesk";
    case Task::notify:
      return "notify:" + work.note;
    case Task::answer:
    case Task::deadline:
      break;
  }
  return std::string(to_word(work.task));
}

Worker::Lane& Worker::lane(const std::string& name) {
  auto& lane = lanes_[name];
  lane.name = name;
  return lane;
}

/// Called with the lock held, when there is more to do: wakes a thread, or starts one more.
void Worker::staff(Lane& lane) {
  if (lane.idle > 0) return lane.ready.notify_one();
  if (!started_ || stopping_ || lane.threads >= std::max(1, room_(lane.name).threads)) return;
  lane.count(clock_.steady());
  ++lane.threads;
  ++running_;
  pool_.emplace_back([this, &lane] { loop(lane); });
}

void Worker::add(const Work& work) {
  const std::lock_guard lock(mutex_);
  auto& lane = this->lane(lane_of(work));
  lane.queue.add(when(work), work);
  ++queued_.at(static_cast<std::size_t>(work.task));
  staff(lane);
}

bool Worker::pass_on(const std::string& name, std::function<void()> step) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return true;
    if (started_) {
      auto& lane = this->lane(name);
      if (lane.passed.size() >= static_cast<std::size_t>(std::max(1, room_(name).waiting))) return false;
      lane.passed.push_back({std::move(step), clock_.steady()});
      staff(lane);
      return true;
    }
  }
  step();
  return true;
}

void Worker::start() {
  const std::lock_guard lock(mutex_);
  started_ = true;
  started_at_ = clock_.steady();
  for (auto& [name, lane] : lanes_)
    if (!lane.queue.empty()) staff(lane);
}

void Worker::halt() {
  const std::lock_guard lock(mutex_);
  stopping_ = true;
  for (auto& [name, lane] : lanes_) lane.ready.notify_all();
}

bool Worker::ended_by(std::chrono::steady_clock::time_point until) {
  std::unique_lock lock(mutex_);
  return ended_.wait_until(lock, until, [this] { return running_ == 0; });
}

void Worker::stop() {
  halt();
  std::vector<std::thread> pool;
  {
    const std::lock_guard lock(mutex_);
    pool.swap(pool_);
  }
  for (auto& thread : pool) thread.join();
  std::vector<std::deque<Lane::Step>> dropped;  // their end takes the lock
  const std::lock_guard lock(mutex_);
  for (auto& [name, lane] : lanes_) dropped.push_back(std::exchange(lane.passed, {}));
}

std::size_t Worker::backlog() const {
  const std::lock_guard lock(mutex_);
  std::size_t count = 0;
  for (const auto& [name, lane] : lanes_) count += lane.queue.size() + lane.passed.size();
  return count - queued_.at(static_cast<std::size_t>(Task::deadline));
}

std::size_t Worker::open(Task task) const {
  const std::lock_guard lock(mutex_);
  const auto at = static_cast<std::size_t>(task);
  return queued_.at(at) + busy_.at(at).size();
}

std::map<std::string, Worker::LaneState> Worker::lanes() const {
  const std::lock_guard lock(mutex_);
  const auto now = clock_.steady();
  std::map<std::string, LaneState> states;
  for (const auto& [name, lane] : lanes_) {
    const int running = lane.threads - lane.idle;
    states[name] = {lane.queue.due(now) + lane.passed.size(),   running,          lane.threads, lane.begun,
                    lane.busy + running * (now - lane.counted), oldest(lane, now)};
  }
  return states;
}

/// What waits for its own conversation does not count, nor does the time before this run.
Duration Worker::oldest(const Lane& lane, Steady now) const {
  if (!started_) return {};
  auto since = now;
  if (!lane.passed.empty()) since = lane.passed.front().since;
  if (const auto work = next(lane, now); work != lane.queue.end()) since = std::min(since, work->first);
  return now - std::max(since, started_at_);
}

DueQueue::Row Worker::next(const Lane& lane, Steady now) const {
  for (auto it = lane.queue.begin(); it != lane.queue.end() && it->first <= now; ++it)
    if (!busy_.at(static_cast<std::size_t>(it->second.task)).contains(it->second.conversation)) return it;
  return lane.queue.end();
}

/// Work of a busy conversation is announced when it becomes free; the cap covers a machine that was suspended. `now` is
/// when next() found nothing: what became due since must not be taken for something that was announced.
void Worker::wait(Lane& lane, std::unique_lock<std::mutex>& lock, Steady now) const {
  constexpr Duration kCap = std::chrono::seconds(1);
  lane.count(clock_.steady());
  ++lane.idle;
  const auto later = lane.queue.after(now);
  if (later == lane.queue.end())
    lane.ready.wait(lock);
  else
    lane.ready.wait_for(lock, std::min<Duration>(kCap, later->first - clock_.steady()));
  lane.count(clock_.steady());
  --lane.idle;
}

Held Worker::hold(Lane& lane, const Work& work) {
  auto& busy = busy_.at(static_cast<std::size_t>(work.task));
  busy.insert(work.conversation);
  return {nullptr, [this, &lane, &busy, task = work.task, conversation = work.conversation](void*) {
            const std::lock_guard lock(mutex_);
            busy.erase(conversation);
            if (lane.idle > 0) lane.ready.notify_one();
            if (task != Task::notify) return;  // the only kind of which one conversation has work in several lanes
            for (auto& [name, other] : lanes_)
              if (&other != &lane && other.idle > 0 && !other.queue.empty()) other.ready.notify_one();
          }};
}

void Worker::loop(Lane& lane) {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const auto now = clock_.steady();
    if (!lane.passed.empty()) {
      auto step = std::move(lane.passed.front().run);
      lane.passed.pop_front();
      ++lane.begun;
      if (!lane.passed.empty() || next(lane, now) != lane.queue.end()) staff(lane);
      lock.unlock();
      step();
      step = nullptr;  // what it holds ends here, outside the lock
      lock.lock();
      continue;
    }
    const auto found = next(lane, now);
    if (found == lane.queue.end()) {
      wait(lane, lock, now);
      continue;
    }
    const Work work = lane.queue.take(found);
    ++lane.begun;
    --queued_.at(static_cast<std::size_t>(work.task));
    Held held = hold(lane, work);
    if (next(lane, now) != lane.queue.end())
      staff(lane);  // one who wakes wakes the next, until the lane is busy enough
    lock.unlock();
    run_(work, std::move(held));
    lock.lock();
  }
  lane.count(clock_.steady());
  --lane.threads;
  if (--running_ == 0) ended_.notify_all();
}

}  // namespace countersign
