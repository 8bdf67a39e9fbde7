// Backup and restore: what was kept is there again, and who was erased is not, whatever is restored.
#include "rights/backup.hpp"

#include <fstream>

#include "people.hpp"

namespace countersign::testing {
namespace {

namespace fs = std::filesystem;

class BackupTest : public PeopleTest {
 protected:
  BackupTest() {
    say_and_settle("c-1", kSecretWords);
    (void)say(Said{"c-2", "I am somebody else", {}, "u-2", "Bo"});
    settle();
  }
  fs::path data = folder.path / "data", copy = folder.path / "backup", keys = folder.path / "keys-backup";
  void back_up() {
    const auto done = rights::backup({data, copy, keys}, clock.now());
    ASSERT_TRUE(done.ok()) << done.error().message;
    EXPECT_EQ(std::to_string(done->entries), value("SELECT count(*) FROM entry"));
  }
  /// The machine is lost; `keep` is what lies on another disk.
  void lose_all(bool keep_list = false) {
    gateway.reset();
    if (keep_list && fs::exists(data / "erased.list")) fs::copy(data / "erased.list", folder.path / "apart.list");
    fs::remove_all(data);
  }
  Result<rights::Restored> put_back(std::optional<fs::path> erased = std::nullopt, bool list_lost = true) {
    return rights::restore({copy, keys, std::move(erased), data, list_lost}, clock.now());
  }
};

TEST_F(BackupTest, MadeWhileServingAndPutBackIsTheSame) {
  back_up();
  const auto entries = column("SELECT body FROM entry ORDER BY seq");
  say_and_settle("c-1", "This comes after the backup.");
  lose_all();
  const auto done = put_back();
  ASSERT_TRUE(done.ok()) << done.error().message;
  open();
  auto after = column("SELECT body FROM entry ORDER BY seq");
  ASSERT_EQ(after.size(), entries.size() + 1);
  EXPECT_NE(after.back().find(R"("restored":{"entries":)"), std::string::npos) << "that it was restored is on record";
  after.pop_back();
  EXPECT_EQ(after, entries);
  EXPECT_EQ(messages("c-1").front().text, kSecretWords);
  EXPECT_FALSE(say_and_settle("c-1", "And it goes on.").empty());
}

TEST_F(BackupTest, AnErasedCustomerStaysErasedByTheListKeptApart) {
  back_up();
  ASSERT_TRUE(erase("u-1").ok());
  lose_all(true);
  const auto done = put_back(folder.path / "apart.list");
  ASSERT_TRUE(done.ok()) << done.error().message;
  EXPECT_TRUE(done->newest_list_known);
  EXPECT_EQ(done->erased, 1U);
  // Before any gateway was started: the key is gone already.
  open();
  EXPECT_EQ(value("SELECT count(*) FROM conversation"), "1");
  EXPECT_EQ(gateway->rights().customer("shop", "u-1").error().fault, Fault::not_found);
  EXPECT_EQ(messages("c-2").front().text, "I am somebody else");
}

TEST_F(BackupTest, AlsoByACopyOfTheListThatLostItsLastLinesEndAndNeverByAnEmptyOne) {
  back_up();
  ASSERT_TRUE(erase("u-1").ok());
  lose_all(true);
  auto list = slurp(folder.path / "apart.list");
  ASSERT_FALSE(list.empty());
  list.pop_back();
  spill(folder.path / "apart.list", list);
  const auto done = put_back(folder.path / "apart.list");
  ASSERT_TRUE(done.ok()) << done.error().message;
  EXPECT_EQ(done->erased, 1U);
  EXPECT_EQ(slurp(folder.path / "apart.list"), list) << "a copy of somebody's is only read";
  open();
  EXPECT_EQ(value("SELECT count(*) FROM conversation"), "1");
  gateway.reset();
  fs::remove_all(data);
  spill(folder.path / "apart.list", "");
  EXPECT_FALSE(put_back(folder.path / "apart.list").ok());
  spill(folder.path / "apart.list", list.substr(0, 40));
  EXPECT_FALSE(put_back(folder.path / "apart.list").ok());
}

TEST_F(BackupTest, AlsoByTheListThatStayedInTheDataFolder) {
  back_up();
  ASSERT_TRUE(erase("u-1").ok());
  gateway.reset();
  for (const auto* file : {"countersign.db", "countersign.db-wal", "countersign.db-shm"}) fs::remove(data / file);
  ASSERT_TRUE(put_back().ok());
  open();
  EXPECT_EQ(value("SELECT count(*) FROM conversation"), "1");
}

TEST_F(BackupTest, IsRefusedWithoutTheNewestListOfTheErasedUntilSomebodySaysThatItIsLost) {
  back_up();
  lose_all();
  const auto refused = put_back(std::nullopt, false);
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("--erased FILE"), std::string::npos);
  EXPECT_FALSE(fs::exists(data / "countersign.db"));
  const auto done = put_back();
  ASSERT_TRUE(done.ok());
  EXPECT_FALSE(done->newest_list_known);
}

TEST_F(BackupTest, TheKeysAreApartAndADatabaseWithoutThemIsRefused) {
  ASSERT_TRUE(rights::backup({data, copy, std::nullopt}, clock.now()).ok());
  EXPECT_FALSE(fs::exists(copy / "keys"));
  EXPECT_FALSE(fs::exists(copy / "keys.db"));
  lose_all();
  const auto refused = rights::restore({copy, std::nullopt, std::nullopt, data, true}, clock.now());
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("--keys"), std::string::npos);
}

TEST_F(BackupTest, NeverOverwritesAndTakesNothingThatWasAltered) {
  back_up();
  EXPECT_EQ(rights::backup({data, copy, std::nullopt}, clock.now()).error().fault, Fault::conflict);
  EXPECT_EQ(put_back().error().fault, Fault::conflict) << "there is a database";
  lose_all();
  std::ofstream(copy / "countersign.db", std::ios::app) << "x";
  EXPECT_EQ(put_back().error().fault, Fault::invalid);
  EXPECT_FALSE(fs::exists(data / "countersign.db"));
}

TEST_F(BackupTest, TheLogBeginsAnewUnderAnotherNameUnlessNothingWasPublishedSince) {
  ASSERT_TRUE(gateway->start().ok());
  gateway->stop();
  gateway.reset();
  ASSERT_TRUE(fs::exists(data / "audit/checkpoint"));
  const auto old = slurp(data / "audit/log.vkey");
  const auto origin = old.substr(0, old.find('+'));
  ASSERT_TRUE(rights::backup({data, copy, keys}, clock.now()).ok());
  fs::remove_all(data);
  const auto done = put_back();
  ASSERT_TRUE(done.ok()) << done.error().message;
  EXPECT_TRUE(done->vkey.starts_with(origin + "/restored-20261123T")) << done->vkey;
  EXPECT_EQ(slurp(data / "audit.1/log.vkey"), old) << "the old one lies beside it";
  EXPECT_FALSE(fs::exists(data / "audit"));
  open();
  ASSERT_TRUE(gateway->start().ok());
  gateway->stop();
  gateway.reset();
  EXPECT_EQ(slurp(data / "audit/log.vkey"), done->vkey + "\n");

  fs::remove_all(data);
  const auto same = rights::restore({copy, keys, std::nullopt, data, true, true}, clock.now());
  ASSERT_TRUE(same.ok()) << same.error().message;
  EXPECT_EQ(same->vkey, "");
  EXPECT_EQ(slurp(data / "audit/log.vkey"), old);
  open();
}

TEST_F(BackupTest, ARestoreThatBrokeOffOpensNothingAndIsRunAgain) {
  ASSERT_TRUE(gateway->start().ok());
  gateway->stop();
  back_up();
  lose_all();
  ASSERT_TRUE(put_back().ok());
  // As a crash would have left it before the database took its place.
  fs::rename(data / "restore.done", data / "restore.unfinished");
  fs::remove(data / "countersign.db");
  spill(data / "countersign.db.restoring", "half of it");
  spill(data / "keys/keys.db.restoring", "half of the old keys");
  try {
    open();
    ADD_FAILURE() << "an empty database would be taken for the truth";
  } catch (const std::runtime_error& refused) {
    EXPECT_NE(std::string(refused.what()).find("broke off; run the same `countersign restore` again"),
              std::string::npos)
        << refused.what();
  }
  fs::rename(keys, folder.path / "put away");
  const auto again = rights::restore({copy, std::nullopt, std::nullopt, data, true}, clock.now());
  ASSERT_TRUE(again.ok()) << again.error().message;
  open();
  EXPECT_EQ(messages("c-1").front().text, kSecretWords);
  EXPECT_FALSE(fs::exists(data / "countersign.db.restoring"));
  EXPECT_FALSE(fs::exists(data / "keys/keys.db.restoring")) << "old keys open old texts";
}

TEST_F(BackupTest, ABackupThatBrokeOffIsSaidToBeOne) {
  fs::create_directories(copy);
  spill(copy / "countersign.db", "half of it");
  const auto refused = rights::backup({data, copy, std::nullopt}, clock.now());
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("if one broke off there, delete it"), std::string::npos);
  EXPECT_NE(put_back().error().message.find("is there: move it"), std::string::npos);
}

}  // namespace
}  // namespace countersign::testing
