#include "auditor/comparison.hpp"

#include "auditor/meaning.hpp"
#include "base/clock.hpp"

namespace countersign::auditor {
namespace {

std::string name_of(const Row& row) {
  return "entry " + std::to_string(row.seq - 1) + " (" + std::string(row.id) + ")";
}

/// What a row is found by must be what its entry says, or it is looked for in vain.
std::string_view misfiled(const Row& row, const Seen& entry) {
  if (row.id != entry.id) return "id";
  if (row.kind != entry.kind) return "kind";
  if (row.conversation != entry.conversation) return "conversation";
  if (row.message != entry.message) return "message";
  const auto at = from_rfc3339(entry.at);
  if (!at || micros(*at) != row.at) return "time";
  return "";
}

}  // namespace

Result<Comparison> Comparison::with(std::shared_ptr<const tlog::Files> files, const tlog::VerifierKey& key) {
  const auto note = files->read("checkpoint");
  if (!note) return note.error();
  auto checkpoint = tlog::open_checkpoint(*note, key);
  if (!checkpoint) return checkpoint.error();
  return Comparison(std::move(files), std::move(*checkpoint));
}

/// The way from the tile's first leaf to the root goes past all the others, so it proves every one of them.
Status Comparison::take_up(std::uint64_t tile) {
  if (tile_ == tile) return {};
  const auto first = tile * tlog::kTileWidth;
  const tlog::Tiles tiles(*files_, checkpoint_.size);
  const auto proof = tlog::inclusion_proof(tiles, first, checkpoint_.size);
  if (!proof) return proof.error();
  const auto bytes = tlog::read_tile(*files_, {0, tile, tlog::width_of(0, tile, checkpoint_.size)});
  if (!bytes) return bytes.error();
  auto leaves = *tlog::hashes_of(*bytes);
  if (!tlog::verify_inclusion(leaves.front(), first, checkpoint_.size, *proof, checkpoint_.root))
    return Error{Fault::forged, "its tile is not the one that was signed"};
  leaves_ = std::move(leaves);
  tile_ = tile;
  return {};
}

std::optional<std::string> Comparison::gap_before(std::int64_t seq) {
  const auto expected = last_ + 1;
  last_ = seq;
  if (seq == expected) return std::nullopt;
  if (seq < expected) return "entry " + std::to_string(seq - 1) + " stands twice in the database";
  if (seq == expected + 1) return "entry " + std::to_string(expected - 1) + " is missing in the database";
  return "entries " + std::to_string(expected - 1) + " to " + std::to_string(seq - 2) + " are missing in the database";
}

std::optional<std::string> Comparison::wrong(const Row& row) {
  if (row.seq < 1) return name_of(row) + " has no place in the published log";
  const auto index = static_cast<std::uint64_t>(row.seq) - 1;
  if (index >= checkpoint_.size) {
    ++unpublished_;
  } else {
    if (const auto taken = take_up(index / tlog::kTileWidth); !taken)
      return name_of(row) + " cannot be compared with the published log: " + taken.error().message;
    ++compared_;
    if (tlog::leaf_hash(row.body) != leaves_[index % tlog::kTileWidth])
      return name_of(row) + " differs from the published log";
  }
  if (not_canonical(row.body, members_)) return name_of(row) + " is no canonical JSON";
  const auto column = misfiled(row, seen(members_));
  if (column.empty()) return std::nullopt;
  return name_of(row) + " is filed under another " + std::string(column) + " than it says";
}

}  // namespace countersign::auditor
