// One message's whole road on a disk that fails: at every write and every sync in turn. A node whose disk failed takes
// nothing in, sends nothing and says why; opened again, it has all that was acknowledged and nothing half.
#include <set>

#include "faulty_disk.hpp"
#include "support/road_fixture.hpp"

namespace countersign::testing {
namespace {

constexpr const char* kQuestion = "How long does standard delivery take?";

class OnAFaultyDisk : public Road {
 protected:
  OnAFaultyDisk() { gateway.reset(); }
  ~OnAFaultyDisk() override { gateway.reset(); }

  /// Every piece of work a few times: what cannot be done now stays, and must not be waited for.
  void travel_on() {
    for (int round = 0; round < 6; ++round)
      for (const auto& piece : work())
        if (piece.task != Task::deadline) gateway->journey().travel(piece);
  }
  void start_afresh() {
    gateway.reset();
    std::filesystem::remove_all(folder.path / "data");
    customer_side.forget();
    open();
  }
  void expect_silence(const std::string& where) {
    const auto sent = customer_side.seen().size();
    const auto refused = say("c-2", kQuestion);
    ASSERT_FALSE(refused.ok()) << where;
    EXPECT_EQ(refused.error().fault, Fault::unavailable) << where;
    EXPECT_NE(refused.error().message.find("restart countersign"), std::string::npos) << refused.error().message;
    travel_on();
    EXPECT_EQ(customer_side.seen().size(), sent) << where << ": sent although nothing can be recorded";
    EXPECT_FALSE(house().fitness.act().ok()) << where;
  }
  void expect_all_there(const std::string& where, const Result<Accepted>& accepted) {
    const Said said{"c-1", kQuestion, "the event"};
    const auto again = say(said);
    ASSERT_TRUE(again.ok()) << where << ": " << again.error().message;
    EXPECT_TRUE(!accepted.ok() || again->duplicate) << where << ": acknowledged, but gone";
    EXPECT_TRUE(!accepted.ok() || again->message == accepted->message) << where;
    settle({Task::file, Task::answer, Task::deliver});
    advance(std::chrono::hours(1));
    settle({Task::file, Task::answer, Task::deliver});
    std::set<std::string> keys;
    std::set<std::string> texts;
    for (const auto& one : delivered_by("ai", "c-1")) {
      keys.insert(one.key);
      texts.insert(one.text + one.receipt);
    }
    EXPECT_EQ(keys.size(), 1U) << where;
    EXPECT_EQ(texts.size(), 1U) << where;
    EXPECT_EQ(value("PRAGMA integrity_check"), "ok") << where;
    EXPECT_EQ(value("SELECT count(*) - max(seq) FROM entry"), "0") << where << ": the record has a gap";
    EXPECT_EQ(value("SELECT count(*) FROM work WHERE task<>'deadline'"), "0") << where;
  }
  /// False once the whole road is shorter than `nth` operations.
  bool one_road(DiskFault fault, int nth, bool for_good) {
    const auto where = "operation " + std::to_string(nth);
    start_afresh();
    disk.fail(fault, nth, for_good);
    const auto accepted = say(Said{"c-1", kQuestion, "the event"});
    travel_on();
    if (!disk.failed()) return false;
    expect_silence(where);
    gateway.reset();
    disk.mend();
    open();
    expect_all_there(where, accepted);
    return !HasFailure();
  }
  int every(DiskFault fault, int first, int step, bool for_good) {
    int nth = first;
    while (one_road(fault, nth, for_good)) nth += step;
    return (nth - first) / step;
  }

  FaultyDisk disk;
};

TEST_F(OnAFaultyDisk, ASyncThatFailsIsFinalWhereverItFalls) { EXPECT_GE(every(DiskFault::sync_error, 1, 1, false), 5); }

TEST_F(OnAFaultyDisk, AFullDiskSilencesTheNodeWhereverItFalls) { EXPECT_GE(every(DiskFault::full, 1, 23, true), 5); }

TEST_F(OnAFaultyDisk, AWriteThatFailsOnceIsFinalToo) { EXPECT_GE(every(DiskFault::write_error, 4, 31, false), 5); }

TEST_F(OnAFaultyDisk, AWriteThatIsCutInTheMiddleLosesNothing) {
  EXPECT_GE(every(DiskFault::torn_write, 2, 37, false), 5);
}

TEST_F(OnAFaultyDisk, ADiskThatBecameReadOnlySilencesTheNode) {
  EXPECT_GE(every(DiskFault::read_only, 3, 29, true), 5);
}

TEST_F(OnAFaultyDisk, HealthSaysWhatFailedWhereAndWhatToDo) {
  start_afresh();
  disk.fail(DiskFault::full, 1);
  ASSERT_FALSE(say("c-1", kQuestion).ok());
  const auto told = house().fitness.store_trouble();
  EXPECT_NE(told.find("the disk is full"), std::string::npos) << told;
  EXPECT_NE(told.find((folder.path / "data").string()), std::string::npos) << told;
  EXPECT_NE(told.find("Free space"), std::string::npos) << told;
  disk.mend();
  EXPECT_FALSE(say("c-1", kQuestion).ok()) << "room again, but only a restart looks at what was written";
}

TEST_F(OnAFaultyDisk, WhatIsReadyIsNotSentWhileTheFolderIsGone) {
  start_afresh();
  customer_side.answers(503);
  ASSERT_TRUE(say("c-1", kQuestion).ok());
  travel_on();
  customer_side.answers(200);
  const auto tried = customer_side.seen().size();
  EXPECT_GT(tried, 0U);
  std::filesystem::rename(folder.path / "data", folder.path / "elsewhere");
  advance(std::chrono::minutes(1));
  travel_on();
  EXPECT_EQ(customer_side.seen().size(), tried) << "sent, and nothing could record it";
  std::filesystem::rename(folder.path / "elsewhere", folder.path / "data");
}

TEST_F(OnAFaultyDisk, AFolderThatVanishesStopsTheStore) {
  start_afresh();
  ASSERT_TRUE(say("c-1", kQuestion).ok());
  std::filesystem::rename(folder.path / "data", folder.path / "elsewhere");
  EXPECT_FALSE(house().fitness.accept().ok());
  std::filesystem::create_directory(folder.path / "data");
  EXPECT_FALSE(say("c-1", "What are your opening hours?").ok()) << "acknowledged into a file that nobody finds again";
  EXPECT_NE(house().fitness.store_trouble().find("moved or deleted"), std::string::npos);
}

TEST_F(OnAFaultyDisk, AReadOnlyFolderIsToldInOneSentence) {
  std::filesystem::remove_all(folder.path / "data");
  disk.fail(DiskFault::read_only, 1);
  const auto loaded = app::load_config(folder.path / "countersign.yaml",
                                       [](const std::string&) { return std::string("a-long-secret"); });
  ASSERT_TRUE(loaded.config);
  const auto opened = app::Gateway::open(*loaded.config, clock);
  ASSERT_FALSE(opened.ok());
  EXPECT_NE(opened.error().message.find("read-only"), std::string::npos) << opened.error().message;
  EXPECT_EQ(opened.error().message.find('\n'), std::string::npos);
}

}  // namespace
}  // namespace countersign::testing
