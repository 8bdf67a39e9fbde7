// Retention: what is old goes, is said to have gone, and stays when it must.
#include "rights/retention.hpp"

#include "people.hpp"
#include "rights/backup.hpp"
#include "store/copy.hpp"

namespace countersign::testing {
namespace {

using namespace std::chrono_literals;
constexpr std::chrono::hours kDay{24};

class RetentionTest : public PeopleTest {
 protected:
  explicit RetentionTest(const std::string& more = "") : PeopleTest(keeping(more)) {
    say_and_settle("c-1", "How long does delivery take?");
    (void)say(Said{"c-2", "What are your opening hours?", {}, "u-2", "Bo"});
    settle();
  }
  static RoadOptions keeping(const std::string& more) {
    RoadOptions options;
    options.further = "keep: {texts: 400 days, details: 13 months, requests: 6 years" + more + "}\n";
    return options;
  }
  /// Every customer's key as it lies in keys.db: bytes that nothing else has.
  [[nodiscard]] std::vector<std::string> wrapped_keys() const {
    std::vector<std::string> keys;
    (void)store::read_beside(folder.path / "data/keys/keys.db", [&](store::Session& session) {
      session.each("SELECT wrapped FROM customer_key WHERE wrapped IS NOT NULL ORDER BY customer", {},
                   [&](const store::Row& row) { keys.push_back(row.blob(0)); });
    });
    return keys;
  }
  /// The texts went, in an earlier life of the process: nobody has used a key a moment ago.
  void much_later() {
    advance(401 * kDay);
    EXPECT_EQ(gateway->retention().run()->of("texts"), 2);
    reopen();
  }
  [[nodiscard]] std::string conversations() { return value("SELECT count(*) FROM conversation"); }
};

class EveryKind : public RetentionTest {
 protected:
  EveryKind()
      : RetentionTest(
            ", drafts: 90 days, tickets: 90 days, questions: 90 days, cases: 90 days, repeats: 90 days, "
            "staff: 400 days") {}
};

TEST_F(RetentionTest, RemovesTextsWhoseTimeIsOverAndSaysSo) {
  advance(399 * kDay);
  EXPECT_FALSE(gateway->retention().run()->anything());
  ASSERT_TRUE(say(Said{"c-2", "Are you there?", {}, "u-2", "Bo"}).ok());  // it is in use again
  settle();
  const auto entries = column("SELECT body FROM entry ORDER BY seq");
  advance(2 * kDay);
  const auto removed = gateway->retention().run();
  ASSERT_TRUE(removed.ok());
  EXPECT_EQ(removed->of("texts"), 1);
  EXPECT_EQ(conversations(), "1");
  EXPECT_EQ(conversation("c-2").turn, 2);
  ASSERT_EQ(kinds("removed").size(), 1U);
  EXPECT_NE(kinds("removed")[0].find(R"("removed":{"texts":1})"), std::string::npos);
  EXPECT_EQ(gateway->retention().removed("texts"), 1);
  const auto after = column("SELECT body FROM entry ORDER BY seq");
  EXPECT_TRUE(std::equal(entries.begin(), entries.end(), after.begin())) << "the record stays";
}

TEST_F(RetentionTest, ALegalHoldStopsItAndIsCounted) {
  ASSERT_TRUE(gateway->rights().holds.add(officer, *gateway->rights().customer("shop", "u-1"), "claim").ok());
  advance(401 * kDay);
  const auto removed = gateway->retention().run();
  EXPECT_EQ(removed->of("texts"), 1);
  EXPECT_EQ(removed->held.at("texts"), 1);
  EXPECT_EQ(conversation("c-1").turn, 1);
  ASSERT_TRUE(gateway->rights().holds.remove(officer, *gateway->rights().customer("shop", "u-1")).ok());
  EXPECT_EQ(gateway->retention().run()->of("texts"), 1);
  EXPECT_EQ(conversations(), "0");
}

TEST_F(EveryKind, GoesInItsOwnTimeAndAHoldStopsThatOfItsCustomer) {
  say_and_settle("c-3", "I want to talk to a person.");
  const auto ticket = conversation("c-3").ticket;
  ASSERT_TRUE(gateway->desk().note(ticket, "agnes", "Nobody answered the telephone.").ok());
  ASSERT_TRUE(gateway->desk().close(ticket, "agnes").ok());
  const auto id = conversation("c-3").id;
  const auto message = messages("c-3").front().id;
  change("UPDATE message SET fate='dropped' WHERE id='" + message + "'");
  change("INSERT INTO unanswered (id, conversation, message, model, why, at) VALUES ('q','" + id + "','" + message +
         "','kb','',1)");
  for (const auto* state : {"open", "closed"})
    change("INSERT INTO owned_case (id, conversation, kind, message, why, state, at) VALUES ('" + std::string(state) +
           "','" + id + "','blocked','','','" + state + "',1)");
  advance(399 * kDay);
  const auto customer = *gateway->rights().customer("shop", "u-1");
  ASSERT_TRUE(gateway->rights().holds.add(officer, customer, "claim").ok());
  auto run = gateway->retention().run();
  for (const auto* what : {"drafts", "tickets", "questions", "cases", "repeats"}) {
    EXPECT_EQ(run->of(what), what == std::string("repeats") ? 1 : 0) << what << ": the other customer's";
    EXPECT_GE(run->held[what], 1) << what;
  }
  EXPECT_NE(kinds("removed").back().find(R"("held_back":{"cases":1,)"), std::string::npos) << kinds("removed").back();
  ASSERT_TRUE(gateway->rights().holds.remove(officer, customer).ok());
  run = gateway->retention().run();
  for (const auto* what : {"drafts", "tickets", "questions", "cases", "repeats"}) EXPECT_GE(run->of(what), 1) << what;
  EXPECT_EQ(column("SELECT id FROM owned_case"), std::vector<std::string>{"open"}) << "somebody must still look";
  EXPECT_EQ(value("SELECT count(*) FROM ticket_note WHERE id IN (SELECT n.id FROM ticket_note n JOIN ticket t ON "
                  "t.id=n.ticket WHERE t.state='closed')"),
            "0");
  EXPECT_EQ(value("SELECT count(*) FROM message WHERE id='" + message + "'"), "0") << "what never went goes";
  EXPECT_FALSE(messages("c-3").empty()) << "the answer stays";
  EXPECT_EQ(run->of("texts"), 0);
}

TEST_F(EveryKind, NamesOfThoseWhoLeftGoAndTheRecordKeepsTheirIds) {
  (void)as("officer", "GET", "/api/v1/customers/shop/u-1");
  const auto id = id_of("officer");
  ASSERT_EQ(id.size(), 21U);
  const auto entry = kinds("exported").at(0);
  ASSERT_TRUE(users::remove(gateway->store(), "officer", clock.now()).ok());
  advance(401 * kDay);
  EXPECT_EQ(gateway->retention().run()->of("staff"), 1);
  EXPECT_EQ(value("SELECT count(*) FROM staff WHERE name='officer'"), "0");
  EXPECT_EQ(value("SELECT count(*) FROM \"user\" WHERE name='officer'"), "0");
  EXPECT_EQ(kinds("exported").at(0), entry);
}

TEST_F(RetentionTest, WorkThatIsNotDoneStopsIt) {
  customer_side.answers(503);
  say_and_settle("c-3", "How long does delivery take?");
  advance(401 * kDay);
  (void)gateway->retention().run();
  EXPECT_EQ(conversations(), "1") << "its reply is still on the way";
}

TEST_F(RetentionTest, RunsOnceAnHourByItself) {
  advance(401 * kDay);
  EXPECT_TRUE(gateway->retention().tend().has_value());
  EXPECT_FALSE(gateway->retention().tend().has_value());
  advance(61min);
  EXPECT_TRUE(gateway->retention().tend().has_value());
  EXPECT_EQ(conversations(), "0");
}

TEST_F(RetentionTest, ACustomerWhoseTextsWentMayWriteAgain) {
  advance(401 * kDay);
  (void)gateway->retention().run();
  EXPECT_FALSE(say_and_settle("c-1", "How long does delivery take?").empty());
  EXPECT_FALSE(delivered_by("ai", "c-1").empty());
}

TEST_F(RetentionTest, TheKeyGoesWithTheLastOfACustomersTextsAndIsInNoCopyMadeLater) {
  const auto keys = wrapped_keys();
  ASSERT_EQ(keys.size(), 2U);
  const auto old = conversation("c-1");
  const auto copy = folder.path / "old.db";
  ASSERT_TRUE(store::copy_database(folder.path / "data/countersign.db", copy).ok());
  const auto attack = [&] {  // the old rows, with all that the data folder has now
    const auto stolen = folder.path / "stolen";
    std::filesystem::copy(folder.path / "data", stolen,
                          std::filesystem::copy_options::recursive | std::filesystem::copy_options::skip_symlinks);
    auto store = store::Keys::open(stolen / "keys");
    std::string opened;
    (void)store::read_beside(copy, [&](store::Session& session) {
      session.each("SELECT id, sealed FROM message WHERE conversation='" + old.id + "'", {},
                   [&](const store::Row& row) {
                     if (const auto text = (*store)->open(old.customer, "message:" + row.text(0), row.blob(1)))
                       opened += *text;
                   });
    });
    *store = nullptr;
    std::filesystem::remove_all(stolen);
    return opened;
  };
  ASSERT_NE(attack().find("delivery"), std::string::npos)
      << "the attack must be able to work, or its failure proves nothing";
  ASSERT_NE(raw_data().find(keys[0]), std::string::npos);
  much_later();
  const auto removed = gateway->retention().run();
  ASSERT_TRUE(removed.ok()) << removed.error().message;
  EXPECT_EQ(removed->keys, 2);
  EXPECT_NE(kinds("removed").back().find(R"("keys":2)"), std::string::npos);
  EXPECT_EQ(value("SELECT count(*) FROM key_to_go"), "0");
  const auto later = folder.path / "later", later_keys = folder.path / "later-keys";
  ASSERT_TRUE(rights::backup({folder.path / "data", later, later_keys}, clock.now()).ok());
  auto everything = raw_data();  // database, journal, shared memory, while it is open
  gateway.reset();
  everything += raw_data();
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder.path))
    if (file.is_regular_file() && file.path() != copy) everything += slurp(file.path());
  for (const auto& key : keys) {
    EXPECT_EQ(everything.find(key.substr(0, 16)), std::string::npos);
    EXPECT_EQ(everything.find(key.substr(16, 16)), std::string::npos);
    EXPECT_EQ(everything.find(key.substr(32, 16)), std::string::npos);
  }
  EXPECT_EQ(attack(), "");
  open();
}

TEST_F(RetentionTest, AKeyThatSomebodyUsedAMomentAgoStaysForNowAndIsErasedWhenAsked) {
  advance(401 * kDay);
  const auto removed = gateway->retention().run();
  EXPECT_EQ(removed->of("texts"), 2);
  EXPECT_EQ(removed->keys, 0) << "a text may be on its way to be sealed";
  EXPECT_EQ(value("SELECT count(*) FROM key_to_go"), "2");
  EXPECT_TRUE(gateway->rights().customer("shop", "u-1").ok()) << "the key is left of them";
  ASSERT_TRUE(erase("u-1").ok());
  EXPECT_EQ(value("SELECT count(*) FROM key_to_go"), "1");
  EXPECT_EQ(gateway->rights().customer("shop", "u-1").error().fault, Fault::not_found);
  reopen();
  EXPECT_EQ(gateway->retention().run()->keys, 1) << "the other one's, in the next run";
  EXPECT_EQ(gateway->rights().customer("shop", "u-2").error().fault, Fault::not_found);
}

TEST_F(RetentionTest, WhoWritesAgainBeforeTheKeyWentKeepsIt) {
  advance(401 * kDay);
  ASSERT_TRUE(gateway->retention().run().ok());
  say_and_settle("c-9", "How long does delivery take?");
  reopen();
  EXPECT_EQ(gateway->retention().run()->keys, 1) << "the other one's";
  EXPECT_EQ(messages("c-9").front().text, "How long does delivery take?");
  EXPECT_EQ(value("SELECT count(*) FROM key_to_go"), "0");
}

TEST_F(RetentionTest, WhatACustomerWishedForGoodHoldsWhenTheirKeyIsAnotherOne) {
  ASSERT_TRUE(gateway->rights().wishes.set(officer, *gateway->rights().customer("shop", "u-1"), {true, false}).ok());
  much_later();
  EXPECT_EQ(gateway->retention().run()->keys, 2);
  EXPECT_TRUE(gateway->rights().customer("shop", "u-1").ok()) << "their wish is left of them";
  say_and_settle("c-9", "How long does delivery take?");
  EXPECT_TRUE(delivered_by("ai", "c-9").empty());
}

}  // namespace
}  // namespace countersign::testing
