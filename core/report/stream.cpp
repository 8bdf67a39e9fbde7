#include "report/stream.hpp"

#include <algorithm>

#include "base/log.hpp"

namespace countersign::report {
namespace {

constexpr std::int64_t kBatch = 200;
constexpr std::size_t kBatchBytes = 512U * 1024U;
constexpr std::int64_t kMostUnconfirmed = 2000;  // what is sent again at most, however long confirm_every is
constexpr std::chrono::seconds kLookEvery{1};
constexpr std::chrono::seconds kLongestPause{60};
constexpr std::chrono::seconds kLastWords{2};

}  // namespace

Stream::Stream(store::Store& store, const Clock& clock, StreamTerms terms)
    : store_(store), clock_(clock), terms_(std::move(terms)), line_(terms_.siem) {}

/// Where it was left off; the first time that is written down before anything is handed on.
Status Stream::take_up() {
  if (read_ >= 0) return {};
  std::int64_t seq = 0;
  bool known = false;
  const auto read = store_.read([&](store::Session& session) {
    known = session.first("SELECT seq FROM stream_cursor WHERE name=$1", {name()},
                          [&](const store::Row& row) { seq = row.integer(0); });
    if (!known && !terms_.from_beginning)
      session.first("SELECT coalesce(max(seq), 0) FROM entry", {},
                    [&](const store::Row& row) { seq = row.integer(0); });
  });
  if (!read) return read;
  if (!known)
    if (const auto kept = keep(seq); !kept) return kept;
  read_ = seq;
  sent_ = seq;
  return {};
}

/// What cannot be written down is sent again.
Status Stream::keep(std::int64_t seq) {
  auto kept = store_.commit([&, at = micros(clock_.now())](store::Session& session) {
    session.run(
        "INSERT INTO stream_cursor (name, seq, at) VALUES ($1,$2,$3) ON CONFLICT (name) DO UPDATE SET seq=$2, at=$3",
        {name(), seq, at});
  });
  if (kept)
    read_ = seq;
  else
    sent_ = std::max<std::int64_t>(read_, 0);
  return kept;
}

Result<std::vector<SiemEntry>> Stream::next(std::int64_t after) const {
  std::vector<SiemEntry> entries;
  std::size_t bytes = 0;
  const auto read = store_.read([&](store::Session& session) {
    session.each(
        "SELECT seq, id, kind, body, at FROM entry WHERE seq>$1 ORDER BY seq LIMIT $2", {after, kBatch},
        [&](const store::Row& row) {
          if (bytes > kBatchBytes) return;
          entries.push_back({row.integer(0), row.text(1), row.text(2), row.blob(3), from_micros(row.integer(4))});
          bytes += entries.back().body.size();
        });
  });
  if (!read) return read.error();
  return entries;
}

Status Stream::hand_on(std::vector<SiemEntry> entries) {
  const auto last = entries.back().seq;
  const bool first = sent_ == read_;
  if (const auto done = line_.send(SiemBatch(Key<Stream>(), std::move(entries)), clock_.now()); !done) {
    sent_ = read_;  // of what the broken connection took, nobody knows how much was read
    return done;
  }
  if (first) since_ = clock_.steady();
  sent_ = last;
  return terms_.siem.by_syslog() ? Status() : keep(last);
}

bool Stream::due() const {
  return sent_ > read_ && (sent_ - read_ >= kMostUnconfirmed || clock_.steady() - since_ >= terms_.confirm_every);
}

Status Stream::confirm(std::chrono::milliseconds within) {
  const auto upto = sent_.load();
  const auto ended = line_.finish(within);
  if (!ended) {
    sent_ = read_;
    return Error{Fault::unavailable, std::to_string(upto - read_) +
                                         " entries are sent again, for nobody is known to have read them: " +
                                         ended.error().message + " when the connection was to be ended"};
  }
  return keep(upto);
}

Result<std::size_t> Stream::pump() {
  if (const auto known = take_up(); !known) return known.error();
  if (line_.lost()) sent_ = read_;
  std::size_t handed = 0;
  for (;;) {
    if (due())
      if (const auto confirmed = confirm(terms_.siem.within); !confirmed) return confirmed.error();
    auto entries = next(sent_);
    if (!entries) return entries.error();
    if (entries->empty()) return handed;
    const auto count = entries->size();
    if (const auto done = hand_on(std::move(*entries)); !done) return done.error();
    handed += count;
    const std::lock_guard lock(mutex_);
    if (stopping_) return handed;
  }
}

void Stream::start() {
  running_ = true;
  thread_ = std::thread([this] { loop(); });
}

void Stream::loop() {
  std::chrono::seconds pause = kLookEvery;
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    const auto done = pump();
    lock.lock();
    const std::string trouble = done ? std::string() : done.error().message;
    if (trouble != trouble_ && !stopping_) {
      if (trouble.empty())
        log::info("stream_works_again", {{"stream", name()}});
      else
        log::warning("stream_waits", {{"stream", name()}, {"why", trouble}});
    }
    trouble_ = trouble;
    pause = done ? kLookEvery : std::min(kLongestPause, pause * 2);
    wake_.wait_for(lock, pause, [this] { return stopping_; });
  }
  lock.unlock();
  // So that the next start sends nothing again; if it fails, that is what happens.
  if (sent_ > read_) (void)confirm(kLastWords);
  lock.lock();
  running_ = false;
  wake_.notify_all();
}

void Stream::stop() {
  {
    std::unique_lock lock(mutex_);
    stopping_ = true;
    wake_.notify_all();
    wake_.wait_for(lock, kLastWords, [this] { return !running_; });
  }
  line_.cancel();
  if (thread_.joinable()) thread_.join();
}

Result<Stream::State> Stream::state() const {
  std::int64_t newest = 0, read = 0;
  const auto looked = store_.read([&](store::Session& session) {
    session.first("SELECT coalesce((SELECT max(seq) FROM entry), 0), seq FROM stream_cursor WHERE name=$1", {name()},
                  [&](const store::Row& row) {
                    newest = row.integer(0);
                    read = row.integer(1);
                  });
  });
  if (!looked) return looked.error();
  const auto sent = std::max(sent_.load(), read);
  const std::lock_guard lock(mutex_);
  return State{std::max<std::int64_t>(0, newest - sent), sent - read, trouble_};
}

}  // namespace countersign::report
