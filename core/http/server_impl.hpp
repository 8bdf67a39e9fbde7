// The inside of Server: shared by server.cpp (listening, accepting, stopping) and server_work.cpp (one exchange after
// the other). Nobody else includes it.
#pragma once

#include <Poco/Net/ServerSocket.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <thread>
#include <vector>

#include "http/connections.hpp"
#include "http/server.hpp"

namespace countersign::http {

/// The bytes of an answer, sent in one piece. `head_only` for HEAD.
[[nodiscard]] std::string serialise(const Response& response, bool head_only, bool close);

/// A descriptor that closes itself.
class Fd {
 public:
  explicit Fd(int fd) : fd_(fd) {}
  ~Fd() {
    if (fd_ >= 0) ::close(fd_);
  }
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

struct Server::Impl {
  Handler handler;
  Options options;
  Poco::Net::ServerSocket listener;
  std::uint16_t port = 0;
  Fd epoll{::epoll_create1(EPOLL_CLOEXEC)};
  Fd wake{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
  Connections connections;
  std::atomic<bool> stopping{false};
  std::vector<std::thread> threads;

  void listen();
  void accept_loop();
  bool accept_some();
  void welcome(int fd, const sockaddr* address, socklen_t length);
  void turn_away(int fd) const;
  void work_loop();
  void serve(Connection& connection);
  bool read_more(Connection& connection);
  bool answer(Connection& connection, const Response& response, bool head_only, bool close);
  bool finish_writing(Connection& connection);
  void drain(Connection& connection);
  void arm(Connection& connection, std::uint32_t events);
  [[nodiscard]] Response run_handler(const Request& request) const;
  void flush_rest();
};

}  // namespace countersign::http
