#include "sink.hpp"

namespace countersign::bench {
namespace {

constexpr std::string_view kAnswer =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"ok\":true}";
constexpr std::string_view kKey = "Idempotency-Key: ";

}  // namespace

/// One connection of the gateway; its socket is closed when the other side closes.
class Sink::Peer : public Events {
 public:
  Peer(Sink& sink, int fd) : sink_(sink), socket_(std::make_unique<Socket>(fd)) { sink_.loop_.watch(fd, *this); }
  void ready(std::uint32_t) override {
    if (!socket_->read()) return socket_.reset();
    while (const auto request = whole_message(socket_->in)) {
      sink_.take(*request);
      socket_->in.erase(0, request->size);
      if (!socket_->send(kAnswer)) return socket_.reset();
    }
  }
  [[nodiscard]] bool closed() const { return socket_ == nullptr; }

 private:
  Sink& sink_;
  std::unique_ptr<Socket> socket_;
};

Sink::Sink(Loop& loop, std::uint16_t port, Delivered delivered)
    : loop_(loop), listener_(listen_on(port)), delivered_(std::move(delivered)) {
  loop_.watch(listener_.fd(), *this);
}

Sink::~Sink() = default;

void Sink::ready(std::uint32_t) {
  std::erase_if(peers_, [](const auto& peer) { return peer->closed(); });
  for (int fd = accept_from(listener_.fd()); fd >= 0; fd = accept_from(listener_.fd()))
    peers_.push_back(std::make_unique<Peer>(*this, fd));
}

void Sink::take(const Whole& request) {
  if (const auto at = request.head.find(kKey); at != std::string_view::npos) {
    const auto key = request.head.substr(at + kKey.size());
    if (!keys_.emplace(key.substr(0, key.find('\r'))).second) ++doubled_;
  }
  delivered_(json_word(request.body, "conversation"));
}

}  // namespace countersign::bench
