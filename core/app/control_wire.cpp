#include "app/control_wire.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace countersign::app {
namespace {

constexpr std::size_t kLongestLine = 1024 * 1024;

}  // namespace

Descriptor::~Descriptor() {
  if (fd_ >= 0) ::close(fd_);
}

SocketAddress::SocketAddress(const std::filesystem::path& path) {
  std::string name = path.string();
  if (name.size() >= sizeof address.sun_path) {
    folder = Descriptor(::open(path.parent_path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    name = "/proc/self/fd/" + std::to_string(folder.get()) + "/" + path.filename().string();
  }
  address.sun_family = AF_UNIX;
  name.copy(address.sun_path, sizeof address.sun_path - 1);
}

std::optional<std::string> LineReader::next() {
  std::size_t searched = 0;
  for (;;) {
    const std::size_t end = seen_.find('\n', searched);
    if (end != std::string::npos) {
      std::string line = seen_.substr(0, end);
      seen_.erase(0, end + 1);
      return line;
    }
    searched = seen_.size();
    if (searched > kLongestLine) return std::nullopt;
    std::array<char, 16 * 1024> bytes;
    const ssize_t count = ::recv(fd_, bytes.data(), bytes.size(), 0);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return std::nullopt;
    seen_.append(bytes.data(), static_cast<std::size_t>(count));
  }
}

bool send_line(int fd, const json::Value& value) {
  const std::string line = json::dump(value) + "\n";
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t count = ::send(fd, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    rest.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

}  // namespace countersign::app
