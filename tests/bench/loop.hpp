// Loop: epoll with a handler per descriptor. One thread.
#pragma once

#include <sys/epoll.h>

#include <cstdint>

namespace countersign::bench {

class Events {
 public:
  virtual ~Events() = default;
  virtual void ready(std::uint32_t events) = 0;
};

class Loop {
 public:
  Loop();
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  /// `handler` must live until forget() or until the descriptor is closed.
  void watch(int fd, Events& handler, std::uint32_t events = EPOLLIN);
  void change(int fd, Events& handler, std::uint32_t events);
  /// Handles what is there, waiting at most `microseconds` for it.
  void turn(std::int64_t microseconds);

 private:
  int epoll_;
};

}  // namespace countersign::bench
