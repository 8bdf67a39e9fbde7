#include "wire.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>

namespace countersign::bench {
namespace {

sockaddr_in address_of(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

void no_delay(int fd) {
  const int yes = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

}  // namespace

Socket::~Socket() { ::close(fd_); }

bool Socket::send(std::string_view bytes) {
  if (out_.empty()) {
    const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && !would_block()) return false;
    if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  out_.append(bytes);
  return true;
}

bool Socket::flush() {
  const std::string rest = std::move(out_);
  out_.clear();
  return rest.empty() || send(rest);
}

bool Socket::read() {
  std::array<char, 16 * 1024> part;
  const ssize_t count = ::recv(fd_, part.data(), part.size(), 0);
  if (count < 0) return would_block();
  in.append(part.data(), static_cast<std::size_t>(count));
  return count > 0;
}

int connect_to(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto address = address_of(port);
  if (fd < 0 || ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    if (fd >= 0) ::close(fd);
    return -1;
  }
  ::fcntl(fd, F_SETFL, O_NONBLOCK);
  no_delay(fd);
  return fd;
}

int listen_on(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const int yes = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  const auto address = address_of(port);
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 || ::listen(fd, 4096) != 0) {
    std::perror("bench_load: the sink's port");
    std::exit(2);
  }
  return fd;
}

int accept_from(int listener) {
  const int fd = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd >= 0) no_delay(fd);
  return fd;
}

int Whole::status() const {
  int status = 0;
  if (head.starts_with("HTTP/1.1 ") && head.size() > 12) std::from_chars(head.data() + 9, head.data() + 12, status);
  return status;
}

std::optional<Whole> whole_message(std::string_view in) {
  const auto end = in.find("\r\n\r\n");
  if (end == std::string_view::npos) return std::nullopt;
  Whole whole;
  whole.head = in.substr(0, end + 4);
  std::size_t length = 0;
  for (const std::string_view name : {"\r\nContent-Length: ", "\r\ncontent-length: "})
    if (const auto at = whole.head.find(name); at != std::string_view::npos)
      std::from_chars(whole.head.data() + at + name.size(), whole.head.data() + whole.head.size(), length);
  whole.size = whole.head.size() + length;
  if (in.size() < whole.size) return std::nullopt;
  whole.body = in.substr(whole.head.size(), length);
  return whole;
}

std::string_view json_word(std::string_view json, std::string_view key) {
  const std::string mark = "\"" + std::string(key) + "\":\"";
  const auto at = json.find(mark);
  if (at == std::string_view::npos) return {};
  const auto value = json.substr(at + mark.size());
  return value.substr(0, value.find('"'));
}

}  // namespace countersign::bench
