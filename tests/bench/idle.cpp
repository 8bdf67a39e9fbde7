#include "idle.hpp"

#include <algorithm>

#include "measure.hpp"
#include "messages.hpp"

namespace countersign::bench {
namespace {

constexpr std::size_t kAtOnce = 200;  // connecting, so that the listen queue is not what is measured
constexpr std::int64_t kPatience = 20'000'000;

}  // namespace

class Idle::One : public Events {
 public:
  One(Loop& loop, const Options& options, std::size_t number, int fd)
      : options_(options),
        token_(options.tokens.empty() ? std::string_view() : options.tokens[number % options.tokens.size()]),
        socket_(fd) {
    loop.watch(fd, *this);
  }
  void ask() {
    answered_ = false;
    socket_.in.clear();
    open_ = open_ && socket_.send(get_request(options_.idle_path, token_, options_.idle_events));
  }
  void ready(std::uint32_t) override {
    if (!open_) return;
    open_ = socket_.read();
    const bool head = socket_.in.find("\r\n\r\n") != std::string::npos;
    const bool fine = socket_.in.starts_with("HTTP/1.1 200");
    if (fine && (options_.idle_events ? head : whole_message(socket_.in).has_value())) answered_ = true;
  }
  [[nodiscard]] bool answered() const { return open_ && answered_; }
  [[nodiscard]] bool open() const { return open_; }

 private:
  const Options& options_;
  const std::string_view token_;
  Socket socket_;
  bool open_ = true;
  bool answered_ = false;
};

Idle::Idle(Loop& loop, const Options& options) : loop_(loop), options_(options) {}
Idle::~Idle() = default;

std::size_t Idle::open(std::size_t count) {
  while (all_.size() < count) {
    for (std::size_t i = 0; i < kAtOnce && all_.size() < count; ++i) {
      const int fd = connect_to(options_.port);
      if (fd < 0) return wait_for_all();
      all_.push_back(std::make_unique<One>(loop_, options_, all_.size(), fd));
      all_.back()->ask();
    }
    (void)wait_for_all();
  }
  return wait_for_all();
}

std::size_t Idle::alive() {
  if (options_.idle_events) {
    loop_.turn(0);
    return static_cast<std::size_t>(
        std::count_if(all_.begin(), all_.end(), [](const auto& one) { return one->open(); }));
  }
  for (auto& one : all_) one->ask();
  return wait_for_all();
}

std::size_t Idle::wait_for_all() {
  const auto end = now_us() + kPatience;
  std::size_t count = 0;
  do {
    loop_.turn(10'000);
    count = static_cast<std::size_t>(
        std::count_if(all_.begin(), all_.end(), [](const auto& one) { return one->answered(); }));
  } while (count < all_.size() && now_us() < end);
  return count;
}

}  // namespace countersign::bench
