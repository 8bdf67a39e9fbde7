// A TCP client that says exactly what it is told, for tests of the server. Blocking, with a deadline that fails loudly.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace countersign::http {

class RawClient {
 public:
  explicit RawClient(std::uint16_t port, int receive_buffer = 0) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    if (receive_buffer > 0) ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    const timeval patience{10, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
      throw std::runtime_error("cannot connect");
  }
  RawClient(RawClient&& other) noexcept : fd_(std::exchange(other.fd_, -1)), seen_(std::move(other.seen_)) {}
  RawClient& operator=(RawClient&&) = delete;
  ~RawClient() {
    if (fd_ >= 0) ::close(fd_);
  }

  RawClient& send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) break;  // the server may refuse before it has read everything
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return *this;
  }
  void close_sending() { ::shutdown(fd_, SHUT_WR); }

  /// Head and body of the next answer; "" when the connection ended before one was whole.
  std::string answer() {
    for (;;) {
      const std::size_t end = seen_.find("\r\n\r\n");
      if (end != std::string::npos) {
        const std::size_t length = end + 4 + content_length(seen_.substr(0, end + 2));
        if (seen_.size() == length) return std::exchange(seen_, {});
        if (seen_.size() > length) {
          std::string whole = seen_.substr(0, length);
          seen_.erase(0, length);
          return whole;
        }
      }
      if (!more()) return "";
    }
  }
  /// Whether the server says anything (or closes) within this time.
  bool hears(int milliseconds) {
    pollfd wait{fd_, POLLIN, 0};
    return !seen_.empty() || ::poll(&wait, 1, milliseconds) == 1;
  }
  int status() { return status_of_answer(answer()); }
  static int status_of_answer(const std::string& text) { return text.size() < 12 ? 0 : std::stoi(text.substr(9, 3)); }
  /// Everything until the server closes.
  std::string rest() {
    while (more()) {
    }
    return std::exchange(seen_, {});
  }
  bool closed() { return rest().empty(); }

 private:
  static std::size_t content_length(const std::string& head) {
    const std::size_t at = head.find("Content-Length: ");
    return at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
  }
  bool more() {
    char bytes[4096];
    const ssize_t count = ::recv(fd_, bytes, sizeof bytes, 0);
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
      throw std::runtime_error("the server said nothing for 10 s");
    if (count <= 0) return false;
    seen_.append(bytes, static_cast<std::size_t>(count));
    return true;
  }
  int fd_;
  std::string seen_;
};

inline std::string get(std::string_view path, std::string_view extra = "") {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: test\r\n" + std::string(extra) + "\r\n";
}
inline std::string post(std::string_view path, std::string_view body) {
  return "POST " + std::string(path) + " HTTP/1.1\r\nHost: test\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + std::string(body);
}

}  // namespace countersign::http
