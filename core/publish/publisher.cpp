#include "publish/publisher.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "base/log.hpp"
#include "publish/log_key.hpp"
#include "publish/receipts.hpp"

namespace countersign::publish {
namespace {

Error disagree(const std::string& what) {
  return {
      Fault::unavailable,
      "the published log and the database disagree: " + what +
          ". Nothing is signed, accepted or sent until that is settled: bring back the newest copies of both. If the "
          "database is right, `countersign audit init --rotate` begins a new log of it under a new name, and keeps "
          "the old one"};
}

std::uint64_t entries_in(store::Session& session) {
  std::uint64_t count = 0;
  session.first("SELECT coalesce(max(seq), 0) FROM entry", {},
                [&](const store::Row& row) { count = static_cast<std::uint64_t>(row.integer(0)); });
  return count;
}

/// What was signed last under this name, as the store remembers it: the folder may have been lost or set back since.
std::optional<tlog::Checkpoint> remembered(store::Session& session, const std::string& origin) {
  std::optional<tlog::Checkpoint> found;
  session.first("SELECT checkpoint FROM log_head WHERE origin=$1", {origin}, [&](const store::Row& row) {
    if (auto read = tlog::Checkpoint::parse(row.text(0))) found = *read;
  });
  return found;
}

}  // namespace

Publisher::Publisher(store::Store& store, const Clock& clock, const Pace& pace, LogFolder folder, tlog::SigningKey key)
    : store_(store), clock_(clock), pace_(pace), folder_(std::move(folder)), key_(std::move(key)) {
  begin_anew();
}

Result<std::unique_ptr<Publisher>> Publisher::open(store::Store& store, const Clock& clock, const Place& place,
                                                   const Pace& pace, Disk& disk) {
  LogFolder folder(place.log, disk);
  auto key = read_key(place.keys);
  if (!key && key.error().fault == Fault::not_found) {
    if (folder.read(kCheckpointFile))
      return Error{Fault::unavailable, (place.keys / kKeyFile).string() + " is missing, and the log in " +
                                           place.log.string() + " was signed with it: restore it from its backup, or " +
                                           "begin a new log: put that folder away and start again"};
    key = make_key(place.keys, place.origin.empty() ? new_origin() : place.origin);
  }
  if (!key) return key.error();
  if (!place.origin.empty() && place.origin != key->verifier().name)
    return Error{Fault::unavailable, "the log is called " + key->verifier().name + ", the configuration calls it " +
                                         place.origin +
                                         ": write the first, or rename it with `countersign audit init " +
                                         "--rotate --origin " + place.origin + "`"};
  if (const auto ready = folder.prepare(); !ready) return ready.error();
  std::unique_ptr<Publisher> publisher(new Publisher(store, clock, pace, std::move(folder), std::move(*key)));
  if (const auto recovered = publisher->recover(); !recovered) return recovered.error();
  return publisher;
}

Publisher::~Publisher() { stop(); }

void Publisher::begin_anew() {
  edge_ = RightEdge();
  last_ = {key_.verifier().name, 0, tlog::empty_root()};
  const std::lock_guard lock(mutex_);
  published_ = last_;
}

/// Both the folder and the store say what was signed last. The log has to pass through both.
Status Publisher::recover() {
  const auto vkey = key_.verifier().text() + "\n";
  if (const auto there = folder_.read(kVkeyFile); !there || *there != vkey)
    if (const auto kept = folder_.write({{kVkeyFile, vkey}}); !kept) return kept;
  std::optional<tlog::Checkpoint> kept;
  std::uint64_t entries = 0;
  const auto read = store_.read([&](store::Session& session) {
    kept = remembered(session, key_.verifier().name);
    entries = entries_in(session);
  });
  if (!read) return read;
  if (kept) signed_[kept->size] = kept->root;

  const auto note = folder_.read(kCheckpointFile);
  if (!note && note.error().fault != Fault::not_found) return note.error();
  if (note) {
    const auto checkpoint = tlog::open_checkpoint(*note, key_.verifier());
    if (!checkpoint)
      return Error{Fault::unavailable, (folder_.path() / kCheckpointFile).string() + ": " + checkpoint.error().message +
                                           "; restore the log and keys/log.key that belong together"};
    const auto same = signed_.emplace(checkpoint->size, checkpoint->root);
    if (same.first->second != checkpoint->root)
      return disagree("two different roots of size " + std::to_string(checkpoint->size) + " were signed");
    if (const auto went_on = go_on_from(*checkpoint); !went_on) return went_on;
  }
  if (!signed_.empty() && entries < signed_.rbegin()->first)
    return disagree(std::to_string(signed_.rbegin()->first) + " entries are published, the database has only " +
                    std::to_string(entries) + " (an older backup?)");
  return publish();
}

/// The usual start: the right edge is read back. If its files are not whole, all of them are made again from the store.
Status Publisher::go_on_from(const tlog::Checkpoint& checkpoint) {
  auto edge = RightEdge::at(checkpoint.size, folder_);
  bool whole = edge && edge->root() == checkpoint.root;
  const tlog::Tiles tiles(folder_, checkpoint.size);
  for (const auto& [size, root] : signed_) {
    if (!whole || size >= checkpoint.size) break;
    const auto then = tlog::root_of(tiles, size);
    whole = then && *then == root;
  }
  if (!whole) {
    log::warning("log_made_again", {{"why", edge ? "its tiles do not fit its checkpoint" : edge.error().message}});
    return {};
  }
  std::string bundle;
  if (checkpoint.size > 0)
    if (const auto agreed = agrees_with_store(checkpoint, bundle); !agreed) return agreed;
  edge_ = std::move(*edge);
  edge_.unfinished_bundle(std::move(bundle));
  last_ = checkpoint;
  const std::lock_guard lock(mutex_);
  published_ = checkpoint;
  return {};
}

/// The last entries published are those of the store; `bundle` becomes the unfinished bundle.
Status Publisher::agrees_with_store(const tlog::Checkpoint& checkpoint, std::string& bundle) const {
  const auto first = (checkpoint.size - 1) / tlog::kTileWidth * tlog::kTileWidth;
  const auto width = checkpoint.size - first;
  const auto tile = tlog::read_tile(folder_, {0, first / tlog::kTileWidth, width});
  const auto hashes = tile ? tlog::hashes_of(*tile) : std::nullopt;
  std::uint64_t differs = 0;
  std::uint64_t seen = first;
  const auto read = store_.read([&](store::Session& session) {
    session.each("SELECT seq, body FROM entry WHERE seq>$1 AND seq<=$2 ORDER BY seq",
                 {static_cast<std::int64_t>(first), static_cast<std::int64_t>(checkpoint.size)},
                 [&](const store::Row& row) {
                   const auto body = row.blob(1);
                   seen = static_cast<std::uint64_t>(row.integer(0));
                   if (hashes && differs == 0 && (*hashes)[seen - first - 1] != tlog::leaf_hash(body)) differs = seen;
                   if (width < tlog::kTileWidth) tlog::append_entry(bundle, body);
                 });
  });
  if (!read) return read;
  if (seen < checkpoint.size)
    return disagree(std::to_string(checkpoint.size) + " entries are published, the database has only " +
                    std::to_string(seen) + " (an older backup?)");
  if (differs != 0) return disagree("entry " + std::to_string(differs - 1) + " is not the one that was published");
  return {};
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
