// Erasure, seen by those who must trust it: the customer, an auditor, and somebody with old backups and the master key.
#include "rights/erasure.hpp"

#include "people.hpp"
#include "store/copy.hpp"

namespace countersign::testing {
namespace {

namespace fs = std::filesystem;

class ErasureTest : public PeopleTest {
 protected:
  ErasureTest() {
    say_and_settle("c-1", kSecretWords);
    say_and_settle("c-1", "How long does delivery take?");
    (void)say(Said{"c-2", "I am somebody else", {}, "u-2", "Bo"});
    settle();
  }
  [[nodiscard]] std::vector<std::string> bodies() { return column("SELECT body FROM entry ORDER BY seq"); }
};

TEST_F(ErasureTest, NeedsAnOfficerAndAnOperatorWhoAreTwoPeople) {
  const auto& erasure = gateway->rights().erasure;
  const auto asked = erasure.ask_or_confirm(officer, "shop", "u-1");
  ASSERT_TRUE(asked.ok()) << asked.error().message;
  EXPECT_FALSE(asked->done);
  EXPECT_EQ(erasure.ask_or_confirm(officer, "shop", "u-1").error().fault, Fault::forbidden) << "the same person";
  EXPECT_EQ(erasure.ask_or_confirm({"odile", users::Permission::officer}, "shop", "u-1").error().fault,
            Fault::forbidden)
      << "the same permission";
  EXPECT_EQ(erasure.ask_or_confirm({"olga", users::Permission::operator_}, "shop", "u-1").error().fault,
            Fault::forbidden)
      << "the same person with another role";
  EXPECT_EQ(conversation("c-1").turn, 2) << "nothing was erased yet";
  const auto done = erasure.ask_or_confirm(operator_, "shop", "u-1");
  ASSERT_TRUE(done.ok()) << done.error().message;
  EXPECT_TRUE(done->done);
  EXPECT_EQ(done->conversations, 1);
  EXPECT_EQ(erasure.ask_or_confirm(officer, "shop", "u-1").error().fault, Fault::not_found);
}

TEST_F(ErasureTest, LeavesEveryEntryAsItWasAndNothingElseOfTheCustomer) {
  const auto before = bodies();
  const auto id = conversation("c-1").id;
  const auto ids = column("SELECT id FROM message WHERE conversation='" + id + "'");
  ASSERT_GE(ids.size(), 3U);
  ASSERT_TRUE(erase("u-1").ok());
  const auto after = bodies();
  ASSERT_GT(after.size(), before.size());
  EXPECT_TRUE(std::equal(before.begin(), before.end(), after.begin())) << "the record changed";
  // Whatever tables there are: none but the record still knows the conversation or a message of it.
  for (const auto& table :
       column("SELECT name FROM sqlite_master WHERE type='table' AND name NOT IN ('entry','detail')"))
    for (const auto& field : column("SELECT name FROM pragma_table_info('" + table + "')")) {
      const auto found = "SELECT count(*) FROM \"" + table + "\" WHERE \"" + field + "\"='";
      EXPECT_EQ(value(found + id + "'"), "0") << table << "." << field;
      for (const auto& message : ids) EXPECT_EQ(value(found + message + "'"), "0") << table << "." << field;
    }
  EXPECT_EQ(conversation("c-2").customer_id, "u-2") << "another customer's stays";
  EXPECT_EQ(messages("c-2").front().text, "I am somebody else");
}

TEST_F(ErasureTest, AnOldBackupAndTheMasterKeyOpenNothing) {
  const auto before = conversation("c-1");
  const auto pseudonym = *house().keys.pseudonym(before.customer, "conversation", before.id);
  const auto backup = folder.path / "old.db";
  ASSERT_TRUE(store::copy_database(folder.path / "data/countersign.db", backup).ok());
  const auto attack = [&] {  // the old rows, and keys as they are now
    gateway.reset();
    const auto keys = store::Keys::open(folder.path / "data/keys");
    std::string opened;
    (void)store::read_beside(backup, [&](store::Session& session) {
      session.each("SELECT id, sealed FROM message WHERE conversation='" + before.id + "'", {},
                   [&](const store::Row& row) {
                     const auto text = (*keys)->open(before.customer, "message:" + row.text(0), row.blob(1));
                     if (text) opened += *text;
                   });
    });
    const auto again = (*keys)->pseudonym(before.customer, "conversation", before.id);
    if (again && *again == pseudonym) opened += "(linked)";
    return opened;
  };
  EXPECT_NE(attack().find(kSecretWords), std::string::npos)
      << "the attack must be able to work, or its failure proves nothing";
  open();
  ASSERT_TRUE(erase("u-1").ok());
  EXPECT_EQ(attack(), "") << "neither a text nor the name under which the record knows the conversation";
}

TEST_F(ErasureTest, NothingWaitsToBeSentOrIsSentAfterwards) {
  customer_side.answers(503);
  say_and_settle("c-3", "How long does delivery take?");
  ASSERT_FALSE(column("SELECT id FROM work WHERE task='deliver'").empty());
  const auto waiting = work();
  ASSERT_TRUE(erase("u-1").ok());
  EXPECT_EQ(value("SELECT count(*) FROM work WHERE task<>'deadline'"), "0");
  customer_side.answers(200);
  customer_side.forget();
  for (const auto& one : waiting) gateway->journey().travel(one);  // what a worker still holds in memory
  advance(std::chrono::hours(2));
  settle();
  EXPECT_TRUE(delivered("c-3").empty());
}

TEST_F(ErasureTest, ALegalHoldWinsAndSaysSo) {
  const auto customer = *gateway->rights().customer("shop", "u-1");
  ASSERT_TRUE(gateway->rights().holds.add(officer, customer, "court order 12/26").ok());
  const auto refused = gateway->rights().erasure.ask_or_confirm(officer, "shop", "u-1");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().fault, Fault::conflict);
  EXPECT_NE(refused.error().message.find("court order 12/26"), std::string::npos);
  EXPECT_EQ(kinds("hold_set").size(), 1U);
  EXPECT_EQ(kinds("hold_set")[0].find("court"), std::string::npos) << "the reason is for people, not for the record";
  ASSERT_TRUE(gateway->rights().holds.remove(officer, customer).ok());
  EXPECT_TRUE(erase("u-1").ok());
}

TEST_F(ErasureTest, AHoldThatComesBetweenAskingAndConfirmingWinsToo) {
  ASSERT_TRUE(gateway->rights().erasure.ask_or_confirm(officer, "shop", "u-1").ok());
  ASSERT_TRUE(gateway->rights().holds.add(officer, *gateway->rights().customer("shop", "u-1"), "claim").ok());
  EXPECT_EQ(gateway->rights().erasure.ask_or_confirm(operator_, "shop", "u-1").error().fault, Fault::conflict);
  EXPECT_EQ(conversation("c-1").turn, 2);
}

TEST_F(ErasureTest, WhoComesBackIsSomebodyNew) {
  ASSERT_TRUE(erase("u-1").ok());
  const auto again = say_and_settle("c-1", "How long does delivery take?");
  EXPECT_FALSE(again.empty());
  EXPECT_EQ(conversation("c-1").turn, 1);
  EXPECT_FALSE(delivered_by("ai", "c-1").empty());
  ASSERT_TRUE(erase("u-1").ok()) << "and may go again";
  EXPECT_FALSE(say_and_settle("c-1", "And again.").empty());
}

TEST_F(ErasureTest, ACrashInTheMiddleIsFinishedAtTheNextStart) {
  ASSERT_TRUE(gateway->rights().erasure.ask_or_confirm(officer, "shop", "u-1").ok());
  change("UPDATE right_request SET state='confirmed', confirmed_by='oscar'");  // and then the power failed
  reopen();
  EXPECT_EQ(value("SELECT count(*) FROM conversation"), "1");
  EXPECT_EQ(kinds("erased").size(), 1U);
  EXPECT_EQ(value("SELECT state FROM right_request"), "done");
}

TEST_F(ErasureTest, AnOldDataFolderPutBackByHandForgetsThemAtTheNextStart) {
  const auto old = folder.path / "old";
  gateway.reset();
  fs::copy(folder.path / "data", old, fs::copy_options::recursive);
  open();
  ASSERT_TRUE(erase("u-1").ok());
  gateway.reset();
  for (const auto* file : {"countersign.db", "countersign.db-wal", "countersign.db-shm", "keys/keys.db",
                           "keys/keys.db-wal", "keys/keys.db-shm"}) {
    fs::remove(folder.path / "data" / file);
    if (fs::exists(old / file)) fs::copy(old / file, folder.path / "data" / file);
  }
  open();
  EXPECT_EQ(value("SELECT count(*) FROM conversation"), "1");
  EXPECT_EQ(gateway->rights().customer("shop", "u-1").error().fault, Fault::not_found);
  EXPECT_EQ(house().keys.destroyed_again(), 1U);
}

TEST_F(ErasureTest, SaysWhatIsLeftToDoElsewhereAndUntilWhen) {
  const auto done = erase("u-1");
  ASSERT_TRUE(done.ok());
  ASSERT_GE(done->left.size(), 2U);
  EXPECT_NE(done->left[0].what.find("channel \"shop\""), std::string::npos);
  EXPECT_EQ(to_rfc3339(done->left[0].due_at).substr(0, 10), "2026-12-23");
  EXPECT_EQ(gateway->rights().requests.errands()->size(), done->left.size());
  EXPECT_TRUE(gateway->rights().requests.errand_done(officer, done->left[0].id).ok());
  EXPECT_EQ(gateway->rights().requests.errands()->size(), done->left.size() - 1);
}

TEST_F(ErasureTest, OverHttpWithTheTwoPermissionsOnly) {
  const std::string path = "/api/v1/customers/shop/u-1/erase";
  EXPECT_EQ(as("admin", "POST", path).status, 403);
  EXPECT_EQ(as("auditor", "POST", path).status, 403);
  EXPECT_EQ(as("officer", "POST", path).status, 202);
  EXPECT_EQ(as("officer", "POST", path).status, 403);
  EXPECT_EQ(as("operator", "POST", path + "/withdraw").status, 204);
  EXPECT_EQ(as("operator", "POST", path).status, 202) << "the other way round";
  const auto done = as("officer", "POST", path);
  EXPECT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(json::parse(done.body)->text("state"), "erased");
  EXPECT_EQ(as("officer", "POST", path).status, 404);
  EXPECT_EQ(as("officer", "GET", "/api/v1/requests").status, 200);
}

TEST(DueDates, AreAMonthLaterOrTheLastDayOfAShorterOne) {
  const auto due = [](const char* asked) {
    return to_rfc3339(rights::one_month_after(*from_rfc3339(asked))).substr(0, 10);
  };
  EXPECT_EQ(due("2026-11-23T10:00:00Z"), "2026-12-23");
  EXPECT_EQ(due("2026-01-31T10:00:00Z"), "2026-02-28");
  EXPECT_EQ(due("2028-01-31T10:00:00Z"), "2028-02-29");
  EXPECT_EQ(due("2026-12-15T10:00:00Z"), "2027-01-15");
}

}  // namespace
}  // namespace countersign::testing
