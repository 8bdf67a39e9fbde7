// The publisher on a disk that fails it: every system call of a publication fails once (EIO, ENOSPC) or is the last one
// (a kill). What must hold afterwards: it stops and says so, what is announced is whole, every checkpoint ever seen is
// a beginning of the later ones, and the next start completes everything.
#include <cerrno>
#include <set>

#include "published.hpp"

namespace countersign::publish {
namespace {

namespace fs = std::filesystem;

struct Killed : std::runtime_error {
  Killed() : std::runtime_error("killed") {}
};

/// Lets its nth call fail with `code`; 0 kills there: half of a write happens, then nothing ever again.
class FailingDisk final : public Disk {
 public:
  FailingDisk(int nth, int code) : left_(nth), code_(code) {}
  int open(const std::string& path, int flags, unsigned mode) override {
    return fails() ? -1 : Disk::open(path, flags, mode);
  }
  ssize_t write(int file, const char* bytes, std::size_t count) override {
    written_.insert(file);
    if (left_ == 1 && !happened_) (void)Disk::write(file, bytes, count / 2);
    return fails() ? -1 : Disk::write(file, bytes, count);
  }
  int sync(int /*file*/) override { return fails() ? -1 : 0; }  // this machine stays on
  int close(int file) override {
    if (!written_.contains(file) || (happened_ && code_ == 0))
      return Disk::close(file);  // loses nothing; as a kill does
    written_.erase(file);
    const bool failed = fails();
    return Disk::close(file) != 0 || failed ? -1 : 0;
  }
  int rename(const std::string& from, const std::string& to) override { return fails() ? -1 : Disk::rename(from, to); }
  int make_folder(const std::string& path, unsigned mode) override {
    return fails() ? -1 : Disk::make_folder(path, mode);
  }
  [[nodiscard]] bool happened() const { return happened_; }

 private:
  bool fails() {
    if (happened_ && code_ == 0) throw Killed();
    if (happened_ || --left_ > 0) return false;
    happened_ = true;
    errno = code_;
    if (code_ == 0) throw Killed();
    return true;
  }
  int left_;
  std::set<int> written_;  ///< files that were written and are open
  const int code_;
  bool happened_ = false;
};

/// An installation with 250 entries published, which every fault finds anew.
class PublisherOnAFaultyDisk : public ::testing::Test {
 protected:
  PublisherOnAFaultyDisk() {
    home.record(250);
    key = home.open(fine).value()->key();
    before = signed_now();
    fs::copy(home.log(), home.folder / "published", fs::copy_options::recursive);
  }
  [[nodiscard]] tlog::Checkpoint signed_now() const {
    return tlog::open_checkpoint(store::read_file(home.log() / "checkpoint"), key).value();
  }
  void begin_anew() {
    fs::remove_all(home.log());
    fs::copy(home.folder / "published", home.log(), fs::copy_options::recursive);
    ASSERT_TRUE(home.db
                    ->commit([&](store::Session& session) {
                      session.run("DELETE FROM entry WHERE seq>250");
                      session.run("UPDATE sqlite_sequence SET seq=250 WHERE name='entry'");
                      session.run("UPDATE log_head SET checkpoint=$1", {before.text()});
                    })
                    .ok());
    home.entries = 250;
  }
  /// One publication over the end of a bundle and a tile.
  void publish(FailingDisk& disk) {
    auto publisher = home.open(disk);
    if (!publisher) {
      EXPECT_TRUE(disk.happened()) << publisher.error().message;
      return;
    }
    home.record(20);
    const auto done = (*publisher)->publish();
    if (!disk.happened()) return;
    EXPECT_FALSE(done.ok());
    EXPECT_NE((*publisher)->trouble(), "");
    const auto note = store::read_file(home.log() / "checkpoint");
    EXPECT_FALSE((*publisher)->publish().ok());  // for good: nothing is tried again in place
    EXPECT_EQ(store::read_file(home.log() / "checkpoint"), note);
  }
  /// With the nth call failing; false when there is no nth call.
  bool survives(int nth, int code) {
    SCOPED_TRACE("call " + std::to_string(nth) + ", error " + std::to_string(code));
    begin_anew();
    FailingDisk disk(nth, code);
    try {
      publish(disk);
    } catch (const Killed&) {
      EXPECT_EQ(code, 0);
    }
    if (home.entries == 250) home.record(20);
    EXPECT_GE(look(home.log(), key), 250U);  // what is announced is whole, whatever happened
    const auto after = signed_now();
    const auto again = home.open(fine);
    EXPECT_TRUE(again.ok()) << again.error().message;
    if (!again) return false;
    EXPECT_EQ(look(home.log(), key), 270U);
    const tlog::Tiles tiles((*again)->files(), 270);
    EXPECT_EQ(tlog::root_of(tiles, before.size).value(), before.root);
    EXPECT_EQ(tlog::root_of(tiles, after.size).value(), after.root);
    EXPECT_TRUE(fs::is_empty(home.log() / ".unfinished"));
    return disk.happened();
  }

  Installation home;
  FailingDisk fine{1'000'000, EIO};
  tlog::VerifierKey key;
  tlog::Checkpoint before;
};

TEST_F(PublisherOnAFaultyDisk, EveryCallMayFailOrBeTheLast) {
  int tried = 0;
  for (const int code : {EIO, ENOSPC, 0})
    for (int nth = 1; survives(nth, code) && !HasFailure(); ++nth) ++tried;
  EXPECT_GT(tried, 3 * 40);
  RecordProperty("faults", tried);
}

}  // namespace
}  // namespace countersign::publish
