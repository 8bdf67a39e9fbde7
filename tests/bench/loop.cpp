#include "loop.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <ctime>

namespace countersign::bench {

Loop::Loop() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {}
Loop::~Loop() { ::close(epoll_); }

void Loop::watch(int fd, Events& handler, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = &handler;
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event);
}

void Loop::change(int fd, Events& handler, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = &handler;
  ::epoll_ctl(epoll_, EPOLL_CTL_MOD, fd, &event);
}

void Loop::turn(std::int64_t microseconds) {
  // epoll_pwait2 because an open loop's schedule is finer than a millisecond.
  const auto wait = std::max<std::int64_t>(0, microseconds);
  const timespec longest{wait / 1'000'000, wait % 1'000'000 * 1000};
  std::array<epoll_event, 128> events;
  const int count = ::epoll_pwait2(epoll_, events.data(), static_cast<int>(events.size()), &longest, nullptr);
  for (int i = 0; i < count; ++i) {
    const auto& event = events.at(static_cast<std::size_t>(i));
    static_cast<Events*>(event.data.ptr)->ready(event.events);
  }
}

}  // namespace countersign::bench
