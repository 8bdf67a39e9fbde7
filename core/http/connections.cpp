#include "http/connections.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <vector>

#include "http/streams.hpp"

namespace countersign::http {
namespace {

constexpr int kLater = -1;
constexpr int kBroken = -2;
constexpr std::chrono::microseconds kBetweenWakes{200};

}  // namespace

Connection::~Connection() { close_socket(); }

void Connection::close_socket() {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

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

int Connection::transmit(std::string_view bytes) {
  if (tls_) {
    std::size_t count = 0;
    switch (tls_->write(bytes, count)) {
      case TlsSession::Io::done:
        return static_cast<int>(count);
      case TlsSession::Io::failed:
        return kBroken;
      default:
        return kLater;
    }
  }
  for (;;) {
    const ssize_t count = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count >= 0) return static_cast<int>(count);
    if (errno != EINTR) return errno == EAGAIN || errno == EWOULDBLOCK ? kLater : kBroken;
  }
}

int Connection::receive(char* bytes, std::size_t most) {
  if (tls_) {
    std::size_t count = 0;
    switch (tls_->read(bytes, most, count)) {
      case TlsSession::Io::done:
        return static_cast<int>(count);
      case TlsSession::Io::failed:
        return 0;
      default:
        return kLater;
    }
  }
  for (;;) {
    const ssize_t count = ::recv(fd_, bytes, most, MSG_DONTWAIT);
    if (count >= 0) return static_cast<int>(count);
    if (errno != EINTR) return errno == EAGAIN || errno == EWOULDBLOCK ? kLater : 0;
  }
}

Connection::Sent Connection::flush() {
  constexpr std::size_t kAtOnce = 1 << 20;
  while (has_unsent()) {
    const int count = transmit(std::string_view(out_).substr(sent_, kAtOnce));
    if (count == kBroken) return Sent::failed;
    if (count == kLater) return Sent::part;
    sent_ += static_cast<std::size_t>(count);
  }
  std::string().swap(out_);  // a connection that waits keeps no memory; assigning an empty one would
  sent_ = 0;
  return Sent::all;
}

Connection::Got Connection::read(bool keep) {
  std::array<char, 16 * 1024> bytes;
  const int count = receive(bytes.data(), bytes.size());
  if (count == kLater) return Got::nothing_yet;
  if (count == 0) return Got::end;
  if (keep) framing.add({bytes.data(), static_cast<std::size_t>(count)});
  return Got::bytes;
}

void Connection::finish_sending() {
  if (tls_) tls_->say_goodbye();
  ::shutdown(fd_, SHUT_WR);
}

void Connection::open_exchange(bool head_only, bool close, Ticks began) {
  head_only_ = head_only;
  close_after = close;
  began_ = began;
  route_ = -1;
  turn_.store(Turn::worker, std::memory_order_relaxed);
  home_->owed_.fetch_add(1, std::memory_order_relaxed);
}

bool Connection::leave_exchange() {
  auto turn = Turn::worker;
  // Not answered: from here on it is the answer's thread that parks the connection.
  if (turn_.compare_exchange_strong(turn, Turn::left, std::memory_order_acq_rel)) return false;
  home_->owed_.fetch_sub(1, std::memory_order_release);
  return true;
}

void Connection::answer(Response response) {
  response_ = std::make_unique<Response>(std::move(response));
  settle();
}

Stream Connection::stream(StreamClosed closed) {
  auto line = std::make_shared<StreamLine>(home_->bell_, std::move(closed));
  stream_ = line;
  settle();
  return Stream(line);
}

void Connection::settle() {
  const auto home = home_;
  if (turn_.exchange(Turn::answered, std::memory_order_acq_rel) != Turn::left) return;
  // A worker writes it: the thread that answers (the store's, say) has better things to do than waiting for a socket.
  if (!home->park(*this, EPOLL_CTL_MOD, EPOLLOUT) && stream_) stream_->end();
  home->owed_.fetch_sub(1, std::memory_order_release);
}

void Connections::serve(int epoll, std::shared_ptr<StreamBell> bell) {
  epoll_ = epoll;
  bell_ = std::move(bell);
}

Connection& Connections::add(std::shared_ptr<Connection> connection) {
  const std::lock_guard lock(mutex_);
  return *(table_[connection->fd()] = std::move(connection));
}

bool Connections::park(Connection& connection, int operation, std::uint32_t events) {
  epoll_event event{};
  event.events = events | EPOLLONESHOT;
  event.data.ptr = &connection;
  const std::lock_guard lock(mutex_);
  if (!connection.open_) return false;
  const int fd = connection.fd();
  connection.hand_over();
  return ::epoll_ctl(epoll_, operation, fd, &event) == 0;
}

void Connections::rest(Connection& connection, std::chrono::milliseconds pause) {
  connection.enter(Phase::resting, Ticks::max());
  const std::lock_guard lock(mutex_);
  const auto crowd = std::chrono::ceil<std::chrono::milliseconds>(kBetweenWakes * resting_.size());
  resting_.emplace_back(std::chrono::steady_clock::now() + std::max(pause, crowd), &connection);
}

bool Connections::wake(Ticks now) {
  std::vector<Connection*> rested;
  std::unique_lock lock(mutex_);
  while (!resting_.empty() && resting_.front().first <= now) {
    rested.push_back(resting_.front().second);
    resting_.pop_front();
  }
  const bool storm = !resting_.empty() || !rested.empty();
  lock.unlock();
  // Writable at once: what came in one piece with the last request is in no socket any more.
  for (auto* connection : rested) (void)park(*connection, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
  return storm;
}

void Connections::take_out(Connection& connection) {
  const std::lock_guard lock(mutex_);
  if (connection.open_) ::epoll_ctl(epoll_, EPOLL_CTL_DEL, connection.fd(), nullptr);
}

void Connections::remove(Connection& connection) {
  // Closed under the lock: the number cannot be given to a new connection before the old entry is gone.
  const std::lock_guard lock(mutex_);
  const auto held = table_.extract(connection.fd());
  connection.open_ = false;
  connection.close_socket();
}

std::size_t Connections::size() const {
  const std::lock_guard lock(mutex_);
  return table_.size();
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
  for (const auto& [fd, connection] : table_) visit(*connection);
}

void Connections::close() {
  std::vector<std::shared_ptr<StreamLine>> lines;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [fd, connection] : table_) {
      connection->open_ = false;
      connection->close_socket();
      if (!connection->settled()) continue;
      if (auto line = connection->take_stream()) lines.push_back(std::move(line));
    }
    table_.clear();
    resting_.clear();
  }
  for (const auto& line : lines) line->end();
}

}  // namespace countersign::http
