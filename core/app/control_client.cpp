#include <cerrno>
#include <ostream>

#include "app/control.hpp"
#include "app/control_wire.hpp"

namespace countersign::app {
namespace {

json::Value request(const std::vector<std::string>& words, const std::string& token) {
  return json::Object{{"words", json::Array(words.begin(), words.end())}, {"env_token", token}};
}

int relay(LineReader& lines, std::ostream& out, std::ostream& err) {
  while (const auto line = lines.next()) {
    const auto value = json::parse(*line);
    if (!value.ok()) break;
    if (const json::Value* code = value->find("exit"); code && code->integer()) {
      out.flush();
      return static_cast<int>(*code->integer());
    }
    out << value->text("out");
    err << value->text("err");
  }
  err << "the server ended before the command did: see its log, then try again\n";
  return 2;
}

}  // namespace

std::optional<int> run_remote(const std::filesystem::path& path, const std::vector<std::string>& words,
                              const std::string& token, std::ostream& out, std::ostream& err) {
  const Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const SocketAddress address(path);
  if (::connect(socket.get(), address.get(), sizeof address.address) != 0) {
    if (errno == ENOENT || errno == ECONNREFUSED || errno == ENOTDIR) return std::nullopt;
    err << "the server's control socket " << path.string() << " cannot be used: run this as the server's user\n";
    return 2;
  }
  if (!send_line(socket.get(), request(words, token))) {
    err << "the server does not take the command: run this as the server's user\n";
    return 2;
  }
  LineReader lines(socket.get());
  return relay(lines, out, err);
}

}  // namespace countersign::app
