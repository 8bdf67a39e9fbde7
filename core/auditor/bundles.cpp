#include "auditor/bundles.hpp"

#include <algorithm>

namespace countersign::auditor {
namespace {

constexpr std::uint64_t kAhead = 64;  // bundles in memory

}  // namespace

Bundles::Bundles(const tlog::Files& files, std::uint64_t size, unsigned threads)
    : files_(files), size_(size), count_((size + tlog::kTileWidth - 1) / tlog::kTileWidth) {
  const auto wanted = std::min<std::uint64_t>(std::max(threads, 1U), count_);
  for (std::uint64_t i = 0; i < wanted; ++i) threads_.emplace_back([this] { work(); });
}

Bundles::~Bundles() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (auto& thread : threads_) thread.join();
}

void Bundles::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || begun_ == count_ || begun_ < given_ + kAhead; });
    if (stopping_ || begun_ == count_) return;
    const auto index = begun_++;
    lock.unlock();
    auto bundle = look(index);
    lock.lock();
    ready_.emplace(index, std::move(bundle));
    changed_.notify_all();
  }
}

Bundle Bundles::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return ready_.contains(given_); });
  auto bundle = std::move(ready_.extract(given_).mapped());
  ++given_;
  changed_.notify_all();
  return bundle;
}

Bundle Bundles::look(std::uint64_t index) const {
  Bundle bundle;
  bundle.width = tlog::width_of(0, index, size_);
  const auto file = tlog::bundle(index, bundle.width);
  const tlog::Tile tile{0, index, bundle.width};
  auto leaves = tlog::read_tile(files_, tile);
  if (leaves)
    bundle.leaves = *tlog::hashes_of(*leaves);
  else
    bundle.unreadable.emplace_back(tile.path(), leaves.error().message);
  auto bytes = tlog::read_tile(files_, file);
  if (!bytes) {
    bundle.unreadable.emplace_back(file.path(), bytes.error().message);
    return bundle;
  }
  bundle.bytes = std::move(*bytes);
  const auto entries = tlog::entries_of(bundle.bytes);
  if (!entries || entries->size() != bundle.width) {
    bundle.unreadable.emplace_back(file.path(), entries ? "it has " + std::to_string(entries->size()) +
                                                              " entries instead of " + std::to_string(bundle.width)
                                                        : "it is torn: it does not end with its last entry");
    return bundle;
  }
  std::vector<Member> members;
  for (std::uint64_t i = 0; i < bundle.width; ++i) {
    const auto entry = (*entries)[i];
    bundle.hashes.push_back(tlog::leaf_hash(entry));
    const auto wrong = not_canonical(entry, members);
    if (wrong) bundle.wrong.emplace_back(i, "it is no canonical JSON: " + *wrong);
    bundle.entries.push_back(wrong ? Seen{} : seen(members));
  }
  return bundle;
}

}  // namespace countersign::auditor
