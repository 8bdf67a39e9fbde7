// How a publisher takes up the log that the last run left.
#include <utility>

#include "base/log.hpp"
#include "publish/log_key.hpp"
#include "publish/publisher.hpp"

namespace countersign::publish {
namespace {

/// What was signed last under this name, as the store remembers it: the folder may have been lost or set back since.
std::optional<tlog::Checkpoint> remembered(store::Session& session, const std::string& origin) {
  std::optional<tlog::Checkpoint> found;
  session.first("SELECT checkpoint FROM log_head WHERE origin=$1", {origin}, [&](const store::Row& row) {
    if (auto read = tlog::Checkpoint::parse(row.text(0))) found = *read;
  });
  return found;
}

}  // namespace

Error Publisher::disagree(const std::string& what) {
  return {
      Fault::unavailable,
      "the published log and the database disagree: " + what +
          ". Nothing is signed, accepted or sent until that is settled: bring back the newest copies of both. If the "
          "database is right, `countersign audit init --rotate` begins a new log of it under a new name, and keeps "
          "the old one"};
}

std::uint64_t Publisher::entries_in(store::Session& session) {
  std::uint64_t count = 0;
  session.first("SELECT coalesce(max(seq), 0) FROM entry", {},
                [&](const store::Row& row) { count = static_cast<std::uint64_t>(row.integer(0)); });
  return count;
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

}  // namespace countersign::publish
