// Connections: the open sockets of one server, each with its framing, its unsent bytes and its deadline. A Connection
// is worked on by one thread at a time (epoll's one-shot sees to that); the table and the deadlines are shared with the
// thread that accepts and sweeps, the answer with whoever holds the Reply. Used by the server's files only.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "http/framing.hpp"
#include "http/reply.hpp"
#include "http/tls.hpp"

namespace countersign::http {

using Ticks = std::chrono::steady_clock::time_point;

/// What a connection waits for; each phase has its own deadline.
enum class Phase : std::uint8_t { greeting, idle, reading, answering, writing, resting, draining, streaming };

class Connections;
class StreamBell;
class StreamLine;

class Connection final : public Exchange, public std::enable_shared_from_this<Connection> {
 public:
  Connection(int fd, std::string_view peer, const Limits& limits, std::shared_ptr<Connections> home)
      : framing(limits), peer_(peer), home_(std::move(home)), fd_(fd) {}
  ~Connection() override;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  [[nodiscard]] int fd() const { return fd_; }
  [[nodiscard]] const std::string& peer() const { return peer_; }
  [[nodiscard]] Phase phase() const { return phase_.load(std::memory_order_acquire); }
  void enter(Phase phase, Ticks deadline);
  [[nodiscard]] bool expired(Ticks now) const {
    return now.time_since_epoch().count() >= deadline_.load(std::memory_order_acquire);
  }

  /// What it says goes through TLS from the first byte; before it is parked for the first time.
  void secure(std::unique_ptr<TlsSession> tls) { tls_ = std::move(tls); }
  [[nodiscard]] bool secured() const { return tls_ != nullptr; }
  [[nodiscard]] bool greeting() const { return tls_ && tls_->greeting(); }
  [[nodiscard]] TlsSession::Io handshake() { return tls_->handshake(); }
  /// The last answer is out: the other side is told that nothing follows.
  void finish_sending();

  /// Called before the connection is given to epoll, and first thing after epoll gave it to a worker. The kernel orders
  /// the two as well, but the language does not know that.
  void hand_over() { turns_.fetch_add(1, std::memory_order_release); }
  void take_over() const { (void)turns_.load(std::memory_order_acquire); }

  enum class Sent { all, part, failed };
  void queue(std::string bytes);
  /// Sends what is queued without waiting.
  [[nodiscard]] Sent flush();
  [[nodiscard]] bool has_unsent() const { return sent_ < out_.size(); }
  [[nodiscard]] std::size_t unsent() const { return out_.size() - sent_; }

  enum class Got { bytes, nothing_yet, end };
  /// Reads what is there, at most 16 KiB, without waiting; `keep` false throws it away.
  [[nodiscard]] Got read(bool keep);

  // The exchange in hand. The worker opens it, gives the Reply to the handler and leaves it; whoever comes second, the
  // worker or the answer, goes on with the connection.
  void open_exchange(bool head_only, bool close, Ticks began);
  /// After the handler returned: true when the answer is there; false: the connection now belongs to whoever answers,
  /// and the worker must not touch it again.
  [[nodiscard]] bool leave_exchange();
  /// What was answered: a response or, when this is empty, a stream.
  [[nodiscard]] std::unique_ptr<Response> take_response() { return std::move(response_); }
  [[nodiscard]] std::shared_ptr<StreamLine> take_stream() { return std::move(stream_); }
  [[nodiscard]] bool answered() const { return response_ || stream_; }
  /// answered(), for a thread that is not the connection's: while the answer is still owed it must not look.
  [[nodiscard]] bool settled() const { return turn_.load(std::memory_order_acquire) == Turn::answered && answered(); }

  // Exchange, for the Reply; any thread.
  void answer(Response response) override;
  Stream stream(StreamClosed closed) override;
  void routed(int route) override { route_ = route; }
  [[nodiscard]] int route() const { return route_; }
  [[nodiscard]] Ticks began() const { return began_; }
  [[nodiscard]] bool head_only() const { return head_only_; }

  Framing framing;

 private:
  friend class Connections;
  enum class Turn : std::uint8_t { worker, answered, left };
  void settle();
  void close_socket();
  /// As recv and send, without waiting: how many bytes; 0: the end (of receiving); kLater; kBroken (of sending).
  int receive(char* bytes, std::size_t most);
  int transmit(std::string_view bytes);

  std::string peer_;
  std::string out_;
  std::size_t sent_ = 0;
  std::shared_ptr<Connections> home_;
  std::unique_ptr<TlsSession> tls_;
  std::unique_ptr<Response> response_;
  std::shared_ptr<StreamLine> stream_;
  Ticks began_{};
  int route_ = -1;
  int fd_;
  std::atomic<Ticks::rep> deadline_{Ticks::max().time_since_epoch().count()};
  std::atomic<Phase> phase_{Phase::idle};
  std::atomic<Turn> turn_{Turn::worker};
  std::atomic<std::uint8_t> turns_{0};  ///< its value says nothing: see hand_over()
  bool open_ = true;                    ///< in the table; guarded by its mutex
  bool head_only_ = false;

 public:                     // last: thousands of connections wait, and these fill a gap
  bool close_after = false;  ///< the answer being written is the last one
  bool put_off = false;      ///< the last answer told the client to come later
  bool rest_after = false;   ///< so did the one before: nothing is read for a while
};

class Connections {
 public:
  /// `epoll` must stay open until close(). Before any connection is added.
  void serve(int epoll, std::shared_ptr<StreamBell> bell);
  Connection& add(std::shared_ptr<Connection> connection);
  /// Gives it to epoll for the next of `events`; unless that failed (adding, when the machine has no memory for it),
  /// the caller must not touch it afterwards. Under the lock, because the next worker may be woken, and close it,
  /// before the call has returned here.
  [[nodiscard]] bool park(Connection& connection, int operation, std::uint32_t events);
  /// Nobody is woken for it until `pause` is over, or longer while many rest: together they come back at no more than
  /// 5,000 a second, however many they are. The caller must not touch it afterwards.
  void rest(Connection& connection, std::chrono::milliseconds pause);
  /// Gives those whose rest is over back to epoll; true when there were any, or others still rest: look again soon.
  bool wake(Ticks now);
  /// No worker is woken for it any more; it stays in the table.
  void take_out(Connection& connection);
  /// Closes and forgets it.
  void remove(Connection& connection);
  [[nodiscard]] std::size_t size() const;
  /// Exchanges that are not answered yet, or whose answer no worker has taken up.
  [[nodiscard]] std::size_t owed() const { return owed_.load(std::memory_order_acquire); }
  /// Wakes every connection whose deadline has passed: a reader sees the end of its input, a writer an error.
  void sweep(Ticks now) const;
  void each(const std::function<void(Connection&)>& visit) const;
  /// Closes all, for good: answers that still come go nowhere.
  void close();

 private:
  friend class Connection;

  mutable std::mutex mutex_;
  std::unordered_map<int, std::shared_ptr<Connection>> table_;
  std::deque<std::pair<Ticks, Connection*>> resting_;  ///< guarded by mutex_; whoever came first is woken first
  std::atomic<std::size_t> owed_{0};
  int epoll_ = -1;
  std::shared_ptr<StreamBell> bell_;
};

}  // namespace countersign::http
