// What lies in the store counts only with its signature: a bundle that was altered is refused, the one before it stays,
// and with none left everything is held.
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
  std::string outcome(const std::string& name) {
    say_and_settle(name, kQuestion);
    if (!delivered_by("ai", name).empty()) return "answered";
    return conversation(name).owner == Owner::ai ? "held" : "with a person";
  }
};

TEST_F(Tampered, AnAlteredBundleIsRefusedOnceOnTheRecordAndTheOneBeforeStays) {
  const auto first = digest();
  in_force(strict_rule());
  replace("policy_bundle", "body", "number=2", "\"deed\":\"activate\"", "\"deed\":\"confirm\"");
  reopen();
  EXPECT_EQ(digest(), first);
  EXPECT_EQ(outcome("c-1"), "answered");
  EXPECT_TRUE(has(health(), "a newer bundle was refused (bundle 2 was altered")) << health();
  EXPECT_TRUE(has(health(), "\"status\":\"degraded\""));
  EXPECT_EQ(entries("policy_refused"), 1);
  reopen();
  EXPECT_EQ(entries("policy_refused"), 1);
  EXPECT_TRUE(has(activation::as_text(*office().history()), "2  bundle 2 was altered"));
  // The next change goes on from the good one, under a number of its own.
  write_policy("new.yaml", strict_rule(2));
  const auto next = office().tighten("dana", policies());
  ASSERT_TRUE(next.ok()) << next.error().message;
  EXPECT_EQ(next->bundle, 3);
  EXPECT_TRUE(has(health(), "\"policies\":\"in force\"")) << health();
  reopen();
  EXPECT_EQ(digest(), next->digest);
}

TEST_F(Tampered, ABundleTakenOutOfTheStoreIsMissed) {
  const auto first = digest();
  in_force(strict_rule());
  change("DELETE FROM policy_bundle WHERE number=2");
  reopen();
  EXPECT_EQ(digest(), first);
  EXPECT_TRUE(has(health(), "bundle 2 stands in the record and is missing")) << health();
  EXPECT_EQ(entries("policy_refused"), 1);
  const auto next = office().tighten("dana", policies());
  ASSERT_TRUE(next.ok()) << next.error().message;
  EXPECT_EQ(next->bundle, 3);
}

TEST_F(Tampered, ASetWhoseBytesWereAlteredIsNotInForceUnderItsOldName) {
  const auto strict = in_force(strict_rule());
  const auto first = value("SELECT digest FROM policy_source WHERE digest<>'" + strict + "'");
  replace("policy_source", "bytes", "digest='" + strict + "'", "if_not: hold_for_review", "if_not: add_the_notice ");
  reopen();
  EXPECT_EQ(digest(), first);
  EXPECT_TRUE(has(health(), "are missing or were altered")) << health();
}

TEST_F(Tampered, WithNothingLeftThatVerifiesEverythingIsHeldUntilTwoAgreeAnew) {
  replace("policy_bundle", "signature", "number=1", "", "x");
  reopen();
  EXPECT_EQ(digest(), policy::PolicySet::none()->digest());
  EXPECT_NE(outcome("c-1"), "answered");
  EXPECT_TRUE(has(health(), "no policies are in force and everything is held")) << health();
  // Nobody makes the folder the first set again by emptying the table.
  change("DELETE FROM policy_bundle");
  reopen();
  EXPECT_EQ(digest(), policy::PolicySet::none()->digest());
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
  EXPECT_EQ(digest(), policy::PolicySet::none()->digest());
  EXPECT_TRUE(has(health(), "restore it from its backup")) << health();
  EXPECT_EQ(fault_of(office().propose("dana", policies(), {})), Fault::unavailable);
  EXPECT_FALSE(std::filesystem::exists(key));
  gateway.reset();
  spill(key, crypto::to_hex(std::string(32, 'k')) + "\n");
  std::filesystem::permissions(key, std::filesystem::perms::owner_read);
  open();
  EXPECT_EQ(digest(), policy::PolicySet::none()->digest());
  gateway.reset();
  std::filesystem::permissions(key, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  spill(key, own);
  open();
  EXPECT_NE(digest(), policy::PolicySet::none()->digest());
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
