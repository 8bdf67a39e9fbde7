// A server on loopback that breaks rules: what it does with each connection is a function of the test. It plays
// hanging, dripping and lying models, helpdesks and channels. One thread per connection; everything ends with the
// object.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace countersign::testing {

class RudeServer {
 public:
  /// One connection, on its own thread.
  class Connection {
   public:
    Connection(RudeServer& server, int socket) : server_(server), socket_(socket) {}
    /// Reads a whole request (its head, and the body that Content-Length promises).
    std::string request() const;
    /// False when the other side is gone.
    bool send(std::string_view bytes) const;
    /// One byte after the other, with a pause in between, until the other side hangs up or the server ends.
    void drip(std::string_view bytes) const;
    /// Says nothing until the other side hangs up or the server ends.
    void hang() const;
    /// For a test that speaks something else over it.
    [[nodiscard]] int socket() const { return socket_; }

   private:
    RudeServer& server_;
    int socket_;
  };
  using Act = std::function<void(const Connection&)>;

  explicit RudeServer(Act act);
  ~RudeServer();
  RudeServer(const RudeServer&) = delete;
  RudeServer& operator=(const RudeServer&) = delete;

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// Connections accepted so far.
  [[nodiscard]] int accepted() const;
  void does(Act act);

 private:
  void loop();
  int listener_ = -1;
  int stop_[2] = {-1, -1};
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  Act act_;
  int accepted_ = 0;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

/// Reads one request and answers with these bytes, whatever they are; then hangs up.
[[nodiscard]] RudeServer::Act says(std::string bytes);

/// A port where a connection is never taken: its queue is full.
class FullPort {
 public:
  FullPort();
  ~FullPort();
  FullPort(const FullPort&) = delete;
  FullPort& operator=(const FullPort&) = delete;
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  std::uint16_t port_ = 0;
  std::vector<int> sockets_;
};

}  // namespace countersign::testing
