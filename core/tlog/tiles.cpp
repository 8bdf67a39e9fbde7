#include "tlog/tiles.hpp"

#include <algorithm>
#include <charconv>

namespace countersign::tlog {
namespace {

constexpr std::uint64_t kGroup = 1000;
constexpr int kMostLevel = 7;  // 2^64 leaves have no more

std::string three(std::uint64_t value) {
  const auto digits = std::to_string(value);
  return std::string(3 - digits.size(), '0') + digits;
}

/// A number as its only spelling has it: no sign, no leading zero.
std::optional<std::uint64_t> plain_number(std::string_view text) {
  std::uint64_t value = 0;
  if (text.empty() || (text.size() > 1 && text.front() == '0')) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::uint64_t> three_digits(std::string_view text) {
  std::uint64_t value = 0;
  if (text.size() != 3) return std::nullopt;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

/// "x001/x234/067".
std::optional<std::uint64_t> grouped(std::string_view text) {
  std::uint64_t value = 0;
  bool first = true;
  for (auto slash = text.find('/'); slash != std::string_view::npos; slash = text.find('/')) {
    const auto group = text.substr(0, slash);
    const auto part = group.starts_with('x') ? three_digits(group.substr(1)) : std::nullopt;
    if (!part || (first && *part == 0) || value > UINT64_MAX / kGroup / kGroup) return std::nullopt;
    value = value * kGroup + *part;
    first = false;
    text.remove_prefix(slash + 1);
  }
  const auto last = three_digits(text);
  if (!last) return std::nullopt;
  return value * kGroup + *last;
}

}  // namespace

std::string Tile::path() const {
  std::string number = three(index % kGroup);
  for (auto rest = index / kGroup; rest > 0; rest /= kGroup) number = "x" + three(rest % kGroup) + "/" + number;
  return "tile/" + (level == kEntries ? "entries" : std::to_string(level)) + "/" + number +
         (full() ? "" : ".p/" + std::to_string(width));
}

std::optional<Tile> tile_from(std::string_view path) {
  constexpr std::string_view kTile = "tile/";
  constexpr std::string_view kPartial = ".p/";
  if (!path.starts_with(kTile)) return std::nullopt;
  path.remove_prefix(kTile.size());
  const auto slash = path.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  Tile tile;
  if (path.substr(0, slash) == "entries") {
    tile.level = Tile::kEntries;
  } else {
    const auto level = plain_number(path.substr(0, slash));
    if (!level || *level > kMostLevel) return std::nullopt;
    tile.level = static_cast<int>(*level);
  }
  path.remove_prefix(slash + 1);
  if (const auto dot = path.find(kPartial); dot != std::string_view::npos) {
    const auto width = plain_number(path.substr(dot + kPartial.size()));
    if (!width || *width == 0 || *width >= kTileWidth) return std::nullopt;
    tile.width = *width;
    path = path.substr(0, dot);
  }
  const auto index = grouped(path);
  if (!index) return std::nullopt;
  tile.index = *index;
  return tile;
}

std::uint64_t width_of(int level, std::uint64_t index, std::uint64_t size) {
  const auto count = size >> (kTileHeight * static_cast<unsigned>(std::max(level, 0)));
  if (index >= count / kTileWidth + 1) return 0;
  return std::min(kTileWidth, count - index * kTileWidth);
}

void append_entry(std::string& bundle, std::string_view entry) {
  bundle.push_back(static_cast<char>(entry.size() >> 8U));
  bundle.push_back(static_cast<char>(entry.size() & 0xFFU));
  bundle.append(entry);
}

std::optional<std::vector<std::string_view>> entries_of(std::string_view bundle) {
  std::vector<std::string_view> entries;
  while (!bundle.empty()) {
    if (bundle.size() < 2) return std::nullopt;
    const auto length =
        static_cast<std::size_t>(static_cast<unsigned char>(bundle[0])) << 8U | static_cast<unsigned char>(bundle[1]);
    if (bundle.size() < 2 + length) return std::nullopt;
    entries.push_back(bundle.substr(2, length));
    bundle.remove_prefix(2 + length);
  }
  return entries;
}

void append_hash(std::string& tile, const Hash& hash) {
  tile.append(reinterpret_cast<const char*>(hash.data()), hash.size());
}

std::optional<std::vector<Hash>> hashes_of(std::string_view tile) {
  if (tile.size() % kHashSize != 0) return std::nullopt;
  std::vector<Hash> hashes(tile.size() / kHashSize);
  for (std::size_t i = 0; i < hashes.size(); ++i)
    std::copy_n(reinterpret_cast<const std::uint8_t*>(tile.data()) + i * kHashSize, kHashSize, hashes[i].begin());
  return hashes;
}

Hash root_of_tile(const std::vector<Hash>& hashes) {
  Range range;
  for (const auto& hash : hashes) range.append(hash);
  return range.root();
}

Result<std::string> read_tile(const Files& files, const Tile& tile) {
  auto read = files.read(tile.path());
  const bool grown = !read && read.error().fault == Fault::not_found && !tile.full();
  if (grown) read = files.read(Tile{tile.level, tile.index}.path());
  if (!read) return read;
  if (tile.level == Tile::kEntries) {
    if (!grown) return read;
    const auto entries = entries_of(*read);
    if (!entries || entries->size() < tile.width)
      return Error{Fault::invalid, tile.path() + " is gone, and the full bundle is not whole"};
    const auto& last = (*entries)[tile.width - 1];
    read->resize(static_cast<std::size_t>(last.data() + last.size() - read->data()));
    return read;
  }
  const auto wanted = tile.width * kHashSize;
  if (grown && read->size() == kTileWidth * kHashSize) read->resize(wanted);
  if (read->size() != wanted)
    return Error{Fault::invalid,
                 tile.path() + " has " + std::to_string(read->size()) + " bytes instead of " + std::to_string(wanted)};
  return read;
}

Result<std::vector<Hash>> Tiles::tile(int level, std::uint64_t index) const {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = read_.find({level, index}); found != read_.end()) return found->second;
  }
  const auto width = width_of(level, index, size_);
  if (width == 0) return Error{Fault::invalid, "a tree of " + std::to_string(size_) + " entries has no such tile"};
  const auto bytes = read_tile(files_, {level, index, width});
  if (!bytes) return bytes.error();
  auto hashes = *hashes_of(*bytes);
  const std::lock_guard lock(mutex_);
  return read_.emplace(std::pair(level, index), std::move(hashes)).first->second;
}

Result<Hash> Tiles::node(unsigned height, std::uint64_t index) const {
  const auto level = height / kTileHeight;
  const auto inside = height % kTileHeight;  // so many levels above the tile's own hashes
  const auto first = index << inside;        // of the tile's level
  auto hashes = tile(static_cast<int>(level), first / kTileWidth);
  if (!hashes) return hashes.error();
  const auto from = first % kTileWidth;
  const auto count = std::uint64_t{1} << inside;
  if (from + count > hashes->size()) return Error{Fault::invalid, "a node beyond the tree was asked for"};
  Range range;
  for (auto i = from; i < from + count; ++i) range.append((*hashes)[i]);
  return range.root();
}

}  // namespace countersign::tlog
