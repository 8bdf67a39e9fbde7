#include "publish/log_key.hpp"

#include <sys/stat.h>

#include "published.hpp"

namespace countersign::publish {
namespace {

namespace fs = std::filesystem;

TEST(LogKey, IsMadeOnceForItsOwnerAlone) {
  store::Folder folder;
  EXPECT_EQ(read_key(folder.path()).error().fault, Fault::not_found);
  const auto key = make_key(folder.path(), "log.example").value();
  struct stat facts {};
  ASSERT_EQ(::stat((folder / "log.key").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777U, 0600U);
  EXPECT_EQ(read_key(folder.path()).value().verifier().text(), key.verifier().text());
  EXPECT_EQ(make_key(folder.path(), "log.example").error().fault, Fault::conflict);
  fs::permissions(folder / "log.key", fs::perms::group_read, fs::perm_options::add);
  EXPECT_NE(read_key(folder.path()).error().message.find("chmod 600"), std::string::npos);
  EXPECT_EQ(make_key(folder / "other", "two words").error().fault, Fault::invalid);
}

TEST(LogKey, ALogWhoseKeyIsGoneIsNotContinued) {
  Installation home;
  home.record(3);
  ASSERT_TRUE(home.open().ok());
  fs::remove(home.folder / "keys" / "log.key");
  const auto refused = home.open();
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("log.key is missing"), std::string::npos) << refused.error().message;
  EXPECT_FALSE(fs::exists(home.folder / "keys" / "log.key"));
}

TEST(LogKey, AnotherNameMeansAnotherLogOfTheSameEntries) {
  Installation home;
  home.record(300);
  const auto old = home.open().value()->key();
  const auto before = store::read_file(home.log() / "checkpoint");
  const auto place = place_in(home.folder.path());
  EXPECT_EQ(rotate(place.keys, place.log, old.name).error().fault, Fault::conflict);
  ASSERT_TRUE(rotate(place.keys, place.log, "new.example").ok());
  home.record(1);
  const auto key = home.open().value()->key();
  EXPECT_EQ(key.name, "new.example");
  EXPECT_EQ(look(home.log(), key), 301U);
  EXPECT_EQ(store::read_file(home.folder / "audit.1" / "checkpoint"), before);
  EXPECT_EQ(look(home.folder / "audit.1", old), 300U);
}

}  // namespace
}  // namespace countersign::publish
