#include "http/connections.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace countersign::http {

Connection::~Connection() { ::close(fd_); }

void Connection::enter(Phase phase, Ticks deadline) {
  deadline_.store(deadline.time_since_epoch().count(), std::memory_order_release);
  phase_.store(phase, std::memory_order_release);
}

void Connection::queue(std::string bytes) {
  if (has_unsent()) {
    out_.append(bytes);
    return;
  }
  out_ = std::move(bytes);
  sent_ = 0;
}

Connection::Sent Connection::flush() {
  while (has_unsent()) {
    const ssize_t count = ::send(fd_, out_.data() + sent_, out_.size() - sent_, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count >= 0) {
      sent_ += static_cast<std::size_t>(count);
      continue;
    }
    if (errno == EINTR) continue;
    return errno == EAGAIN || errno == EWOULDBLOCK ? Sent::part : Sent::failed;
  }
  out_.clear();
  sent_ = 0;
  return Sent::all;
}

Connection::Got Connection::read(bool keep) {
  std::array<char, 16 * 1024> bytes;
  for (;;) {
    const ssize_t count = ::recv(fd_, bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (count > 0) {
      if (keep) framing.add({bytes.data(), static_cast<std::size_t>(count)});
      return Got::bytes;
    }
    if (count < 0 && errno == EINTR) continue;
    return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) ? Got::nothing_yet : Got::end;
  }
}

Connection& Connections::add(std::unique_ptr<Connection> connection) {
  const std::lock_guard lock(mutex_);
  return *(open_[connection->fd()] = std::move(connection));
}

bool Connections::park(Connection& connection, int epoll, int operation, std::uint32_t events) {
  epoll_event event{};
  event.events = events | EPOLLONESHOT;
  event.data.ptr = &connection;
  const std::lock_guard lock(mutex_);
  const int fd = connection.fd();
  connection.hand_over();
  return ::epoll_ctl(epoll, operation, fd, &event) == 0;
}

void Connections::remove(Connection& connection) {
  // Closed under the lock: the number cannot be given to a new connection before the old entry is gone.
  const std::lock_guard lock(mutex_);
  open_.erase(connection.fd());
}

std::size_t Connections::size() const {
  const std::lock_guard lock(mutex_);
  return open_.size();
}

void Connections::sweep(Ticks now) const {
  each([now](Connection& connection) {
    if (!connection.expired(now)) return;
    // Only the reading side is shut for a reader, so that it can still be told why (408).
    ::shutdown(connection.fd(), connection.phase() == Phase::writing ? SHUT_RDWR : SHUT_RD);
  });
}

void Connections::each(const std::function<void(Connection&)>& visit) const {
  const std::lock_guard lock(mutex_);
  for (const auto& [fd, connection] : open_) visit(*connection);
}

void Connections::clear() {
  const std::lock_guard lock(mutex_);
  open_.clear();
}

}  // namespace countersign::http
