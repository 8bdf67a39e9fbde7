#include "flow/delivery/breaker.hpp"

#include <algorithm>

namespace countersign {
namespace {

constexpr int kFailuresToOpen = 5;
constexpr std::chrono::seconds kFirstPause{10};
constexpr std::chrono::seconds kLongestPause{300};
constexpr std::chrono::seconds kLongestAskLater{600};
constexpr std::chrono::seconds kWhileTrying{1};

}  // namespace

std::optional<Time> Breaker::shut_at(Time now) const {
  if (!state_.open) return std::nullopt;
  // A clock that was set back must not keep a server away for longer than any pause lasts.
  if (now < state_.next && state_.next - now <= kLongestAskLater) return state_.next;
  if (trying_) return now + kWhileTrying;
  return std::nullopt;
}

std::optional<Time> Breaker::shut() const {
  const std::lock_guard lock(mutex_);
  return shut_at(clock_.now());
}

Breaker::Entry Breaker::enter() {
  const std::lock_guard lock(mutex_);
  const auto until = shut_at(clock_.now());
  if (until || !state_.open) return {until, 0};
  trying_ = true;
  return {std::nullopt, ++trials_};
}

void Breaker::succeeded() {
  const std::lock_guard lock(mutex_);
  state_ = {};
  pause_ = std::chrono::seconds(0);
  trying_ = false;
}

void Breaker::failed(const std::string& why, std::optional<std::chrono::seconds> ask_later) {
  const std::lock_guard lock(mutex_);
  const auto now = clock_.now();
  if (state_.failures == 0) state_.since = now;
  state_.failures += 1;
  state_.why = why;
  if (state_.open && !trying_ && !ask_later) return;  // a late answer from before it opened
  const bool probe = trying_;
  trying_ = false;
  if (!state_.open && !ask_later && state_.failures < kFailuresToOpen) return;
  if (!state_.open)
    pause_ = kFirstPause;
  else if (probe)
    pause_ = std::min(pause_ * 2, kLongestPause);
  const auto wait = ask_later ? std::clamp(*ask_later, std::chrono::seconds(1), kLongestAskLater) : pause_;
  state_.next = std::max(state_.open ? state_.next : now, now + wait);
  state_.open = true;
}

void Breaker::leave(unsigned trial) {
  const std::lock_guard lock(mutex_);
  if (trial != 0 && trial == trials_) trying_ = false;
}

Breaker::State Breaker::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

}  // namespace countersign
