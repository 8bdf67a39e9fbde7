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
    return rights::restore({copy, keys, std::move(erased), data, list_lost});
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
  EXPECT_EQ(column("SELECT body FROM entry ORDER BY seq"), entries);
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
  const auto refused = rights::restore({copy, std::nullopt, std::nullopt, data, true});
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

}  // namespace
}  // namespace countersign::testing
