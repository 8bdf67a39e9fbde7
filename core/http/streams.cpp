#include "http/streams.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <array>
#include <exception>

#include "base/log.hpp"

namespace countersign::http {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint32_t kReading = EPOLLIN | EPOLLRDHUP;
constexpr std::uint32_t kWriting = EPOLLOUT;

void watch(int epoll, int operation, const StreamLine& line, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = const_cast<StreamLine*>(&line);
  ::epoll_ctl(epoll, operation, line.connection()->fd(), &event);
}

}  // namespace

StreamBell::StreamBell() : fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

void StreamBell::ring(std::shared_ptr<StreamLine> line) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(line));
    if (waiting_.size() > 1) return;  // the thread is awake already
  }
  ring();
}

void StreamBell::ring() {
  const std::uint64_t one = 1;
  // It fails only when 2^64 - 1 rings were not heard: then the descriptor is readable all the same.
  (void)!::write(fd_.get(), &one, sizeof one);
}

std::vector<std::shared_ptr<StreamLine>> StreamBell::answer() {
  std::uint64_t rings = 0;
  (void)!::read(fd_.get(), &rings, sizeof rings);
  const std::lock_guard lock(mutex_);
  return std::exchange(waiting_, {});
}

bool StreamLine::push(std::string_view bytes) {
  const std::lock_guard lock(mutex_);
  if (closed_ || closing_) return false;
  if (pushed_.size() + unsent_ + bytes.size() > kMost) {
    closing_ = overrun_ = true;
  } else {
    pushed_.append(bytes);
  }
  wake();
  return !overrun_;
}

void StreamLine::close() {
  const std::lock_guard lock(mutex_);
  if (closed_ || closing_) return;
  closing_ = true;
  wake();
}

bool StreamLine::open() const {
  const std::lock_guard lock(mutex_);
  return !closed_ && !closing_;
}

/// With the lock held. Before it has a connection there is nobody to wake: give() does it.
void StreamLine::wake() {
  if (rung_ || connection_ == nullptr) return;
  rung_ = true;
  bell_->ring(shared_from_this());
}

void StreamLine::give(Connection& connection) {
  const std::lock_guard lock(mutex_);
  connection_ = &connection;
  wake();
}

bool StreamLine::flush() {
  const std::lock_guard lock(mutex_);
  rung_ = false;
  if (closed_) return false;
  if (!pushed_.empty()) connection_->queue(std::exchange(pushed_, {}));
  const std::size_t before = connection_->unsent();
  const auto sent = connection_->flush();
  unsent_ = connection_->unsent();
  took_ = took_ || before > unsent_;
  return sent != Connection::Sent::failed && !overrun_ && (!closing_ || unsent_ > 0);
}

bool StreamLine::stalled() {
  const bool took = std::exchange(took_, false);
  return connection_->has_unsent() && !took;
}

void StreamLine::end() {
  StreamClosed tell;
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return;
    closed_ = true;
    pushed_ = {};
    connection_ = nullptr;
    tell = std::exchange(when_closed_, nullptr);
  }
  try {
    if (tell) tell();
  } catch (const std::exception&) {
    log::error("http: what should happen at a stream's end failed");
  }
}

Streams::Streams(Connections& connections, std::chrono::milliseconds heartbeat)
    : connections_(connections),
      heartbeat_(heartbeat),
      bell_(std::make_shared<StreamBell>()),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  epoll_event event{};
  event.events = EPOLLIN;
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, bell_->fd(), &event);
}

void Streams::start() {
  thread_ = std::thread([this] { loop(); });
}

void Streams::stop() {
  if (!thread_.joinable()) return;
  stopping_ = true;
  bell_->ring();
  thread_.join();
}

void Streams::loop() {
  auto next_beat = Clock::now() + heartbeat_;
  std::array<epoll_event, 64> events{};
  while (!stopping_) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(next_beat - Clock::now());
    const int count =
        ::epoll_wait(epoll_.get(), events.data(), events.size(), std::max(0, static_cast<int>(left.count())));
    bool rung = false;
    for (int i = 0; i < count; ++i) {
      auto* line = static_cast<StreamLine*>(events.at(static_cast<std::size_t>(i)).data.ptr);
      if (line == nullptr)
        rung = true;
      else
        hear(*line, events.at(static_cast<std::size_t>(i)).events);
    }
    // After the events: a rung line may end here, and its event would name a line that is gone.
    if (rung) look_at_rung();
    if (Clock::now() < next_beat) continue;
    beat();
    next_beat = Clock::now() + heartbeat_;
  }
  look_at_rung();
  while (!lines_.empty()) end(*lines_.back());
}

void Streams::look_at_rung() {
  for (const auto& line : bell_->answer()) {
    if (line->place == StreamLine::kNowhere && line->connection() != nullptr) welcome(line);
    if (line->place != StreamLine::kNowhere) flush(*line);
  }
}

void Streams::welcome(const std::shared_ptr<StreamLine>& line) {
  line->place = static_cast<std::uint32_t>(lines_.size());
  lines_.push_back(line);
  watch(epoll_.get(), EPOLL_CTL_ADD, *line, kReading);
}

/// A reader has nothing to say on an event stream: what comes is thrown away, and its end is the stream's end.
void Streams::hear(StreamLine& line, std::uint32_t events) {
  if ((events & EPOLLIN) != 0 && line.connection()->read(false) == Connection::Got::end) return end(line);
  if ((events & (EPOLLERR | EPOLLHUP | EPOLLRDHUP)) != 0) return end(line);
  if ((events & EPOLLOUT) != 0) flush(line);
}

void Streams::flush(StreamLine& line) {
  if (!line.flush()) return end(line);
  const bool writing = line.connection()->has_unsent();
  if (line.writing == writing) return;
  line.writing = writing;
  watch(epoll_.get(), EPOLL_CTL_MOD, line, kReading | (writing ? kWriting : 0U));
}

void Streams::beat() {
  for (std::size_t i = lines_.size(); i-- > 0;) {  // from behind: the last takes the place of one that ends
    if (lines_[i]->stalled())
      end(*lines_[i]);
    else
      (void)lines_[i]->push(":\n\n");
  }
}

void Streams::end(StreamLine& line) {
  if (line.place == StreamLine::kNowhere) return;
  const auto held = lines_[line.place];
  std::swap(lines_[line.place], lines_.back());
  lines_[line.place]->place = line.place;
  lines_.pop_back();
  line.place = StreamLine::kNowhere;
  connections_.remove(*line.connection());
  line.end();
}

}  // namespace countersign::http
