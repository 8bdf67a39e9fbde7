// What a worker does with one connection: read, answer, write, and never wait.
#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Timestamp.h>
#include <poll.h>

#include <ctime>
#include <exception>
#include <typeinfo>

#include "base/log.hpp"
#include "http/server_impl.hpp"

namespace countersign::http {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto kDrain = 1s;  // a refused client may finish speaking this long, so that it reads why
constexpr auto kStopGrace = 2s;
constexpr int kPipelined = 16;  // answers (or reads) in a row before another connection gets its turn

/// A header value that cannot end its own line.
void append_field(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ");
  for (const char c : value) out += static_cast<unsigned char>(c) < 0x20 && c != '\t' ? ' ' : c;
  out.append("\r\n");
}

/// The Date header's value; written anew only when the second has changed.
const std::string& date() {
  thread_local std::time_t second = 0;
  thread_local std::string text;
  if (const std::time_t now = std::time(nullptr); now != second) {
    second = now;
    text = Poco::DateTimeFormatter::format(Poco::Timestamp::fromEpochTime(now), Poco::DateTimeFormat::HTTP_FORMAT);
  }
  return text;
}

/// Status line and the fields that every answer has.
void append_head(std::string& out, const Response& response) {
  const auto status = static_cast<Poco::Net::HTTPResponse::HTTPStatus>(response.status);
  out.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  out.append(Poco::Net::HTTPResponse::getReasonForStatus(status)).append("\r\n");
  append_field(out, "Date", date());
  for (const auto& [name, value] : response.headers) append_field(out, name, value);
  append_field(out, "X-Content-Type-Options", "nosniff");
}

}  // namespace

/// Without a length: the stream lasts until the connection ends (RFC 9112, 6.3).
std::string serialise_stream(const Response& head) {
  std::string out;
  append_head(out, head);
  return out.append("Connection: close\r\n\r\n");
}

std::string serialise(const Response& response, bool head_only, bool close) {
  const bool bodyless = response.status == 204 || response.status == 304;
  std::string out;
  out.reserve(256 + response.body.size());
  append_head(out, response);
  if (!bodyless) append_field(out, "Content-Length", std::to_string(response.body.size()));
  append_field(out, "Connection", close ? "close" : "keep-alive");
  out.append("\r\n");
  if (!bodyless && !head_only) out.append(response.body);
  return out;
}

void Server::Impl::work_loop() {
  bool did_more = false;  // then there may be still more of it: no sleeping
  while (!stopped) {
    epoll_event event{};
    const int count = ::epoll_wait(epoll.get(), &event, 1, did_more ? 0 : -1);
    if (count == 1 && event.data.ptr) serve(*static_cast<Connection*>(event.data.ptr));
    did_more = options.spare && options.spare();
  }
}

void Server::Impl::serve(Connection& connection) {
  connection.take_over();
  if (connection.phase() == Phase::draining) return drain(connection);
  if (connection.greeting() && !greet(connection)) return;
  if (connection.answered() && !give(connection)) return;
  if (connection.has_unsent() && !finish_writing(connection)) return;
  for (int turn = 0; turn < kPipelined;) {
    const auto state = connection.framing.advance();
    if (state == Framing::State::refused) {
      if (options.observe) options.observe(-1, connection.framing.refusal().status, {});
      (void)answer(connection, connection.framing.refusal(), false, true);
      return;
    }
    if (state == Framing::State::whole) {
      if (!exchange(connection)) return;
      ++turn;
      continue;
    }
    const Phase phase = state == Framing::State::idle ? Phase::idle : Phase::reading;
    if (connection.phase() != phase)
      connection.enter(phase, Clock::now() + (phase == Phase::idle ? options.keep_alive : options.read_deadline));
    // Just answered, and nothing more is here: epoll says when there is, which spares asking the socket in vain.
    if (turn > 0 && state == Framing::State::idle && !connection.secured()) return arm(connection, EPOLLIN);
    if (!read_more(connection)) return;
  }
  // Writable at once: the next worker goes on with what is already in the buffer, after others had their turn.
  arm(connection, EPOLLIN | EPOLLOUT);
}

/// TLS: true when both sides know each other and requests may come.
bool Server::Impl::greet(Connection& connection) {
  switch (connection.handshake()) {
    case TlsSession::Io::done:
      return true;
    case TlsSession::Io::wants_read:
      arm(connection, EPOLLIN);
      return false;
    case TlsSession::Io::wants_write:
      arm(connection, EPOLLOUT);
      return false;
    case TlsSession::Io::failed:
      break;
  }
  connections->remove(connection);
  return false;
}

/// One request to the handler. True when its answer is out and the connection goes on; false also when the answer comes
/// later: then the connection is no longer ours.
bool Server::Impl::exchange(Connection& connection) {
  const bool close = !connection.framing.keep_alive();
  Request request = connection.framing.take();
  request.peer = connection.peer();
  connection.framing.rest();
  connection.enter(Phase::answering, Ticks::max());
  connection.open_exchange(request.method == "HEAD", close, Clock::now());
  run_handler(request, Reply(connection.shared_from_this()));
  return connection.leave_exchange() && give(connection);
}

/// What was answered goes out. True when that is done and the connection goes on.
bool Server::Impl::give(Connection& connection) {
  const bool close = connection.close_after || stopping;
  const auto response = connection.take_response();
  if (options.observe)
    options.observe(connection.route(), response ? response->status : 200, Clock::now() - connection.began());
  if (response) return answer(connection, *response, connection.head_only(), close);
  const Response head{200, {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}}, ""};
  if (connection.head_only()) {
    connection.take_stream()->end();
    return answer(connection, head, true, close);
  }
  connection.enter(Phase::streaming, Ticks::max());
  connection.queue(serialise_stream(head));
  connections->take_out(connection);
  connection.take_stream()->give(connection);
  return false;
}

/// True when there are new bytes; else the connection was parked, answered for the last time or closed.
bool Server::Impl::read_more(Connection& connection) {
  if (connection.framing.take_expectation()) {
    connection.queue("HTTP/1.1 100 Continue\r\n\r\n");
    if (connection.flush() != Connection::Sent::all) {
      connections->remove(connection);
      return false;
    }
  }
  switch (connection.read(true)) {
    case Connection::Got::bytes:
      return true;
    case Connection::Got::nothing_yet:
      arm(connection, EPOLLIN);
      return false;
    case Connection::Got::end:
      break;
  }
  if (connection.phase() != Phase::reading) {
    connections->remove(connection);
    return false;
  }
  // Whether the client is gone or has only said its last, it is told: one that is gone does not mind.
  const auto refusal = connection.expired(Clock::now())
                           ? problem(408, "Request timeout", "The request did not arrive in time.")
                           : problem(400, "Bad request", "The connection was shut before the request was whole.");
  if (options.observe) options.observe(-1, refusal.status, {});
  (void)answer(connection, refusal, false, true);
  return false;
}

/// True when the answer is out and the connection goes on.
bool Server::Impl::answer(Connection& connection, const Response& response, bool head_only, bool close) {
  connection.close_after = close;
  // Who does not wait as he is told is heard again a little later; else refusals take the time that the work needs.
  const bool later = find(response.headers, "Retry-After") != nullptr;
  connection.rest_after = later && connection.put_off;
  connection.put_off = later;
  connection.queue(serialise(response, head_only, close));
  connection.enter(Phase::writing, Clock::now() + options.write_deadline);
  return finish_writing(connection);
}

bool Server::Impl::finish_writing(Connection& connection) {
  const auto sent = connection.flush();
  if (sent == Connection::Sent::failed) {
    connections->remove(connection);
    return false;
  }
  if (sent == Connection::Sent::part) {
    arm(connection, EPOLLOUT);
    return false;
  }
  if (!connection.close_after) {
    if (!connection.rest_after) return true;
    connections->rest(connection, options.rest);
    return false;
  }
  // Closing with unread bytes would reset the connection and could destroy the answer on its way.
  connection.finish_sending();
  connection.enter(Phase::draining, Clock::now() + kDrain);
  drain(connection);
  return false;
}

void Server::Impl::drain(Connection& connection) {
  auto got = Connection::Got::bytes;
  for (int i = 0; i < kPipelined && got == Connection::Got::bytes; ++i) got = connection.read(false);
  if (got == Connection::Got::end || connection.expired(Clock::now())) return connections->remove(connection);
  arm(connection, EPOLLIN);
}

void Server::Impl::arm(Connection& connection, std::uint32_t events) {
  (void)connections->park(connection, EPOLL_CTL_MOD, events);
}

void Server::Impl::run_handler(const Request& request, Reply reply) const {
  try {
    handler(request, std::move(reply));  // dropped by an exception, it answers 500
  } catch (const std::exception& e) {
    // The type only: what() may quote the request.
    log::error(std::string("http: a handler threw ") + typeid(e).name());
  } catch (...) {
    log::error("http: a handler threw something that is no exception");
  }
}

void Server::Impl::wait_for_answers() const {
  const auto until = Clock::now() + options.stop_deadline;
  while (connections->owed() > 0 && Clock::now() < until) ::poll(nullptr, 0, 5);
}

void Server::Impl::flush_rest() {
  const auto until = Clock::now() + kStopGrace;
  connections->each([until](Connection& connection) {
    // Answered so late that no worker came to it.
    if (const auto response = connection.settled() ? connection.take_response() : nullptr)
      connection.queue(serialise(*response, connection.head_only(), true));
    while (connection.flush() == Connection::Sent::part) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
      pollfd wait{connection.fd(), POLLOUT, 0};
      if (left <= 0 || ::poll(&wait, 1, static_cast<int>(left)) != 1) return;
    }
  });
}

}  // namespace countersign::http
