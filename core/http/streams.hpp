// Streams: the connections that have become event streams, all on one thread of the server: it sends what was pushed,
// notices readers that went or do not keep up, and speaks a comment now and then. StreamLine is what a Stream pushes
// into; StreamBell is how it wakes the thread. Used by the server's files only.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "http/connections.hpp"
#include "http/fd.hpp"

namespace countersign::http {

/// Lines that want the stream thread's attention. Outlives the server while a Stream is held. Any thread.
class StreamBell {
 public:
  StreamBell();
  void ring(std::shared_ptr<StreamLine> line);
  void ring();
  [[nodiscard]] std::vector<std::shared_ptr<StreamLine>> answer();
  [[nodiscard]] int fd() const { return fd_.get(); }

 private:
  Fd fd_;
  std::mutex mutex_;
  std::vector<std::shared_ptr<StreamLine>> waiting_;
};

/// One stream's bytes between whoever pushes and the stream thread. Any thread, but for the marked ones.
/// Thousands wait: its members stand in the order that leaves no gaps.
class StreamLine final : public StreamSink, public std::enable_shared_from_this<StreamLine> {
 public:
  StreamLine(std::shared_ptr<StreamBell> bell, StreamClosed closed)
      : bell_(std::move(bell)), when_closed_(std::move(closed)) {}

  bool push(std::string_view bytes) override;
  void close() override;
  [[nodiscard]] bool open() const override;

  /// The worker's: the connection is taken out of its own epoll and belongs to the stream thread from now on.
  void give(Connection& connection);

  // The stream thread's.
  [[nodiscard]] Connection* connection() const { return connection_; }
  /// Moves what was pushed to the connection and sends; false when the stream is over.
  [[nodiscard]] bool flush();
  /// True if what was unsent at the last call still is: the reader took nothing.
  [[nodiscard]] bool stalled();
  /// Closed, and whoever opened it told; once.
  void end();
  static constexpr std::uint32_t kNowhere = 0xFFFF'FFFF;
  std::uint32_t place = kNowhere;  ///< in the thread's list
  bool writing = false;            ///< the thread waits for room

 private:
  static constexpr std::size_t kMost = 256 * 1024;  // bytes not yet taken by the reader

  void wake();

  bool took_ = false;     // the stream thread's: the reader took some since the last stalled()
  bool closing_ = false;  // guarded by mutex_; over when all is sent
  bool overrun_ = false;  // guarded by mutex_; over at once
  bool closed_ = false;   // guarded by mutex_
  bool rung_ = false;     // guarded by mutex_
  mutable std::mutex mutex_;
  const std::shared_ptr<StreamBell> bell_;
  std::string pushed_;                // guarded by mutex_
  std::size_t unsent_ = 0;            // guarded by mutex_; bytes in the connection
  StreamClosed when_closed_;          // guarded by mutex_
  Connection* connection_ = nullptr;  // guarded by mutex_; the stream thread, which alone changes it, reads without
};

class Streams {
 public:
  Streams(Connections& connections, std::chrono::milliseconds heartbeat);
  ~Streams() { stop(); }
  Streams(const Streams&) = delete;
  Streams& operator=(const Streams&) = delete;

  [[nodiscard]] std::shared_ptr<StreamBell> bell() const { return bell_; }
  void start();
  /// Sends what can be sent at once and closes all. Callable twice.
  void stop();

 private:
  void loop();
  void look_at_rung();
  void welcome(const std::shared_ptr<StreamLine>& line);
  void hear(StreamLine& line, std::uint32_t events);
  void flush(StreamLine& line);
  void beat();
  void end(StreamLine& line);

  Connections& connections_;
  const std::chrono::milliseconds heartbeat_;
  const std::shared_ptr<StreamBell> bell_;
  Fd epoll_;
  std::vector<std::shared_ptr<StreamLine>> lines_;  ///< each knows its place: no table beside thousands of streams
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace countersign::http
