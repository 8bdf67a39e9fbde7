#include "publish/publisher.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "base/log.hpp"
#include "publish/log_key.hpp"
#include "publish/receipts.hpp"

namespace countersign::publish {

Publisher::Publisher(store::Store& store, const Clock& clock, const Pace& pace, LogFolder folder, tlog::SigningKey key)
    : store_(store), clock_(clock), pace_(pace), folder_(std::move(folder)), key_(std::move(key)) {
  begin_anew();
}

Publisher::~Publisher() { stop(); }

void Publisher::begin_anew() {
  edge_ = RightEdge();
  last_ = {key_.verifier().name, 0, tlog::empty_root()};
  const std::lock_guard lock(mutex_);
  published_ = last_;
}

void Publisher::start() {
  thread_ = std::thread([this] { loop(); });
}

void Publisher::loop() {
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, pace_.pause, [this] { return stopping_; })) {
    lock.unlock();
    (void)publish();  // a failure stays in trouble()
    lock.lock();
    if (!trouble_.empty()) return;
  }
}

void Publisher::stop() {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(stopping_, true)) return;
  }
  wake_.notify_all();
  if (!thread_.joinable()) return;
  thread_.join();
  if (store_.healthy()) (void)publish();
}

Status Publisher::publish() {
  const std::lock_guard alone(publishing_);
  if (auto before = trouble(); !before.empty()) return Error{Fault::unavailable, std::move(before)};
  Status done;
  store_refused_ = false;
  try {
    done = publish_all();
  } catch (const std::exception& failure) {
    done = Error{Fault::unavailable,
                 std::string("the log cannot be published (") + failure.what() + "): restart countersign"};
  }
  if (done || store_refused_) return done;
  fail(done.error());
  return done;
}

void Publisher::fail(const Error& why) {
  log::error("publishing_stopped", {{"why", why.message}});
  const std::lock_guard lock(mutex_);
  trouble_ = why.message;
}

Status Publisher::keep_cosignature(const std::string& published, const tlog::Signature& signature) {
  const std::lock_guard alone(publishing_);
  if (auto before = trouble(); !before.empty()) return Error{Fault::unavailable, std::move(before)};
  const auto cosigned = tlog::open_checkpoint(published, key_.verifier());
  if (!cosigned) return cosigned.error();
  auto note = *tlog::Note::parse(published);
  if (const auto kept = folder_.read(kWitnessedFile)) {
    const auto there = tlog::open_checkpoint(*kept, key_.verifier());
    if (there && there->size > cosigned->size) return {};
    if (there && there->size == cosigned->size) note = *tlog::Note::parse(*kept);
  }
  std::erase_if(note.signatures, [&](const auto& one) { return one.name == signature.name && one.id == signature.id; });
  note.signatures.push_back(signature);
  auto written = folder_.write({{kWitnessedFile, note.bytes()}});
  if (!written) fail(written.error());
  return written;
}

Status Publisher::read(const store::Store::Job& job) {
  auto done = store_.read(job);
  store_refused_ = !done;
  return done;
}

Status Publisher::publish_all() {
  std::uint64_t entries = 0;
  if (const auto looked = read([&](store::Session& session) { entries = entries_in(session); }); !looked) return looked;
  while (edge_.size() < entries || edge_.size() > last_.size) {
    const auto until = std::min(entries, edge_.size() + pace_.batch);
    if (const auto done = publish_batch(until); !done) return done;
  }
  return {};
}

/// Bundles, then tiles, then the checkpoint: each durable before the next, so whatever is announced is there.
Status Publisher::publish_batch(std::uint64_t until) {
  if (const auto taken = take_entries(until); !taken) return taken;
  if (const auto written = write_files(); !written) return written;
  if (edge_.size() <= last_.size || (!signed_.empty() && edge_.size() < signed_.rbegin()->first)) return {};
  const tlog::Checkpoint next{key_.verifier().name, edge_.size(), edge_.root()};
  if (const auto right = continues_the_last(next); !right) return right;
  return announce(next);
}

Status Publisher::take_entries(std::uint64_t until) {
  Status taken;
  const auto looked = read([&](store::Session& session) {
    session.each(
        "SELECT seq, body FROM entry WHERE seq>$1 AND seq<=$2 ORDER BY seq",
        {static_cast<std::int64_t>(edge_.size()), static_cast<std::int64_t>(until)}, [&](const store::Row& row) {
          if (!taken) return;
          if (static_cast<std::uint64_t>(row.integer(0)) != edge_.size() + 1) {
            taken = disagree("entry " + std::to_string(edge_.size()) + " is missing in the database");
            return;
          }
          edge_.append(row.blob(1));
          const auto before = signed_.find(edge_.size());
          if (before != signed_.end() && before->second != edge_.root())
            taken = disagree("the first " + std::to_string(edge_.size()) + " entries are not those that were signed");
        });
  });
  if (!looked) return looked;
  if (taken && edge_.size() != until)
    return disagree("entry " + std::to_string(edge_.size()) + " is missing in the database");
  return taken;
}

Status Publisher::write_files() {
  const auto made = edge_.take();
  if (const auto written = folder_.write(made.bundles); !written) return written;
  if (const auto written = folder_.write(made.tiles); !written) return written;
  for (const auto& tile : made.full) folder_.drop(tile.path() + ".p");
  return {};
}

/// Looked up in the files, as any outsider would, and not in what this process has in mind.
Status Publisher::continues_the_last(const tlog::Checkpoint& next) const {
  const tlog::Tiles tiles(folder_, next.size);
  const auto root = tlog::root_of(tiles, next.size);
  if (!root) return root.error();
  for (const auto& [size, then] : signed_) {
    const auto proof = tlog::consistency_proof(tiles, size, next.size);
    if (!proof) return proof.error();
    if (*root != next.root || !tlog::verify_consistency(size, then, next.size, next.root, *proof))
      return Error{Fault::unavailable, "the log's files do not continue what was signed for size " +
                                           std::to_string(size) +
                                           ": nothing was signed; look at its disk, then restart " + "countersign"};
  }
  return {};
}

/// The store remembers what is signed before anybody can see it.
Status Publisher::announce(const tlog::Checkpoint& next) {
  const auto note = tlog::sign(next, key_, clock_.now());
  const auto kept = store_.commit([&](store::Session& session) {
    session.run(
        "INSERT INTO log_head (origin, checkpoint) VALUES ($1,$2) ON CONFLICT (origin) DO UPDATE SET checkpoint=$2",
        {next.origin, note.text});
  });
  store_refused_ = !kept;
  if (!kept) return kept;
  if (const auto written = folder_.write({{kCheckpointFile, note.bytes()}}); !written) return written;
  last_ = next;
  signed_ = {{next.size, next.root}};
  checkpoints_ += 1;
  const std::lock_guard lock(mutex_);
  published_ = next;
  return {};
}

std::string Publisher::trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_;
}

Publisher::State Publisher::state() const {
  State state;
  {
    const std::lock_guard lock(mutex_);
    state.checkpoint = published_;
  }
  state.checkpoints = checkpoints_;
  const auto read = store_.read([&](store::Session& session) {
    session.first("SELECT count(*), coalesce(min(at), 0) FROM entry WHERE seq>$1",
                  {static_cast<std::int64_t>(state.checkpoint.size)}, [&](const store::Row& row) {
                    state.waiting = static_cast<std::uint64_t>(row.integer(0));
                    if (state.waiting > 0)
                      state.behind = std::max(Duration(), clock_.now() - from_micros(row.integer(1)));
                  });
  });
  (void)read;  // the store says itself that it cannot be read
  return state;
}

}  // namespace countersign::publish
