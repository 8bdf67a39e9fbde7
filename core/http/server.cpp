#include "http/server.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/SocketAddress.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>

#include "base/log.hpp"
#include "http/server_impl.hpp"

namespace countersign::http {
namespace {

using Clock = std::chrono::steady_clock;

/// The eventfd is never read: it stays readable, so every thread that waits sees it.
void ring(const Fd& bell) {
  const std::uint64_t one = 1;
  if (::write(bell.get(), &one, sizeof one) != sizeof one) log::error("http: cannot wake a thread to stop");
}

}  // namespace

Server::Server() : impl_(std::make_unique<Impl>()) {}
Server::~Server() { stop(); }

std::uint16_t Server::port() const { return impl_->port; }
std::size_t Server::connections() const { return impl_->connections->size(); }

Status Server::start(Handler handler, const Options& options) {
  return start(LaterHandler([handler = std::move(handler)](const Request& request, Reply reply) {
                 reply.answer(handler(request));
               }),
               options);
}

Status Server::start(LaterHandler handler, const Options& options) {
  impl_->handler = std::move(handler);
  impl_->options = options;
  const std::string where = options.address + ":" + std::to_string(options.port);
  try {
    impl_->listen();
  } catch (const Poco::Exception& e) {
    return Error{Fault::unavailable,
                 "cannot listen on " + where + " (" + e.displayText() + "): stop what uses it or change `listen`"};
  }
  epoll_event event{};
  event.events = EPOLLIN;
  ::epoll_ctl(impl_->epoll.get(), EPOLL_CTL_ADD, impl_->end.get(), &event);
  impl_->streams = std::make_unique<Streams>(*impl_->connections, options.heartbeat);
  impl_->connections->serve(impl_->epoll.get(), impl_->streams->bell());
  impl_->streams->start();
  for (int i = 0; i < std::max(1, options.threads); ++i) impl_->threads.emplace_back([this] { impl_->work_loop(); });
  impl_->acceptor = std::thread([this] { impl_->accept_loop(); });
  return {};
}

void Server::stop() {
  if (impl_->threads.empty() || impl_->stopping.exchange(true)) return;
  ring(impl_->halt);
  impl_->acceptor.join();
  impl_->wait_for_answers();
  impl_->stopped = true;
  ring(impl_->end);
  for (auto& thread : impl_->threads) thread.join();
  impl_->threads.clear();
  impl_->streams->stop();
  impl_->flush_rest();
  impl_->connections->close();
}

void Server::Impl::listen() {
  // Three arguments: Poco's bind(address, true) would also set SO_REUSEPORT and let a second server share the port.
  listener.bind(Poco::Net::SocketAddress(options.address, options.port), true, false);
  listener.listen(4096);
  listener.setBlocking(false);
  port = listener.address().port();
}

void Server::Impl::accept_loop() {
  const auto shortest = std::min({options.keep_alive, options.read_deadline, options.write_deadline});
  const auto pause =
      static_cast<int>(std::clamp(shortest / 4, std::chrono::milliseconds(5), std::chrono::milliseconds(250)).count());
  constexpr int kInAStorm = 25;
  bool can_accept = true;
  bool storm = false;
  while (!stopping) {
    // Out of descriptors, the listener stays readable: leave it out for one round instead of spinning.
    pollfd waits[2] = {{halt.get(), POLLIN, 0}, {listener.impl()->sockfd(), POLLIN, 0}};
    ::poll(waits, can_accept ? 2 : 1, storm ? std::min(pause, kInAStorm) : pause);
    can_accept = !(waits[1].revents & POLLIN) || accept_some();
    connections->sweep(Clock::now());
    storm = connections->wake(Clock::now());
  }
  listener.close();
}

/// False when the system gives no more descriptors.
bool Server::Impl::accept_some() {
  for (int i = 0; i < 64; ++i) {
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    const int fd = ::accept4(listener.impl()->sockfd(), reinterpret_cast<sockaddr*>(&address), &length,
                             SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) return errno != EMFILE && errno != ENFILE && errno != ENOMEM && errno != ENOBUFS;
    welcome(fd, reinterpret_cast<sockaddr*>(&address), length);
  }
  return true;
}

void Server::Impl::welcome(int fd, const sockaddr* address, socklen_t length) {
  if (connections->size() >= options.max_connections) return turn_away(fd);
  const int yes = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  const auto peer = Poco::Net::SocketAddress(address, length).host().toString();
  Connection& connection = connections->add(std::make_shared<Connection>(fd, peer, options.limits, connections));
  if (options.tls) connection.secure(options.tls->accept(fd));
  // The whole handshake has one deadline, as a request has.
  connection.enter(options.tls ? Phase::greeting : Phase::idle,
                   Clock::now() + (options.tls ? options.read_deadline : options.keep_alive));
  if (!connections->park(connection, EPOLL_CTL_ADD, EPOLLIN)) connections->remove(connection);
}

void Server::Impl::turn_away(int fd) const {
  Response full = problem(503, "Too many connections", "Try again in a moment.");
  full.headers.emplace_back("Retry-After", "1");
  const std::string bytes = options.tls ? "" : serialise(full, false, true);  // it would be noise in a handshake
  // Best effort: a client that cannot take these few bytes at once gets a closed connection instead.
  (void)::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  ::shutdown(fd, SHUT_WR);
  ::close(fd);
}

}  // namespace countersign::http
