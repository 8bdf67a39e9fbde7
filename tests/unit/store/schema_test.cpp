#include "store/schema.hpp"

#include <gtest/gtest.h>

#include "notes.hpp"

namespace countersign::store {
namespace {

const Migration first = {"CREATE TABLE a(id INTEGER)"};
const Migration second = {"ALTER TABLE a ADD COLUMN more TEXT", "CREATE TABLE b(id INTEGER)"};

auto open_with(const Folder& folder, const std::vector<Migration>& migrations) {
  return SqliteStore::open(folder / "a.db", [&](Session& session) { return migrate(session, migrations); });
}

TEST(SchemaVersions, AreAppliedOnceAndInOrder) {
  const Folder folder;
  ASSERT_TRUE(open_with(folder, {first}).ok());
  ASSERT_TRUE(open_with(folder, {first}).ok());
  const auto store = open_with(folder, {first, second});
  ASSERT_TRUE(store.ok());
  EXPECT_TRUE((*store)->commit([](Session& session) { session.run("INSERT INTO a(id, more) VALUES(1, 'x')"); }).ok());
}

TEST(SchemaVersions, ANewerDatabaseIsRefusedInPlainWords) {
  const Folder folder;
  ASSERT_TRUE(open_with(folder, {first, second}).ok());
  const auto older = open_with(folder, {first});
  ASSERT_FALSE(older.ok());
  EXPECT_EQ(older.error().fault, Fault::conflict);
  EXPECT_NE(older.error().message.find("newer countersign"), std::string::npos);
  EXPECT_TRUE(open_with(folder, {first, second}).ok()) << "refusing changes nothing";
}

TEST(SchemaVersions, AFailingStepUndoesAllSteps) {
  const Folder folder;
  ASSERT_TRUE(open_with(folder, {first}).ok());
  EXPECT_FALSE(open_with(folder, {first, second, {"CREATE TABLE b(id INTEGER)"}}).ok());
  EXPECT_TRUE(open_with(folder, {first, second}).ok());
}

TEST(SchemaVersions, TheGatewaysOwnTablesOpenAndReopen) {
  const Folder folder;
  ASSERT_TRUE(open_sqlite(folder / "a.db", apply_schema).ok());
  const auto store = open_sqlite(folder / "a.db", apply_schema);
  ASSERT_TRUE(store.ok());
  EXPECT_TRUE((*store)
                  ->read([](Session& session) {
                    session.run("SELECT seq, id, at, kind, conversation, message, body FROM entry");
                    session.run("SELECT entry, body FROM detail");
                  })
                  .ok());
}

TEST(SchemaVersions, AFileThatIsNoDatabaseIsNamed) {
  const Folder folder;
  write_file(folder / "a.db", std::string(5000, 'x'));
  const auto opened = open_with(folder, {first});
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().fault, Fault::unavailable);
  EXPECT_NE(opened.error().message.find("a.db"), std::string::npos);
  EXPECT_EQ(read_file(folder / "a.db"), std::string(5000, 'x'));
  EXPECT_FALSE(SqliteStore::open(folder / "missing/a.db", make_notes).ok());
}

}  // namespace
}  // namespace countersign::store
