#include "support/rude_server.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace countersign::testing {
namespace {

constexpr int kDripPause = 5;  // milliseconds

int listen_somewhere(int backlog, std::uint16_t& port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (fd < 0 || ::bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(fd, backlog) != 0 ||
      ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    throw std::runtime_error("no port can be had for the test");
  port = ntohs(address.sin_port);
  return fd;
}

}  // namespace

RudeServer::RudeServer(Act act) : act_(std::move(act)) {
  listener_ = listen_somewhere(128, port_);
  if (::pipe(stop_) != 0) throw std::runtime_error("no pipe can be had for the test");
  acceptor_ = std::thread([this] { loop(); });
}

RudeServer::~RudeServer() {
  ::close(stop_[1]);  // everybody who waits sees the end of the pipe
  acceptor_.join();
  for (auto& thread : threads_) thread.join();
  ::close(stop_[0]);
  ::close(listener_);
}

void RudeServer::does(Act act) {
  const std::lock_guard lock(mutex_);
  act_ = std::move(act);
}

int RudeServer::accepted() const {
  const std::lock_guard lock(mutex_);
  return accepted_;
}

void RudeServer::loop() {
  for (;;) {
    std::array<pollfd, 2> both{pollfd{listener_, POLLIN, 0}, pollfd{stop_[0], POLLIN, 0}};
    ::poll(both.data(), both.size(), -1);
    if (both[1].revents != 0) return;
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) continue;
    const std::lock_guard lock(mutex_);
    ++accepted_;
    threads_.emplace_back([this, socket, act = act_] {
      act(Connection(*this, socket));
      ::close(socket);
    });
  }
}

std::string RudeServer::Connection::request() const {
  std::string all;
  std::array<char, 4096> part{};
  for (;;) {
    const auto end = all.find("\r\n\r\n");
    if (end != std::string::npos) {
      const auto at = all.find("Content-Length: ");
      const auto length = at == std::string::npos ? 0 : std::stoul(all.substr(at + 16));
      if (all.size() >= end + 4 + length) return all;
    }
    std::array<pollfd, 2> both{pollfd{socket_, POLLIN, 0}, pollfd{server_.stop_[0], POLLIN, 0}};
    ::poll(both.data(), both.size(), -1);
    if (both[1].revents != 0) return all;
    const auto got = ::recv(socket_, part.data(), part.size(), 0);
    if (got <= 0) return all;
    all.append(part.data(), static_cast<std::size_t>(got));
  }
}

bool RudeServer::Connection::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void RudeServer::Connection::drip(std::string_view bytes) const {
  for (const char byte : bytes) {
    if (!send({&byte, 1})) return;
    std::array<pollfd, 2> both{pollfd{socket_, POLLRDHUP, 0}, pollfd{server_.stop_[0], POLLIN, 0}};
    if (::poll(both.data(), both.size(), kDripPause) > 0) return;
  }
}

void RudeServer::Connection::hang() const {
  std::array<pollfd, 2> both{pollfd{socket_, POLLRDHUP, 0}, pollfd{server_.stop_[0], POLLIN, 0}};
  ::poll(both.data(), both.size(), -1);
}

RudeServer::Act says(std::string bytes) {
  return [bytes = std::move(bytes)](const RudeServer::Connection& connection) {
    connection.request();
    connection.send(bytes);
  };
}

FullPort::FullPort() {
  sockets_.push_back(listen_somewhere(0, port_));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port_);
  for (int i = 0; i < 4; ++i) {
    sockets_.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (::connect(sockets_.back(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) continue;
  }
}

FullPort::~FullPort() {
  for (const int socket : sockets_) ::close(socket);
}

}  // namespace countersign::testing
