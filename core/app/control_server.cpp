#include <poll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <atomic>
#include <exception>
#include <ostream>
#include <streambuf>
#include <string>
#include <thread>
#include <utility>

#include "app/control.hpp"
#include "app/control_wire.hpp"
#include "base/log.hpp"

namespace countersign::app {
namespace {

constexpr int kAtOnce = 4;  // commands that run at the same time; more wait their turn

/// Sends what is written to it as {"<name>": "…"} lines, whole lines at a time so that no character is cut.
class WireBuffer final : public std::streambuf {
 public:
  WireBuffer(int fd, std::string name) : fd_(fd), name_(std::move(name)) {}

 protected:
  int_type overflow(int_type c) override {
    if (traits_type::eq_int_type(c, traits_type::eof())) return traits_type::not_eof(c);
    pending_ += traits_type::to_char_type(c);
    return pending_.back() != '\n' || sync() == 0 ? c : traits_type::eof();
  }
  std::streamsize xsputn(const char* text, std::streamsize count) override {
    pending_.append(text, static_cast<std::size_t>(count));
    return pending_.empty() || pending_.back() != '\n' || sync() == 0 ? count : 0;
  }
  int sync() override {
    if (pending_.empty()) return 0;
    const bool sent = send_line(fd_, json::Object{{name_, std::exchange(pending_, {})}});
    return sent ? 0 : -1;
  }

 private:
  int fd_;
  std::string name_;
  std::string pending_;
};

bool peer_may(int fd) {
  ucred peer{};
  socklen_t size = sizeof peer;
  return ::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && (peer.uid == ::geteuid() || peer.uid == 0);
}

std::optional<std::vector<std::string>> words_of(const json::Value& request) {
  const json::Value* list = request.find("words");
  if (!list || !list->array()) return std::nullopt;
  std::vector<std::string> words;
  for (const json::Value& item : *list->array()) {
    if (!item.string()) return std::nullopt;
    words.push_back(*item.string());
  }
  return words;
}

}  // namespace

struct ControlServer::Impl {
  std::filesystem::path path;
  Run run;
  Descriptor listener;
  Descriptor wake{::eventfd(0, EFD_CLOEXEC)};
  std::atomic<bool> stopping{false};
  std::vector<std::thread> threads;

  void loop();
  void serve(int fd) const;
  int run_caught(const std::vector<std::string>& words, const std::string& token, std::ostream& out,
                 std::ostream& err) const;
};

ControlServer::ControlServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Result<std::unique_ptr<ControlServer>> ControlServer::start(const std::filesystem::path& path, Run run) {
  auto impl = std::make_unique<Impl>();
  impl->path = path;
  impl->run = std::move(run);
  impl->listener = Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const SocketAddress address(path);
  ::unlink(path.c_str());
  // Nobody can connect between bind and listen, so there is no moment in which others could use it.
  if (::bind(impl->listener.get(), address.get(), sizeof address.address) != 0 ||
      ::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0 || ::listen(impl->listener.get(), 64) != 0)
    return Error{Fault::unavailable, "cannot make the control socket " + path.string() +
                                         ": check that the data folder exists and may be written"};
  auto* const shared = impl.get();
  for (int i = 0; i < kAtOnce; ++i) impl->threads.emplace_back([shared] { shared->loop(); });
  return std::unique_ptr<ControlServer>(new ControlServer(std::move(impl)));
}

ControlServer::~ControlServer() {
  impl_->stopping = true;
  const std::uint64_t one = 1;
  if (::write(impl_->wake.get(), &one, sizeof one) != sizeof one)
    log::error("control: cannot wake the threads to stop");
  for (auto& thread : impl_->threads) thread.join();
  ::unlink(impl_->path.c_str());
}

void ControlServer::Impl::loop() {
  while (!stopping) {
    pollfd waits[2] = {{wake.get(), POLLIN, 0}, {listener.get(), POLLIN, 0}};
    if (::poll(waits, 2, -1) < 0 || waits[1].revents == 0) continue;
    const Descriptor peer(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (peer.valid() && peer_may(peer.get())) serve(peer.get());
  }
}

void ControlServer::Impl::serve(int fd) const {
  // A peer that does not speak, or does not listen, may not hold a thread for ever.
  const timeval patience{10, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  LineReader lines(fd);
  const auto line = lines.next();
  const auto request = line ? json::parse(*line) : Result<json::Value>(Error{Fault::invalid, "no request"});
  const auto words = request.ok() ? words_of(*request) : std::nullopt;
  if (!words) {
    (void)(send_line(fd, json::Object{{"err", "the request is not one line of JSON with words\n"}}) &&
           send_line(fd, json::Object{{"exit", 2}}));
    return;
  }
  WireBuffer out_buffer(fd, "out");
  WireBuffer err_buffer(fd, "err");
  std::ostream out(&out_buffer);
  std::ostream err(&err_buffer);
  const int code = run_caught(*words, std::string(request->text("env_token")), out, err);
  out.flush();
  err.flush();
  (void)send_line(fd, json::Object{{"exit", code}});
}

int ControlServer::Impl::run_caught(const std::vector<std::string>& words, const std::string& token, std::ostream& out,
                                    std::ostream& err) const {
  try {
    return run(words, token, out, err);
  } catch (const std::exception&) {
    log::error("control: a command threw an exception");
  }
  err << "the command failed inside the server: see its log\n";
  return 2;
}

}  // namespace countersign::app
