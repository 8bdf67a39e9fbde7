// The wire of the control socket: lines over a UNIX stream socket. Used by control_server.cpp and control_client.cpp.
#pragma once

#include <sys/socket.h>
#include <sys/un.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/json.hpp"

namespace countersign::app {

/// A descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor();
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool valid() const { return fd_ >= 0; }

 private:
  int fd_;
};

/// The address of a socket file. UNIX addresses hold 107 bytes; a longer path is reached through its folder's
/// descriptor.
struct SocketAddress {
  explicit SocketAddress(const std::filesystem::path& path);
  [[nodiscard]] const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&address); }
  sockaddr_un address{};
  Descriptor folder;
};

/// Reads lines of at most 1 MiB.
class LineReader {
 public:
  explicit LineReader(int fd) : fd_(fd) {}
  /// nullopt at the end, on an error, on a time limit of the socket, or when a line is too long.
  [[nodiscard]] std::optional<std::string> next();

 private:
  int fd_;
  std::string seen_;
};

/// False when the other side is gone.
bool send_line(int fd, const json::Value& value);

}  // namespace countersign::app
