#include "auditor/verify.hpp"

#include <map>
#include <optional>

#include "auditor/bundles.hpp"

namespace countersign::auditor {
namespace {

constexpr const char* kCheckpoint = "checkpoint";

class Verification {
 public:
  Verification(const tlog::Files& files, const Terms& terms) : files_(files), terms_(terms) {}

  Result<Verified> run() {
    const auto note = files_.read(kCheckpoint);
    if (!note) return note.error();
    const auto checkpoint = tlog::open_checkpoint(*note, terms_.key);
    if (!checkpoint) {
      tell(kCheckpoint, checkpoint.error().message);
      return std::move(result_);
    }
    result_.checkpoint = *checkpoint;
    const auto cosigned = tlog::Note::parse(*note);
    for (const auto& signature : cosigned->signatures)
      if (!terms_.key.made(signature)) result_.witnesses.push_back(signature.name);
    open_kept();
    read_entries();
    compare_roots();
    compare_upper_tiles();
    result_.kinds = meaning_.kinds();
    return std::move(result_);
  }

 private:
  void tell(std::string where, std::string what) {
    if (result_.findings.size() < terms_.most_findings)
      result_.findings.push_back({std::move(where), std::move(what)});
    else
      ++result_.more_findings;
  }
  void tell_entry(std::uint64_t index, std::string what) {
    const auto bundle = index / tlog::kTileWidth;
    const auto file = tlog::bundle(bundle, tlog::width_of(0, bundle, result_.checkpoint.size));
    tell("entry " + std::to_string(index) + " (" + file.path() + ", place " + std::to_string(index % tlog::kTileWidth) +
             ")",
         std::move(what));
  }

  /// By this log, or by the one before it that the note names.
  [[nodiscard]] Result<tlog::Checkpoint> open(const std::string& note) const {
    for (const auto& key : terms_.before)
      if (note.starts_with(key.name + "\n")) return tlog::open_checkpoint(note, key);
    return tlog::open_checkpoint(note, terms_.key);
  }

  /// Those that are not right are told; the others are compared when the tree has their size.
  void open_kept() {
    for (const auto& one : terms_.kept) {
      const auto checkpoint = open(one.note);
      if (!checkpoint) {
        tell(one.name, checkpoint.error().message);
      } else if (checkpoint->size > result_.checkpoint.size) {
        tell(one.name, "it has " + std::to_string(checkpoint->size) + " entries, the log only " +
                           std::to_string(result_.checkpoint.size) + ": the log was cut back");
      } else {
        kept_.emplace(checkpoint->size, std::pair(one.name, checkpoint->root));
      }
    }
    compare_kept();
  }

  void compare_kept() {
    const auto size = entries_.size();
    for (auto [one, end] = kept_.equal_range(size); one != end; ++one)
      if (one->second.second != entries_.root())
        tell(one->second.first, "the log's first " + std::to_string(size) +
                                    " entries are not those that this checkpoint signed: history was rewritten");
  }

  void read_entries() {
    Bundles bundles(files_, result_.checkpoint.size, terms_.threads);
    for (std::uint64_t n = 0; n < bundles.count(); ++n) {
      const auto bundle = bundles.next();
      for (const auto& [file, why] : bundle.unreadable) tell(file, why);
      if (bundle.hashes.empty() && bundle.leaves.empty()) {
        broken_ = true;  // nothing beyond can be placed in the tree
        return;
      }
      take(n, bundle);
      if (terms_.progress) terms_.progress(entries_.size(), result_.checkpoint.size);
    }
  }

  void take(std::uint64_t n, const Bundle& bundle) {
    const auto& hashes = bundle.hashes.empty() ? bundle.leaves : bundle.hashes;
    auto wrong = bundle.wrong.begin();
    for (std::uint64_t i = 0; i < bundle.width; ++i) {
      at_ = n * tlog::kTileWidth + i;
      const bool differs = !bundle.hashes.empty() && !bundle.leaves.empty() && bundle.hashes[i] != bundle.leaves[i];
      if (differs) differing();
      entries_.append(hashes[i]);
      if (tiles_) tiles_->append(bundle.leaves.empty() ? hashes[i] : bundle.leaves[i]);
      if (!kept_.empty()) compare_kept();
      if (wrong != bundle.wrong.end() && wrong->first == i) {
        tell_entry(at_, wrong->second);
        ++wrong;
      } else if (!bundle.entries.empty()) {
        meaning_.take(bundle.entries[i]);
      }
    }
    result_.entries += bundle.entries.size();
    result_.bytes += bundle.bytes.size();
    if (bundle.width == tlog::kTileWidth)
      rows_.push_back(tlog::root_of_tile(bundle.leaves.empty() ? hashes : bundle.leaves));
  }

  /// From the first difference on there are two trees: that of the entries and that of the tiles.
  void differing() {
    if (!tiles_) tiles_ = entries_;
    differences_.push_back(at_);
  }

  /// Whether the entries or the tiles were changed is known only now, by the signed root.
  void compare_roots() {
    if (broken_) return;
    const auto& root = result_.checkpoint.root;
    const bool entries_right = entries_.root() == root;
    const bool tiles_right = (tiles_ ? tiles_->root() : entries_.root()) == root;
    for (const auto index : differences_) {
      const tlog::Tile tile{0, index / tlog::kTileWidth, tlog::width_of(0, index / tlog::kTileWidth, entries_.size())};
      if (entries_right)
        tell(tile.path(), "its hash " + std::to_string(index % tlog::kTileWidth) + " is not that of entry " +
                              std::to_string(index) + ", which fits the signed root");
      else
        tell_entry(index, tiles_right ? "it is not the entry that was signed" : "it does not fit the tile of its hash");
    }
    if (!entries_right && (differences_.empty() || !tiles_right))
      tell(kCheckpoint, "the signed root is not that of the entries: entries were changed, moved, added or removed");
  }

  /// Level after level, from the tiles of the leaves up.
  void compare_upper_tiles() {
    if (broken_) return;
    auto row = std::move(rows_);
    for (int level = 1; !row.empty(); ++level) {
      std::vector<tlog::Hash> above;
      for (std::uint64_t n = 0; n * tlog::kTileWidth < row.size(); ++n) {
        const tlog::Tile tile{level, n, tlog::width_of(level, n, result_.checkpoint.size)};
        const std::vector<tlog::Hash> expected(
            row.begin() + static_cast<std::ptrdiff_t>(n * tlog::kTileWidth),
            row.begin() + static_cast<std::ptrdiff_t>(n * tlog::kTileWidth + tile.width));
        const auto bytes = tlog::read_tile(files_, tile);
        const auto found = bytes ? tlog::hashes_of(*bytes) : std::nullopt;
        if (!bytes)
          tell(tile.path(), bytes.error().message);
        else if (*found != expected)
          tell(tile.path(), "its hashes are not those of the tiles below it");
        if (tile.full()) above.push_back(tlog::root_of_tile(expected));
      }
      row = std::move(above);
    }
  }

  const tlog::Files& files_;
  const Terms& terms_;
  Verified result_;
  std::multimap<std::uint64_t, std::pair<std::string, tlog::Hash>> kept_;
  tlog::Range entries_;
  std::optional<tlog::Range> tiles_;  ///< from where the tiles of the leaves differ from the entries
  std::vector<std::uint64_t> differences_;
  std::vector<tlog::Hash> rows_;  ///< roots of the full tiles of leaves
  bool broken_ = false;
  std::uint64_t at_ = 0;  ///< the entry that is looked at
  Meaning meaning_{[this](std::string what) { tell_entry(at_, std::move(what)); }};
};

}  // namespace

Result<Verified> verify(const tlog::Files& files, const Terms& terms) { return Verification(files, terms).run(); }

}  // namespace countersign::auditor
