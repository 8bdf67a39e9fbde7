// RightEdge: what is needed to go on with a log: the unfinished tile of each level, the unfinished bundle, and the
// root. Takes entries and gives the files that they make. Used by the publisher only, on its thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "publish/log_folder.hpp"
#include "tlog/tiles.hpp"

namespace countersign::publish {

class RightEdge {
 public:
  RightEdge() = default;
  /// The edge of a log of `size` entries as its tiles have it; its unfinished bundle comes from the store.
  [[nodiscard]] static Result<RightEdge> at(std::uint64_t size, const tlog::Files& files);
  void unfinished_bundle(std::string bytes) { bundle_ = std::move(bytes); }

  void append(std::string_view entry);
  [[nodiscard]] std::uint64_t size() const { return range_.size(); }
  [[nodiscard]] tlog::Hash root() const { return range_.root(); }

  /// Bundles and tiles that became full since the last call, and the partial ones that there are now.
  struct Made {
    std::vector<LogFolder::File> bundles;
    std::vector<LogFolder::File> tiles;
    std::vector<tlog::Tile> full;  ///< whose partial ones are not needed once all this is durable
  };
  [[nodiscard]] Made take();

 private:
  void grow(unsigned level, const tlog::Hash& hash);
  tlog::Range range_;
  std::vector<std::vector<tlog::Hash>> levels_;  ///< of each level, the hashes of its unfinished tile
  std::vector<bool> changed_;                    ///< of each level, since the last take()
  std::string bundle_;
  bool bundle_changed_ = false;
  Made full_;
};

}  // namespace countersign::publish
