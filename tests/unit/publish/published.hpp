// A store with entries and the log published of it, for tests; and a reader of such a log who believes nothing.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "publish/log_key.hpp"
#include "publish/publisher.hpp"
#include "store/schema.hpp"
#include "store/sqlite.hpp"
#include "unit/store/folder.hpp"

namespace countersign::publish {

class FixedClock final : public Clock {
 public:
  [[nodiscard]] Time now() const override { return from_micros(1'795'255'200'000'000); }
};

inline std::string body_of(std::uint64_t i) { return R"({"id":"e)" + std::to_string(i) + R"(","kind":"delivered"})"; }

struct Installation {
  Installation() { open_store(); }
  void open_store() {
    db.reset();
    db = store::open_sqlite(folder / "countersign.db", store::apply_schema).value();
  }
  /// `count` more entries, durable.
  void record(std::uint64_t count) {
    const auto done = db->commit([&](store::Session& session) {
      for (auto i = entries; i < entries + count; ++i)
        session.run("INSERT INTO entry(id, at, kind, message, body) VALUES($1,$2,'cleared',$3,$4)",
                    {"e" + std::to_string(i), std::int64_t{1}, "m" + std::to_string(i), store::Blob{body_of(i)}});
    });
    ASSERT_TRUE(done.ok()) << done.error().message;
    entries += count;
  }
  [[nodiscard]] Result<std::unique_ptr<Publisher>> open(Disk& disk = real_disk(), std::uint64_t batch = 16'384) {
    return Publisher::open(*db, clock, place_in(folder.path()), {std::chrono::milliseconds(1), batch}, disk);
  }
  [[nodiscard]] std::filesystem::path log() const { return folder / "audit"; }

  store::Folder folder;
  FixedClock clock;
  std::unique_ptr<store::Store> db;
  std::uint64_t entries = 0;
};

/// What an outsider finds: the checkpoint's size, when signature, bundles, tiles and root all agree; else a failure.
inline std::uint64_t look(const std::filesystem::path& log, const tlog::VerifierKey& key) {
  const LogFolder files(log);
  const auto note = files.read(kCheckpointFile);
  if (!note) return 0;
  const auto checkpoint = tlog::open_checkpoint(*note, key);
  EXPECT_TRUE(checkpoint.ok());
  if (!checkpoint) return 0;
  tlog::Range range;
  for (std::uint64_t n = 0; tlog::width_of(0, n, checkpoint->size) > 0; ++n) {
    const auto width = tlog::width_of(0, n, checkpoint->size);
    const auto bytes = tlog::read_tile(files, tlog::bundle(n, width));
    EXPECT_TRUE(bytes.ok()) << n << " of " << checkpoint->size;
    const auto entries = bytes ? tlog::entries_of(*bytes) : std::nullopt;
    EXPECT_TRUE(entries && entries->size() == width) << n;
    if (!entries || entries->size() != width) return 0;
    for (std::uint64_t i = 0; i < width; ++i) {
      EXPECT_EQ((*entries)[i], body_of(n * 256 + i));
      range.append(tlog::leaf_hash((*entries)[i]));
    }
  }
  EXPECT_EQ(range.root(), checkpoint->root);
  const tlog::Tiles tiles(files, checkpoint->size);
  const auto root = tlog::root_of(tiles, checkpoint->size);
  EXPECT_TRUE(root.ok() && *root == checkpoint->root) << (root ? "another root" : root.error().message);
  for (std::uint64_t n = 0; tlog::width_of(0, n, checkpoint->size) > 0; ++n)
    EXPECT_TRUE(tlog::read_tile(files, {0, n, tlog::width_of(0, n, checkpoint->size)}).ok());
  return checkpoint->size;
}

}  // namespace countersign::publish
