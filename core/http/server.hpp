// Server: HTTP/1.1 on one listening socket. Connections are parked in epoll between (and during) requests, so an idle
// or slow client costs no thread; a fixed pool of workers runs the handler on whole requests only; an answer that comes
// later, or a stream of events, costs none either. Started and stopped by the app; the handler runs on any worker, many
// at once.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "http/framing.hpp"
#include "http/message.hpp"
#include "http/reply.hpp"
#include "http/tls.hpp"

namespace countersign::http {

struct Options {
  std::string address = "127.0.0.1";  ///< numeric IPv4 or IPv6 address, or a name
  std::uint16_t port = 0;             ///< 0: any free one; see Server::port()
  Limits limits;
  int threads = 8;                               ///< workers; as many handlers run at once
  std::size_t max_connections = 10'000;          ///< the next one gets 503 with Retry-After
  std::chrono::milliseconds keep_alive{60'000};  ///< an idle connection is closed after this
  std::chrono::milliseconds read_deadline{
      10'000};  ///< a request must be whole this long after its first byte: else 408
  std::chrono::milliseconds write_deadline{30'000};  ///< an answer must be taken within this
  std::chrono::milliseconds heartbeat{15'000};       ///< between the comments on an event stream
  /// A connection whose answers told it to come later (Retry-After) twice in a row is not read for so long.
  std::chrono::milliseconds rest{100};
  std::chrono::milliseconds stop_deadline{10'000};  ///< how long stop() waits for answers that are still owed
  std::shared_ptr<const Tls> tls;                   ///< null: plain HTTP
  /// Told of every answer: the router's row (-1: none), the status and the time since the request was whole.
  std::function<void(int route, int status, std::chrono::nanoseconds took)> observe;
  /// Work that belongs to no connection, one piece at a time: asked by a worker whenever it has let a connection go;
  /// true when it did a piece. Between two pieces the worker serves a connection that is ready. Must not throw.
  std::function<bool()> spare;
};

/// Answers at once. May throw: whatever comes out becomes a 500 problem, and is logged without its text.
using Handler = std::function<Response(const Request&)>;
/// Answers through the Reply, now or later, from any thread. The request is valid during the call only. May throw too.
using LaterHandler = std::function<void(const Request&, Reply)>;

class Server {
 public:
  Server();
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Binds, listens and starts the threads; once per object. `unavailable` when the address cannot be had.
  [[nodiscard]] Status start(Handler handler, const Options& options);
  [[nodiscard]] Status start(LaterHandler handler, const Options& options);
  /// The port in use, after start().
  [[nodiscard]] std::uint16_t port() const;
  /// Open connections, streams among them. Any thread, between start() and the end of this object.
  [[nodiscard]] std::size_t connections() const;
  /// Accepts nothing more, lets running handlers finish, waits for answers still owed (at most the stop deadline), lets
  /// them go out (at most two seconds for a client that does not read), closes the rest. Blocks; callable twice; never
  /// from a handler.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace countersign::http
