#include "publish/right_edge.hpp"

#include <utility>

namespace countersign::publish {
namespace {

std::string bytes_of(const std::vector<tlog::Hash>& hashes) {
  std::string bytes;
  bytes.reserve(hashes.size() * tlog::kHashSize);
  for (const auto& hash : hashes) tlog::append_hash(bytes, hash);
  return bytes;
}

}  // namespace

Result<RightEdge> RightEdge::at(std::uint64_t size, const tlog::Files& files) {
  RightEdge edge;
  const tlog::Tiles tiles(files, size);
  auto range = tlog::Range::at(size, tiles);
  if (!range) return range.error();
  edge.range_ = std::move(*range);
  for (int level = 0; size >> (tlog::kTileHeight * static_cast<unsigned>(level)) > 0; ++level) {
    const auto count = size >> (tlog::kTileHeight * static_cast<unsigned>(level));
    auto& hashes = edge.levels_.emplace_back();
    edge.changed_.push_back(false);
    if (count % tlog::kTileWidth == 0) continue;
    const auto bytes = tlog::read_tile(files, {level, count / tlog::kTileWidth, count % tlog::kTileWidth});
    if (!bytes) return bytes.error();
    hashes = *tlog::hashes_of(*bytes);
  }
  return edge;
}

void RightEdge::append(std::string_view entry) {
  const auto leaf = tlog::leaf_hash(entry);
  tlog::append_entry(bundle_, entry);
  bundle_changed_ = true;
  range_.append(leaf);
  if (range_.size() % tlog::kTileWidth == 0) {
    const auto tile = tlog::bundle(range_.size() / tlog::kTileWidth - 1);
    full_.bundles.emplace_back(tile.path(), std::exchange(bundle_, {}));
    full_.full.push_back(tile);
    bundle_changed_ = false;
  }
  grow(0, leaf);
}

void RightEdge::grow(unsigned level, const tlog::Hash& hash) {
  if (levels_.size() <= level) {
    levels_.emplace_back();
    changed_.push_back(false);
  }
  levels_[level].push_back(hash);
  changed_[level] = true;
  if (levels_[level].size() < tlog::kTileWidth) return;
  const auto hashes = std::exchange(levels_[level], {});
  changed_[level] = false;
  const tlog::Tile tile{static_cast<int>(level), (range_.size() >> (tlog::kTileHeight * (level + 1))) - 1};
  full_.tiles.emplace_back(tile.path(), bytes_of(hashes));
  full_.full.push_back(tile);
  grow(level + 1, tlog::root_of_tile(hashes));
}

RightEdge::Made RightEdge::take() {
  auto made = std::exchange(full_, {});
  if (std::exchange(bundle_changed_, false))
    made.bundles.emplace_back(tlog::bundle(range_.size() / tlog::kTileWidth, range_.size() % tlog::kTileWidth).path(),
                              bundle_);
  for (unsigned level = 0; level < levels_.size(); ++level) {
    if (!changed_[level]) continue;
    changed_[level] = false;
    const auto count = range_.size() >> (tlog::kTileHeight * level);
    const tlog::Tile tile{static_cast<int>(level), count / tlog::kTileWidth, levels_[level].size()};
    made.tiles.emplace_back(tile.path(), bytes_of(levels_[level]));
  }
  return made;
}

}  // namespace countersign::publish
