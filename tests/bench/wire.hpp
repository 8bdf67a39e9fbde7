// Wire: non-blocking sockets and as much HTTP as the two sides of the load program need. One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace countersign::bench {

/// A socket that closes itself, with what was read and what is still to be written.
class Socket {
 public:
  explicit Socket(int fd) : fd_(fd) {}
  ~Socket();
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  [[nodiscard]] int fd() const { return fd_; }
  /// Sends now what fits; the rest goes out with flush().
  [[nodiscard]] bool send(std::string_view bytes);
  [[nodiscard]] bool flush();
  [[nodiscard]] bool has_unsent() const { return !out_.empty(); }
  /// Reads what is there; false when the other side is gone.
  [[nodiscard]] bool read();

  std::string in;

 private:
  int fd_;
  std::string out_;
};

/// Connected to 127.0.0.1; -1 when refused.
[[nodiscard]] int connect_to(std::uint16_t port);
/// Listening on 127.0.0.1; ends the program when the port is taken.
[[nodiscard]] int listen_on(std::uint16_t port);
/// -1 when nobody waits.
[[nodiscard]] int accept_from(int listener);

/// A whole message at the start of `in`; views live until `in` changes.
struct Whole {
  std::string_view head;
  std::string_view body;
  std::size_t size = 0;
  /// Of an answer; 0 for a request.
  [[nodiscard]] int status() const;
};
/// nullopt while it is not whole. Knows Content-Length, or an end at the head when there is none.
[[nodiscard]] std::optional<Whole> whole_message(std::string_view in);

/// The string value of `key` in a flat JSON text, as it stands there; "" when it is absent. Only for what we know to be
/// plain (our own ids).
[[nodiscard]] std::string_view json_word(std::string_view json, std::string_view key);

}  // namespace countersign::bench
