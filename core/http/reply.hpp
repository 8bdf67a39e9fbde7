// Reply: the answer that a handler owes to one request. It may be given at once or later, from any thread (a store's
// callback, a model's answer), and meanwhile the connection is parked and holds no thread; or it may be opened as a
// stream of server-sent events. Made by the server for every request, kept by whoever answers.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "http/message.hpp"

namespace countersign::http {

/// Where a Stream's bytes go. The server implements it; any thread.
class StreamSink {
 public:
  virtual ~StreamSink() = default;
  virtual bool push(std::string_view bytes) = 0;
  virtual void close() = 0;
  [[nodiscard]] virtual bool open() const = 0;
};

/// The open side of an event stream. Copies share one stream; the last one that goes closes it. Any thread.
class Stream {
 public:
  Stream() = default;
  explicit Stream(std::shared_ptr<StreamSink> sink) : held_(std::make_shared<Held>(std::move(sink))) {}

  /// Queues bytes for the reader, whole events at a time (see event()); never waits. False when the stream is closed,
  /// or when these bytes do not fit because the reader does not keep up: then it is closed, and the reader comes again.
  bool push(std::string_view bytes) const { return held_ && held_->sink->push(bytes); }
  /// What was pushed still goes out if the reader takes it.
  void close() const {
    if (held_) held_->sink->close();
  }
  [[nodiscard]] bool open() const { return held_ && held_->sink->open(); }

 private:
  struct Held {
    explicit Held(std::shared_ptr<StreamSink> into) : sink(std::move(into)) {}
    ~Held() { sink->close(); }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
    const std::shared_ptr<StreamSink> sink;
  };
  std::shared_ptr<const Held> held_;
};

/// Called once when the stream has ended for whatever reason (the reader went, did not keep up, close(), the server
/// stopped), on the server's stream thread, with no lock held. It must not wait.
using StreamClosed = std::function<void()>;

/// What can be done with one request's answer; the server implements it.
class Exchange {
 public:
  virtual ~Exchange() = default;
  virtual void answer(Response response) = 0;
  virtual Stream stream(StreamClosed closed) = 0;
  /// Which row of the router took the request: for measuring.
  virtual void routed(int route) = 0;
};

/// Move-only. Answer it exactly once; a Reply that is dropped unanswered answers 500.
class Reply {
 public:
  explicit Reply(std::shared_ptr<Exchange> exchange) : exchange_(std::move(exchange)) {}
  Reply(Reply&&) noexcept = default;
  Reply& operator=(Reply&& other) noexcept;
  Reply(const Reply&) = delete;
  Reply& operator=(const Reply&) = delete;
  ~Reply() { drop(); }

  /// Gives the answer and is empty then; later calls do nothing, as does an answer to a client that has gone.
  void answer(Response response);
  /// Answers 200 text/event-stream, and what is pushed follows. An idle stream costs no thread; a comment goes out
  /// every now and then (Options::heartbeat), so that neither side nor a proxy takes it for dead.
  [[nodiscard]] Stream stream(StreamClosed closed = nullptr);
  void routed(int route) {
    if (exchange_) exchange_->routed(route);
  }
  [[nodiscard]] explicit operator bool() const { return exchange_ != nullptr; }

 private:
  void drop() noexcept;
  std::shared_ptr<Exchange> exchange_;
};

/// One server-sent event (WHATWG HTML, 9.2.6); data of several lines is split as it must be. `name` and `id` may be "".
[[nodiscard]] std::string event(std::string_view name, std::string_view data, std::string_view id = "");

}  // namespace countersign::http
