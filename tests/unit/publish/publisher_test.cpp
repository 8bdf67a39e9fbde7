#include "publish/publisher.hpp"

#include <random>

#include "publish/receipts.hpp"
#include "published.hpp"

namespace countersign::publish {
namespace {

namespace fs = std::filesystem;

TEST(Publisher, PublishesWhatAnOutsiderAcceptsAtEverySize) {
  Installation home;
  const auto publisher = home.open().value();
  EXPECT_EQ(look(home.log(), publisher->key()), 0U);
  EXPECT_EQ(store::read_file(home.log() / "log.vkey"), publisher->key().text() + "\n");
  std::vector<tlog::Checkpoint> seen;
  for (const auto more : std::initializer_list<std::uint64_t>{1, 1, 253, 1, 1, 254, 1, 300, 1000}) {
    home.record(more);
    ASSERT_TRUE(publisher->publish().ok());
    ASSERT_EQ(look(home.log(), publisher->key()), home.entries);
    seen.push_back(publisher->state().checkpoint);
  }
  const tlog::Tiles tiles(publisher->files(), home.entries);
  for (const auto& one : seen) EXPECT_EQ(tlog::root_of(tiles, one.size).value(), one.root);
  EXPECT_EQ(publisher->state().waiting, 0U);
  EXPECT_FALSE(fs::exists(home.log() / "tile/entries/000.p"));  // the full one is there
  EXPECT_TRUE(fs::exists(home.log() / "tile/0/007.p/20"));
  home.record(2);
  EXPECT_EQ(publisher->state().waiting, 2U);
}

TEST(Publisher, GoesOnWhereTheLastRunEnded) {
  Installation home;
  std::mt19937_64 random(3);
  std::optional<tlog::VerifierKey> key;
  for (int run = 0; run < 12; ++run) {
    home.record(random() % 150);
    const auto publisher = home.open(real_disk(), 100).value();  // what was durable before is published by opening
    if (key) {
      EXPECT_EQ(publisher->key().text(), key->text());
    }
    key = publisher->key();
    EXPECT_EQ(look(home.log(), *key), home.entries);
    home.record(random() % 150);
    ASSERT_TRUE(publisher->publish().ok());
    EXPECT_EQ(look(home.log(), *key), home.entries);
    home.record(random() % 3);  // and something that the next run finds
  }
}

TEST(Publisher, PublishesByItselfAndFinishesWhenStopped) {
  Installation home;
  home.record(5);
  const auto publisher = home.open().value();
  publisher->start();
  home.record(300);
  while (publisher->state().checkpoint.size < 305) std::this_thread::yield();
  home.record(7);
  publisher->stop();
  EXPECT_EQ(look(home.log(), publisher->key()), 312U);
}

/// Lost or damaged files are made again from the store, and come out the same; nothing new is signed for them.
TEST(Publisher, MakesTheFolderAgainFromTheStore) {
  Installation home;
  home.record(700);
  const auto first = home.open().value()->state().checkpoint;
  const auto note = store::read_file(home.log() / "checkpoint");
  for (const auto* lost : {"tile/0/002.p", "tile/1", "tile/entries", "tile", "checkpoint", ""}) {
    fs::remove_all(home.log() / lost);
    const auto again = home.open();
    ASSERT_TRUE(again.ok()) << lost << again.error().message;
    EXPECT_EQ((*again)->state().checkpoint.root, first.root) << lost;
    if (std::string_view(lost) != "tile/entries") {
      EXPECT_EQ(look(home.log(), (*again)->key()), 700U) << lost;
    }
    fs::remove_all(home.log());
    ASSERT_TRUE(home.open().ok());
  }
  EXPECT_EQ(store::read_file(home.log() / "checkpoint"), note);
  store::write_file(home.log() / "tile/0/002.p/188", std::string(188 * 32, 'x'));  // not what the checkpoint says
  ASSERT_TRUE(home.open().ok());
  EXPECT_EQ(look(home.log(), home.open().value()->key()), 700U);
}

TEST(Publisher, NeverSignsAHistoryThatContradictsOneItSigned) {
  Installation home;
  home.record(300);
  ASSERT_TRUE(home.open().ok());
  const auto change = [&](std::string_view sql) {
    ASSERT_TRUE(home.db->commit([&](store::Session& session) { session.run(sql); }).ok());
  };
  change("UPDATE entry SET body=CAST('{\"id\":\"e280\",\"kind\":\"changed\"}' AS BLOB) WHERE seq=281");
  auto refused = home.open();
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("entry 280 "), std::string::npos) << refused.error().message;
  fs::remove_all(home.log());  // without the folder, the store's own memory of what was signed
  refused = home.open();
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("not those that were signed"), std::string::npos) << refused.error().message;
  EXPECT_FALSE(fs::exists(home.log() / "checkpoint"));
}

TEST(Publisher, RefusesADatabaseThatIsOlderThanTheLog) {
  Installation home;
  home.record(10);
  ASSERT_TRUE(home.open().ok());
  home.db.reset();
  fs::copy(home.folder / "countersign.db", home.folder / "backup.db");
  home.open_store();
  home.record(5);
  ASSERT_TRUE(home.open().ok());
  home.db.reset();
  fs::copy(home.folder / "backup.db", home.folder / "countersign.db", fs::copy_options::overwrite_existing);
  for (const auto* end : {"countersign.db-wal", "countersign.db-shm"}) fs::remove(home.folder / end);
  home.open_store();
  const auto refused = home.open();
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("15 entries are published, the database has only 10"), std::string::npos)
      << refused.error().message;
  EXPECT_NE(refused.error().message.find("audit init --rotate"), std::string::npos);
}

TEST(Publisher, SaysWhichEntryIsMissing) {
  Installation home;
  home.record(10);
  ASSERT_TRUE(home.db->commit([](store::Session& session) { session.run("DELETE FROM entry WHERE seq=4"); }).ok());
  const auto refused = home.open();
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("entry 3 is missing"), std::string::npos) << refused.error().message;
}

TEST(Receipts, ProveEntriesByIdAndByMessage) {
  Installation home;
  home.record(300);
  const auto publisher = home.open().value();
  home.record(1);
  const auto find = [&](const std::string& id) {
    Result<Recorded> found = Error{};
    EXPECT_TRUE(home.db->read([&](store::Session& session) { found = find_entry(session, id); }).ok());
    return found;
  };
  for (const auto* id : {"e0", "e255", "e299", "m17"}) {
    const auto entry = find(id).value();
    const auto receipt = receipt_of(entry, publisher->files(), publisher->key()).value();
    const auto read = tlog::Receipt::parse(receipt.text()).value();
    EXPECT_TRUE(tlog::verify(read, publisher->key()).ok()) << id;
    EXPECT_EQ(read.entry, entry.bytes);
  }
  EXPECT_EQ(find("nobody").error().fault, Fault::not_found);
  EXPECT_EQ(receipt_of(find("e300").value(), publisher->files(), publisher->key()).error().fault, Fault::unavailable);
  auto changed = find("e5").value();
  changed.bytes += " ";
  EXPECT_EQ(receipt_of(changed, publisher->files(), publisher->key()).error().fault, Fault::conflict);
}

}  // namespace
}  // namespace countersign::publish
