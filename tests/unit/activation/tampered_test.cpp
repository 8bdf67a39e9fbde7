// What somebody can do who writes the database and nothing else: the bundle that was put in force last counts, or
// everything is held; no older set, no old approval and no second beginning can be had that way.
#include "activation/officers.hpp"
#include "base/crypto.hpp"

namespace countersign::testing {
namespace {

constexpr const char* kQuestion = "What are your opening hours?";

class Tampered : public Officers {
 protected:
  /// Changes bytes of a row as somebody with the database in hand would.
  void replace(const std::string& table, const std::string& column, const std::string& where, const std::string& old,
               const std::string& fresh) {
    std::string body;
    (void)gateway->store().read([&](store::Session& session) {
      session.first("SELECT " + column + " FROM " + table + " WHERE " + where, {},
                    [&](const store::Row& row) { body = row.blob(0); });
    });
    const auto at = body.find(old);
    ASSERT_NE(at, std::string::npos) << body;
    body.replace(at, old.size(), fresh);
    ASSERT_TRUE(gateway->store()
                    .commit([&](store::Session& session) {
                      session.run("UPDATE " + table + " SET " + column + "=$1 WHERE " + where, {store::Blob{body}});
                    })
                    .ok());
  }
  static std::string none() { return policy::PolicySet::none()->digest(); }
  std::string outcome(const std::string& name) {
    say_and_settle(name, kQuestion);
    if (!delivered_by("ai", name).empty()) return "answered";
    return conversation(name).owner == Owner::ai ? "held" : "with a person";
  }
};

TEST_F(Tampered, AnAlteredBundleIsRefusedOnceOnTheRecordAndNoOlderSetTakesItsPlace) {
  in_force(strict_rule());
  replace("policy_bundle", "body", "number=2", "\"deed\":\"activate\"", "\"deed\":\"confirm\"");
  reopen();
  EXPECT_EQ(digest(), none());
  EXPECT_NE(outcome("c-1"), "answered");
  EXPECT_TRUE(has(health(), "no policies are in force and everything is held: bundle 2 was altered")) << health();
  EXPECT_TRUE(has(health(), "\"status\":\"degraded\""));
  EXPECT_EQ(entries("policy_refused"), 1);
  reopen();
  EXPECT_EQ(entries("policy_refused"), 1);
  EXPECT_TRUE(has(activation::as_text(*office().history()), "2  bundle 2 was altered"));
  // Two officers go on, under a number of its own.
  const auto next = in_force(strict_rule(2));
  EXPECT_EQ(bundle(), 3);
  EXPECT_TRUE(has(health(), "\"policies\":\"in force\"")) << health();
  reopen();
  EXPECT_EQ(digest(), next);
}

TEST_F(Tampered, ARowThatNobodyHereSignedChangesNothing) {
  const auto strict = in_force(strict_rule());
  change("INSERT INTO policy_bundle SELECT 3, body, signature FROM policy_bundle WHERE number=1");
  reopen();
  EXPECT_EQ(digest(), strict);
  EXPECT_TRUE(has(health(), "a newer bundle was refused (bundle 3 was altered")) << health();
  EXPECT_TRUE(has(health(), "bundle 2 is in force")) << health();
  EXPECT_EQ(entries("policy_refused"), 1);
  const auto next = in_force(strict_rule(2));
  EXPECT_EQ(bundle(), 3);
  reopen();
  EXPECT_EQ(digest(), next);
  EXPECT_TRUE(office().state().trouble.empty());
}

TEST_F(Tampered, ABundleTakenOutOfTheStoreAndTheRecordIsMissed) {
  in_force(strict_rule());
  change("DELETE FROM policy_bundle WHERE number=2");
  change("DELETE FROM entry WHERE kind LIKE 'policy_%'");
  record_makes_sense = false;
  reopen();
  EXPECT_EQ(digest(), none());
  EXPECT_TRUE(has(health(), "bundle 2 was in force last and is missing")) << health();
  EXPECT_EQ(entries("policy_refused"), 1);
  in_force(strict_rule(2));
  EXPECT_EQ(bundle(), 3);
}

TEST_F(Tampered, WithoutTheFileBesideTheKeyTheRecordSaysWhatIsMissing) {
  in_force(strict_rule());
  change("DELETE FROM policy_bundle WHERE number=2");
  std::filesystem::remove(folder.path / "data/keys/policy.newest");
  reopen();
  EXPECT_EQ(digest(), none());
  EXPECT_TRUE(has(health(), "bundle 2 was in force last and is missing")) << health();
}

TEST_F(Tampered, AnOlderCopyOfTheDatabaseBringsNoOlderSetBack) {
  const auto database = folder.path / "data/countersign.db";
  const auto first = digest();
  gateway.reset();
  const auto old = slurp(database);
  open();
  in_force(strict_rule());
  gateway.reset();
  spill(database, old);
  open();
  EXPECT_EQ(digest(), none());
  EXPECT_TRUE(has(health(), "bundle 2 was in force last and is missing")) << health();
  EXPECT_NE(first, none());
}

TEST_F(Tampered, NobodyMakesTheFolderTheFirstSetOnceMoreByEmptyingTheDatabase) {
  in_force(strict_rule());
  remove_policy("new.yaml");
  record_makes_sense = false;
  const auto emptied = [&] {
    for (const char* table : {"policy_bundle", "policy_proposal", "policy_source", "in_force", "entry", "detail"})
      change(std::string("DELETE FROM ") + table);
    reopen();
  };
  emptied();
  EXPECT_EQ(digest(), none());
  EXPECT_FALSE(office().state().bundle.has_value());
  // Without the file the key alone says that there was a set.
  std::filesystem::remove(folder.path / "data/keys/policy.newest");
  emptied();
  EXPECT_EQ(digest(), none());
  EXPECT_TRUE(has(health(), "there is no bundle")) << health();
}

TEST_F(Tampered, AFirstSetThatDoesNotLoadLeavesNoKeyBehind) {
  gateway.reset();
  std::filesystem::remove_all(folder.path / "data");
  write_policy("new.yaml", "polizy: P\n");
  EXPECT_THROW(open(), std::runtime_error);
  EXPECT_FALSE(std::filesystem::exists(folder.path / "data/keys/policy.key"));
  remove_policy("new.yaml");
  open();
  EXPECT_EQ(office().state().bundle->number, 1);
}

TEST_F(Tampered, AnApprovalDoesNotLiveAgainWhenItsBaseComesBack) {
  const auto first = digest();
  const auto old = agreed(strict_rule(2));
  in_force(strict_rule());
  ASSERT_TRUE(office().roll_back("dana", 1, {}).ok());
  ASSERT_TRUE(office().approve("ben", first).ok());
  ASSERT_TRUE(office().activate("ben", first, {}).ok());
  EXPECT_EQ(digest(), first);
  EXPECT_EQ(fault_of(office().activate("dana", old, {})), Fault::conflict);
  EXPECT_EQ(fault_of(office().approve("cleo", old)), Fault::conflict);
  // Proposed again it is another proposal, and the one that counts.
  write_policy("new.yaml", strict_rule(2));
  ASSERT_TRUE(office().propose("dana", policies(), {}).ok());
  EXPECT_EQ(fault_of(office().activate("dana", old, {})), Fault::forbidden);
  ASSERT_TRUE(office().approve("ben", old.substr(0, 8)).ok());
  EXPECT_TRUE(office().activate("dana", old.substr(0, 8), {}).ok());
}

TEST_F(Tampered, AProposalThatIsPutBackAfterItsUseServesNoMore) {
  const auto fresh = agreed(strict_rule());
  change("CREATE TABLE kept AS SELECT * FROM policy_proposal");
  const auto put_back = [&] { change("REPLACE INTO policy_proposal SELECT * FROM kept"); };
  ASSERT_TRUE(office().activate("dana", fresh, *activation::scope_from("share=10%")).ok());
  ASSERT_TRUE(office().end_canary("dana").ok());
  put_back();
  EXPECT_EQ(fault_of(office().activate("dana", fresh, {})), Fault::conflict);
  reopen();
  EXPECT_EQ(fault_of(office().activate("dana", fresh, {})), Fault::conflict);
  // Another canary carries on what was spent before it.
  const auto other = agreed(strict_rule(2));
  ASSERT_TRUE(office().activate("dana", other, *activation::scope_from("share=10%")).ok());
  ASSERT_TRUE(office().end_canary("dana").ok());
  EXPECT_EQ(fault_of(office().activate("dana", fresh, {})), Fault::conflict);
}

TEST_F(Tampered, ASetWhoseBytesWereAlteredIsNotInForceUnderItsOldName) {
  const auto strict = in_force(strict_rule());
  replace("policy_source", "bytes", "digest='" + strict + "'", "if_not: hold_for_review", "if_not: add_the_notice ");
  reopen();
  EXPECT_EQ(digest(), none());
  EXPECT_TRUE(has(health(), "are missing or were altered")) << health();
}

TEST_F(Tampered, WithNothingLeftThatVerifiesEverythingIsHeldUntilTwoAgreeAnew) {
  replace("policy_bundle", "signature", "number=1", "", "x");
  reopen();
  EXPECT_EQ(digest(), none());
  EXPECT_NE(outcome("c-1"), "answered");
  EXPECT_TRUE(has(health(), "no policies are in force and everything is held")) << health();
  // Nobody makes the folder the first set again by emptying the table.
  change("DELETE FROM policy_bundle");
  reopen();
  EXPECT_EQ(digest(), none());
  EXPECT_EQ(fault_of(office().tighten("dana", policies())), Fault::invalid);
  const auto proposed = office().propose("dana", policies(), {});
  ASSERT_TRUE(proposed.ok()) << proposed.error().message;
  ASSERT_TRUE(office().approve("ben", proposed->digest).ok());
  ASSERT_TRUE(office().activate("ben", proposed->digest, {}).ok());
  EXPECT_EQ(outcome("c-2"), "answered");
  EXPECT_TRUE(has(health(), "\"policies\":\"in force\"")) << health();
}

TEST_F(Tampered, WithoutItsOwnKeyNothingVerifiesAndAnotherKeyIsNoHelp) {
  const auto key = folder.path / "data/keys/policy.key";
  const auto own = slurp(key);
  gateway.reset();
  std::filesystem::remove(key);
  open();
  EXPECT_EQ(digest(), none());
  EXPECT_TRUE(has(health(), "restore it from its backup")) << health();
  EXPECT_EQ(fault_of(office().propose("dana", policies(), {})), Fault::unavailable);
  EXPECT_FALSE(std::filesystem::exists(key));
  gateway.reset();
  spill(key, crypto::to_hex(std::string(32, 'k')) + "\n");
  std::filesystem::permissions(key, std::filesystem::perms::owner_read);
  open();
  EXPECT_EQ(digest(), none());
  gateway.reset();
  std::filesystem::permissions(key, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  spill(key, own);
  open();
  EXPECT_NE(digest(), none());
  EXPECT_EQ(outcome("c-1"), "answered");
}

TEST_F(Tampered, AnApprovalThatNobodyGaveIsNone) {
  write_policy("new.yaml", strict_rule());
  const auto proposed = office().propose("dana", policies(), {});
  ASSERT_TRUE(proposed.ok());
  replace("policy_proposal", "body", "true", "\"approved_by\":\"\"", "\"approved_by\":\"user:0123456789abcdef\"");
  EXPECT_EQ(fault_of(office().activate("dana", proposed->digest, {})), Fault::not_found);
}

}  // namespace
}  // namespace countersign::testing
