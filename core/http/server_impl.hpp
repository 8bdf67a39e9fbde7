// The inside of Server: shared by server.cpp (listening, accepting, stopping) and server_work.cpp (one exchange after
// the other). Nobody else includes it.
#pragma once

#include <Poco/Net/ServerSocket.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <atomic>
#include <thread>
#include <vector>

#include "http/connections.hpp"
#include "http/fd.hpp"
#include "http/server.hpp"
#include "http/streams.hpp"

namespace countersign::http {

/// The bytes of an answer, sent in one piece. `head_only` for HEAD.
[[nodiscard]] std::string serialise(const Response& response, bool head_only, bool close);

/// The head of an event stream.
[[nodiscard]] std::string serialise_stream(const Response& head);

struct Server::Impl {
  LaterHandler handler;
  Options options;
  Poco::Net::ServerSocket listener;
  std::uint16_t port = 0;
  Fd epoll{::epoll_create1(EPOLL_CLOEXEC)};
  Fd halt{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};  ///< rung once, when nothing new is accepted
  Fd end{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};   ///< rung once, when the workers end
  std::shared_ptr<Connections> connections = std::make_shared<Connections>();  // Replies hold it too
  std::unique_ptr<Streams> streams;
  std::atomic<bool> stopping{false};  ///< nothing new is accepted
  std::atomic<bool> stopped{false};   ///< nothing is owed any more: the workers end
  std::thread acceptor;
  std::vector<std::thread> threads;

  void listen();
  void accept_loop();
  bool accept_some();
  void welcome(int fd, const sockaddr* address, socklen_t length);
  void turn_away(int fd) const;
  void work_loop();
  void serve(Connection& connection);
  bool read_more(Connection& connection);
  bool greet(Connection& connection);
  bool exchange(Connection& connection);
  bool give(Connection& connection);
  bool answer(Connection& connection, const Response& response, bool head_only, bool close);
  bool finish_writing(Connection& connection);
  void drain(Connection& connection);
  void arm(Connection& connection, std::uint32_t events);
  void run_handler(const Request& request, Reply reply) const;
  void wait_for_answers() const;
  void flush_rest();
};

}  // namespace countersign::http
