#include "load.hpp"

#include <algorithm>
#include <sstream>

#include "messages.hpp"
#include "wire.hpp"

namespace countersign::bench {
namespace {

constexpr std::int64_t kGiveUp = 10'000'000;

std::int64_t seconds(double count) { return static_cast<std::int64_t>(count * 1e6); }

}  // namespace

/// One connection and the customer who writes over it.
class Load::Client : public Events {
 public:
  Client(Load& load, std::size_t number) : load_(load), writer_(load.options_, number) { connect(); }

  void connect() {
    socket_.reset();
    const int fd = connect_to(load_.options_.port);
    if (fd < 0) return;
    socket_ = std::make_unique<Socket>(fd);
    load_.loop_.watch(fd, *this);
  }
  void ready(std::uint32_t events) override {
    if (!socket_) return;
    if ((events & EPOLLOUT) != 0 && socket_->flush() && !socket_->has_unsent())
      load_.loop_.change(socket_->fd(), *this, EPOLLIN);
    if ((events & ~EPOLLOUT) == 0) return;
    if (!socket_->read()) return load_.lost(*this);
    if (const auto answer = whole_message(socket_->in)) {
      const int status = answer->status();
      socket_->in.erase(0, answer->size);
      load_.answered(*this, status);
    }
  }
  bool send(std::int64_t due) {
    if (!socket_) connect();
    begin = due;
    const auto request = writer_.next();
    if (!socket_ || !socket_->send(request)) return false;
    if (socket_->has_unsent()) load_.loop_.change(socket_->fd(), *this, EPOLLIN | EPOLLOUT);
    return true;
  }
  [[nodiscard]] const std::string& conversation() const { return writer_.conversation(); }

  std::int64_t begin = 0;
  bool answer_open = false;
  bool reply_open = false;
  bool served = false;

 private:
  Load& load_;
  Writer writer_;
  std::unique_ptr<Socket> socket_;
};

Load::Load(Loop& loop, const Options& options) : loop_(loop), options_(options) {
  for (std::size_t i = 0; i < options.connections; ++i) {
    clients_.push_back(std::make_unique<Client>(*this, i));
    free_.push_back(clients_.back().get());
  }
}
Load::~Load() = default;

void Load::run() {
  next_due_ = now_us();
  begin_ = next_due_;
  go_until(now_us() + seconds(options_.warmup));
  begin_measuring();
  go_until(begin_ + seconds(options_.seconds));
  end_ = now_us();
  after_ = usage_of(options_.pid);
  starved_ = std::count_if(clients_.begin(), clients_.end(), [](const auto& one) { return !one->served; });
  drain();
}

void Load::begin_measuring() {
  counts_ = {};
  answers_.clear();
  refusals_.clear();
  deliveries_.clear();
  for (auto& client : clients_) client->served = false;
  before_ = usage_of(options_.pid);
  begin_ = now_us();
}

void Load::go_until(std::int64_t end) {
  auto look = now_us();
  for (auto now = look; now < end; now = now_us()) {
    send_due();
    const auto until = options_.rate > 0 ? std::min(end, next_due_) : end;
    loop_.turn(std::min<std::int64_t>(until - now, 100'000));
    if (now - look < 1'000'000) continue;
    look = now;
    give_up_old();
  }
}

void Load::send_due() {
  const auto now = now_us();
  if (options_.rate > 0) {
    while (next_due_ <= now) {
      due_.push_back(next_due_);
      next_due_ += static_cast<std::int64_t>(1e6 / options_.rate);
    }
  }
  while (!free_.empty() && (options_.rate <= 0 || !due_.empty())) {
    Client& client = *free_.front();
    free_.pop_front();
    std::int64_t due = now;
    if (options_.rate > 0) {
      due = due_.front();
      due_.pop_front();
    }
    start(client, due);
  }
}

void Load::start(Client& client, std::int64_t due) {
  client.answer_open = true;
  client.reply_open = options_.delivered;
  if (!client.send(due)) return lost(client);
  ++counts_.sent;
  if (options_.sink != 0) waiting_[client.conversation()] = {due, options_.delivered ? &client : nullptr};
}

void Load::answered(Client& client, int status) {
  if (!client.answer_open) return;
  client.answer_open = false;
  client.served = true;
  const auto took = now_us() - client.begin;
  if (status >= 200 && status < 300) {
    ++counts_.accepted;
    answers_.add(took);
  } else {
    ++(status == 429 || status == 503 ? counts_.busy : counts_.other);
    refusals_.add(took);
    client.reply_open = false;
    waiting_.erase(client.conversation());
  }
  over(client);
}

void Load::delivered(std::string_view conversation) {
  const auto found = waiting_.find(std::string(conversation));
  if (found == waiting_.end()) {
    ++counts_.more;
    return;
  }
  const auto [begin, client] = found->second;
  waiting_.erase(found);
  ++counts_.delivered;
  deliveries_.add(now_us() - begin);
  if (client == nullptr) return;
  client->reply_open = false;
  over(*client);
}

void Load::lost(Client& client) {
  if (client.answer_open) {
    ++counts_.errors;
    waiting_.erase(client.conversation());
  }
  client.answer_open = false;
  client.reply_open = false;
  client.connect();
  over(client);
}

void Load::over(Client& client) {
  if (client.answer_open || client.reply_open) return;
  free_.push_back(&client);  // the next turn of the loop gives it its next message
}

void Load::give_up_old() {
  if (!options_.delivered) return;
  const auto limit = now_us() - kGiveUp;
  std::vector<Client*> old;
  for (const auto& [conversation, waiting] : waiting_)
    if (waiting.begin < limit) old.push_back(waiting.client);
  for (Client* client : old) {
    ++counts_.given_up;
    waiting_.erase(client->conversation());
    client->reply_open = false;
    over(*client);
  }
}

void Load::drain() {
  const auto end = now_us() + seconds(options_.drain);
  const auto unanswered = [&] {
    return std::any_of(clients_.begin(), clients_.end(), [](const auto& one) { return one->answer_open; });
  };
  while (now_us() < end && (unanswered() || !waiting_.empty())) loop_.turn(10'000);
  undelivered_ = static_cast<std::int64_t>(waiting_.size());
}

std::string Load::report() {
  const double took = static_cast<double>(end_ - begin_) / 1e6;
  const auto done = options_.delivered ? counts_.delivered : counts_.accepted + counts_.busy;
  const auto cpu = static_cast<double>(after_.cpu_us - before_.cpu_us);
  std::ostringstream out;
  out.precision(6);
  out << "sent=" << counts_.sent << " accepted=" << counts_.accepted << " busy=" << counts_.busy
      << " other=" << counts_.other << " errors=" << counts_.errors << " unsent=" << due_.size()
      << " starved=" << starved_ << " rate=" << static_cast<double>(options_.delivered ? done : counts_.accepted) / took
      << " p50=" << answers_.at(0.5) << " p90=" << answers_.at(0.9) << " p99=" << answers_.at(0.99)
      << " max=" << answers_.at(1) << " busy_p50=" << refusals_.at(0.5) << " busy_p99=" << refusals_.at(0.99);
  if (options_.sink != 0)
    out << " delivered=" << counts_.delivered << " more=" << counts_.more << " given_up=" << counts_.given_up
        << " undelivered=" << undelivered_ << " d50=" << deliveries_.at(0.5) << " d99=" << deliveries_.at(0.99)
        << " dmax=" << deliveries_.at(1);
  if (options_.pid != 0)
    out << " cpu_us=" << (done > 0 ? cpu / static_cast<double>(done) : 0) << " cpu_share=" << cpu / 1e6 / took
        << " rss_kb=" << after_.rss_kb << " threads=" << after_.threads;
  return out.str();
}

}  // namespace countersign::bench
