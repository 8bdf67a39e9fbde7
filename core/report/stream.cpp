#include "report/stream.hpp"

#include <algorithm>

#include "base/log.hpp"

namespace countersign::report {
namespace {

constexpr std::int64_t kBatch = 200;
constexpr std::size_t kBatchBytes = 512U * 1024U;
constexpr std::chrono::seconds kLookEvery{1};
constexpr std::chrono::seconds kLongestPause{60};

}  // namespace

Stream::Stream(store::Store& store, const Clock& clock, StreamTerms terms)
    : store_(store), clock_(clock), terms_(std::move(terms)), line_(terms_.siem) {}

/// Where it was left off; the first time that is written down before anything is handed on.
Result<std::int64_t> Stream::cursor() {
  std::int64_t seq = 0;
  bool known = false;
  const auto read = store_.read([&](store::Session& session) {
    known = session.first("SELECT seq FROM stream_cursor WHERE name=$1", {name()},
                          [&](const store::Row& row) { seq = row.integer(0); });
    if (!known && !terms_.from_beginning)
      session.first("SELECT coalesce(max(seq), 0) FROM entry", {},
                    [&](const store::Row& row) { seq = row.integer(0); });
  });
  if (!read) return read.error();
  if (!known)
    if (const auto kept = keep(seq); !kept) return kept.error();
  return seq;
}

Status Stream::keep(std::int64_t seq) {
  return store_.commit([&, at = micros(clock_.now())](store::Session& session) {
    session.run(
        "INSERT INTO stream_cursor (name, seq, at) VALUES ($1,$2,$3) ON CONFLICT (name) DO UPDATE SET seq=$2, at=$3",
        {name(), seq, at});
  });
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

Result<std::size_t> Stream::pump() {
  auto from = cursor();
  if (!from) return from.error();
  // What the broken connection took last may not have been read by anybody.
  if (line_.broke() && before_last_ >= 0) *from = std::min(*from, before_last_);
  std::size_t handed = 0;
  for (;;) {
    auto entries = next(*from);
    if (!entries) return entries.error();
    if (entries->empty()) return handed;
    const auto last = entries->back().seq;
    const auto count = entries->size();
    if (const auto done = line_.send(SiemBatch(Key<Stream>(), std::move(*entries)), clock_.now()); !done)
      return done.error();
    before_last_ = *from;
    if (const auto kept = keep(last); !kept) return kept.error();
    *from = last;
    handed += count;
    const std::lock_guard lock(mutex_);
    if (stopping_) return handed;
  }
}

void Stream::start() {
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
}

void Stream::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  line_.cancel();
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

Result<Stream::State> Stream::state() const {
  State state;
  const auto read = store_.read([&](store::Session& session) {
    session.first("SELECT coalesce((SELECT max(seq) FROM entry), 0) - seq FROM stream_cursor WHERE name=$1", {name()},
                  [&](const store::Row& row) { state.behind = std::max<std::int64_t>(0, row.integer(0)); });
  });
  if (!read) return read.error();
  const std::lock_guard lock(mutex_);
  state.trouble = trouble_;
  return state;
}

}  // namespace countersign::report
