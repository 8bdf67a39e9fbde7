#include <gtest/gtest.h>

#include "notes.hpp"

namespace countersign::store {
namespace {

class Values : public testing::Test {
 protected:
  Values() : store(open_notes(folder / "a.db")) {}
  Folder folder;
  std::unique_ptr<SqliteStore> store;
};

TEST_F(Values, ComeBackAsTheyWentIn) {
  const std::string bytes("\x00\xff\x01", 3);
  EXPECT_TRUE(store
                  ->commit([&](Session& session) {
                    session.run("CREATE TABLE v(i INTEGER, t TEXT, b BLOB, e TEXT, eb BLOB, n TEXT)");
                    session.run("INSERT INTO v VALUES($1, $2, $3, $4, $5, $6)",
                                {INT64_MIN, std::string_view("O'Brien; DROP TABLE v"), Blob{bytes}, std::string_view(),
                                 Blob{}, nullptr});
                  })
                  .ok());
  int rows = 0;
  EXPECT_TRUE(store
                  ->read([&](Session& session) {
                    session.each("SELECT i, t, b, e, eb, n FROM v", {}, [&](const Row& row) {
                      ++rows;
                      EXPECT_EQ(row.integer(0), INT64_MIN);
                      EXPECT_EQ(row.text(1), "O'Brien; DROP TABLE v");
                      EXPECT_EQ(row.blob(2), bytes);
                      EXPECT_FALSE(row.is_null(3));
                      EXPECT_FALSE(row.is_null(4));
                      EXPECT_TRUE(row.is_null(5));
                      EXPECT_EQ(row.text(5), "");
                    });
                  })
                  .ok());
  EXPECT_EQ(rows, 1);
}

TEST_F(Values, PlaceholdersGoByNumberNotByOrder) {
  EXPECT_TRUE(store
                  ->commit([](Session& session) {
                    session.run("INSERT INTO note(words, id) VALUES($2, $1) ON CONFLICT(id) DO UPDATE SET words = $2",
                                {7, "seven"});
                  })
                  .ok());
  std::string words;
  EXPECT_TRUE(store
                  ->read([&](Session& session) {
                    EXPECT_TRUE(session.first("SELECT words FROM note WHERE id = $1", {7},
                                              [&](const Row& row) { words = row.text(0); }));
                    EXPECT_FALSE(
                        session.first("SELECT words FROM note WHERE id = $1", {8}, [](const Row&) { FAIL(); }));
                  })
                  .ok());
  EXPECT_EQ(words, "seven");
}

TEST_F(Values, RunSaysHowManyRowsItChanged) {
  EXPECT_TRUE(store
                  ->commit([](Session& session) {
                    EXPECT_EQ(session.run("INSERT INTO note(id) VALUES(1), (2), (3)"), 3);
                    EXPECT_EQ(session.run("UPDATE note SET words = 'x' WHERE id > $1", {1}), 2);
                    EXPECT_EQ(session.run("UPDATE note SET words = 'x' WHERE id = 99"), 0);
                    EXPECT_EQ(session.run("INSERT INTO note(id) VALUES(1) ON CONFLICT DO NOTHING"), 0);
                    EXPECT_EQ(session.run("CREATE TABLE other(id INTEGER)"), 0);
                  })
                  .ok());
}

TEST_F(Values, AStatementMayBeUsedInsideItself) {
  EXPECT_TRUE(store
                  ->commit([](Session& session) {
                    for (std::int64_t id = 1; id <= 3; ++id) add_note(session, id);
                    int pairs = 0;
                    session.each("SELECT id FROM note", {}, [&](const Row&) {
                      session.each("SELECT id FROM note", {}, [&](const Row&) { ++pairs; });
                    });
                    EXPECT_EQ(pairs, 9);
                  })
                  .ok());
}

TEST_F(Values, AStatementIsFreeAgainAfterItsCallbackThrew) {
  const Store::Job thrower = [](Session& session) {
    session.each("SELECT 1 UNION SELECT 2", {}, [](const Row&) { throw Rollback({Fault::invalid, "stop"}); });
  };
  EXPECT_FALSE(store->commit(thrower).ok());
  EXPECT_FALSE(store->commit(thrower).ok());
  EXPECT_TRUE(store->commit([](Session& session) { add_note(session, 1); }).ok());
}

TEST_F(Values, WrongStatementsAreErrorsOfTheirJobOnly) {
  for (const char* sql : {"SELEC", "SELECT * FROM nowhere", "DELETE FROM note; DELETE FROM note", "", "SELECT $1"}) {
    const Status status = store->commit([&](Session& session) { session.run(sql); });
    ASSERT_FALSE(status.ok()) << sql;
    EXPECT_EQ(status.error().fault, Fault::internal);
  }
  EXPECT_TRUE(store->healthy());
}

TEST_F(Values, ForeignKeysAreKept) {
  EXPECT_TRUE(store
                  ->commit([](Session& session) {
                    session.run("CREATE TABLE child(note INTEGER NOT NULL REFERENCES note(id))");
                  })
                  .ok());
  EXPECT_FALSE(store->commit([](Session& session) { session.run("INSERT INTO child VALUES(5)"); }).ok());
}

}  // namespace
}  // namespace countersign::store
