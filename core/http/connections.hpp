// Connections: the open sockets of one server, each with its framing, its unsent bytes and its deadline. A Connection
// is worked on by one thread at a time (epoll's one-shot sees to that); the table and the deadlines are shared with the
// thread that accepts and sweeps. Used by server.cpp only.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "http/framing.hpp"

namespace countersign::http {

using Ticks = std::chrono::steady_clock::time_point;

/// What a connection waits for; each phase has its own deadline.
enum class Phase : std::uint8_t { idle, reading, answering, writing, draining };

class Connection {
 public:
  Connection(int fd, std::string peer, Limits limits) : framing(limits), peer_(std::move(peer)), fd_(fd) {}
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  [[nodiscard]] int fd() const { return fd_; }
  [[nodiscard]] const std::string& peer() const { return peer_; }
  [[nodiscard]] Phase phase() const { return phase_.load(std::memory_order_acquire); }
  void enter(Phase phase, Ticks deadline);
  [[nodiscard]] bool expired(Ticks now) const {
    return now.time_since_epoch().count() >= deadline_.load(std::memory_order_acquire);
  }

  /// Called before the connection is given to epoll, and first thing after epoll gave it to a worker. The kernel orders
  /// the two as well, but the language does not know that.
  void hand_over() { turns_.fetch_add(1, std::memory_order_release); }
  void take_over() const { (void)turns_.load(std::memory_order_acquire); }

  enum class Sent { all, part, failed };
  void queue(std::string bytes);
  /// Sends what is queued without waiting.
  [[nodiscard]] Sent flush();
  [[nodiscard]] bool has_unsent() const { return sent_ < out_.size(); }

  enum class Got { bytes, nothing_yet, end };
  /// Reads what is there, at most 16 KiB, without waiting; `keep` false throws it away.
  [[nodiscard]] Got read(bool keep);

  Framing framing;
  bool close_after = false;  ///< the answer being written is the last one

 private:
  std::string peer_;
  std::string out_;
  std::size_t sent_ = 0;
  int fd_;
  std::atomic<std::uint64_t> turns_{0};
  std::atomic<Phase> phase_{Phase::idle};
  std::atomic<Ticks::rep> deadline_{Ticks::max().time_since_epoch().count()};
};

class Connections {
 public:
  Connection& add(std::unique_ptr<Connection> connection);
  /// Gives it to `epoll` for the next of `events`; unless that failed (adding, when the machine has no memory for it),
  /// the caller must not touch it afterwards. Under the lock, because the next worker may be woken, and close it,
  /// before the call has returned here.
  [[nodiscard]] bool park(Connection& connection, int epoll, int operation, std::uint32_t events);
  /// Closes and forgets it.
  void remove(Connection& connection);
  [[nodiscard]] std::size_t size() const;
  /// Wakes every connection whose deadline has passed: a reader sees the end of its input, a writer an error.
  void sweep(Ticks now) const;
  void each(const std::function<void(Connection&)>& visit) const;
  void clear();

 private:
  mutable std::mutex mutex_;
  std::unordered_map<int, std::unique_ptr<Connection>> open_;
};

}  // namespace countersign::http
