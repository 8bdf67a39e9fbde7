// Tiles (C2SP tlog-tiles): how a tree and its entries lie in files. Level 0 holds leaf hashes, 256 to a tile, level
// L+1 the roots of full tiles of level L; beside them bundles of entries. Pure but for Tiles, which reads through a
// Files; called by the publisher, the verifier, receipts and /audit/, on any thread.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tlog/tree.hpp"

namespace countersign::tlog {

inline constexpr std::uint64_t kTileWidth = 256;
inline constexpr unsigned kTileHeight = 8;
inline constexpr std::size_t kHashSize = 32;
inline constexpr std::size_t kMostEntry = 65'535;  ///< bytes; the format's limit

/// One file of a log: a tile of hashes, or (level < 0) a bundle of entries.
struct Tile {
  int level = 0;  ///< kEntries for a bundle
  std::uint64_t index = 0;
  std::uint64_t width = kTileWidth;  ///< 1 to 256; less than 256 is a partial tile

  static constexpr int kEntries = -1;
  /// "tile/0/x001/234", "tile/entries/000.p/7".
  [[nodiscard]] std::string path() const;
  [[nodiscard]] bool full() const { return width == kTileWidth; }
};
[[nodiscard]] inline Tile bundle(std::uint64_t index, std::uint64_t width = kTileWidth) {
  return {Tile::kEntries, index, width};
}

/// The tile that a path names; nullopt for anything that is spelt otherwise.
[[nodiscard]] std::optional<Tile> tile_from(std::string_view path);

/// How wide tile `index` of `level` (kEntries as level 0) is in a tree of `size`: 0 when it has none.
[[nodiscard]] std::uint64_t width_of(int level, std::uint64_t index, std::uint64_t size);

/// Appends one entry to a bundle: its length in two bytes, big-endian, and its bytes. It has at most kMostEntry.
void append_entry(std::string& bundle, std::string_view entry);
/// The entries of a bundle, as views into it; nullopt when it does not end with its last entry.
[[nodiscard]] std::optional<std::vector<std::string_view>> entries_of(std::string_view bundle);

void append_hash(std::string& tile, const Hash& hash);
/// The hashes of a tile; nullopt when its length is no multiple of 32.
[[nodiscard]] std::optional<std::vector<Hash>> hashes_of(std::string_view tile);
/// Root of a full tile.
[[nodiscard]] Hash root_of_tile(const std::vector<Hash>& hashes);

/// Where the files of a log are: a folder, or a server. Thread-safe. `not_found` for a file that is not there.
class Files {
 public:
  virtual ~Files() = default;
  [[nodiscard]] virtual Result<std::string> read(const std::string& path) const = 0;
};

/// A tile's file, cut to its width: of one that has become full meanwhile the full one is read. `invalid` when its
/// length is wrong.
[[nodiscard]] Result<std::string> read_tile(const Files& files, const Tile& tile);

/// The nodes of a tree of `size` as its tiles have them. What was read is kept. Thread-safe.
class Tiles : public Nodes {
 public:
  Tiles(const Files& files, std::uint64_t size) : files_(files), size_(size) {}
  [[nodiscard]] Result<Hash> node(unsigned height, std::uint64_t index) const override;

 private:
  [[nodiscard]] Result<std::vector<Hash>> tile(int level, std::uint64_t index) const;
  const Files& files_;
  const std::uint64_t size_;
  mutable std::mutex mutex_;
  mutable std::map<std::pair<int, std::uint64_t>, std::vector<Hash>> read_;
};

}  // namespace countersign::tlog
