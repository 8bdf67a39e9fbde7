// activation: two_people. What was proposed or approved can be taken back until it is in force, and stays taken back.
#include <thread>

#include "activation/officers.hpp"

namespace countersign::testing {
namespace {

using namespace std::chrono_literals;

class Withdrawn : public Officers {
 protected:
  std::string status() { return activation::as_text(office().state(), ""); }
  static std::string said(const Result<activation::Done>& done) { return done ? done->words : done.error().message; }
};

TEST_F(Withdrawn, WhoApprovedTakesTheApprovalBackAndTheProposalWaitsForAnother) {
  const auto before = digest(), fresh = agreed(strict_rule());
  const auto done = office().withdraw("ben", fresh.substr(0, 8));
  ASSERT_TRUE(done.ok()) << said(done);
  EXPECT_EQ(done->state, "proposed");
  EXPECT_TRUE(has(done->words, "ben took back the approval of " + fresh + ", proposed by dana")) << done->words;
  const auto refused = office().activate("dana", fresh, {});
  EXPECT_EQ(fault_of(refused), Fault::forbidden);
  EXPECT_TRUE(has(said(refused), "ben took back the approval of this set; an officer other than dana approves it"))
      << said(refused);
  EXPECT_EQ(digest(), before);
  EXPECT_TRUE(has(status(), "waits for another officer's approval, which was taken back by ben")) << status();
  EXPECT_TRUE(has(activation::as_text(*office().history()),
                  "withdraw by ben of the approval of " + fresh.substr(0, 16) + " (proposed by dana)"));
  reopen();
  EXPECT_EQ(fault_of(office().activate("dana", fresh, {})), Fault::forbidden);
  EXPECT_EQ(entries("policy_withdrawn"), 1);
  // Another approval is another one, also by the same officer at the same moment.
  ASSERT_TRUE(office().approve("ben", fresh).ok());
  ASSERT_TRUE(office().withdraw("ben", fresh).ok());
  ASSERT_TRUE(office().approve("cleo", fresh).ok());
  ASSERT_TRUE(office().activate("dana", fresh, {}).ok());
  EXPECT_EQ(digest(), fresh);
}

TEST_F(Withdrawn, TheProposerOrAnotherOfficerTakesTheWholeProposalBack) {
  for (const char* who : {"dana", "cleo"}) {
    const auto fresh = agreed(strict_rule());
    const auto done = office().withdraw(who, fresh);
    ASSERT_TRUE(done.ok()) << said(done);
    EXPECT_EQ(done->state, "withdrawn");
    EXPECT_TRUE(has(status(), "withdrawn: " + fresh)) << status();
    for (const auto& refused : {office().activate("ben", fresh, {}), office().approve("ben", fresh),
                                office().withdraw("dana", fresh), office().show(fresh, {})}) {
      EXPECT_EQ(fault_of(refused), Fault::conflict);
      EXPECT_TRUE(has(said(refused), std::string(who) + " withdrew this proposal on 2026-")) << said(refused);
      EXPECT_TRUE(has(said(refused), "propose it again"));
    }
  }
  // What only waits for an approval too.
  write_policy("new.yaml", strict_rule(2));
  const auto other = office().propose("dana", policies(), {});
  ASSERT_TRUE(other.ok());
  ASSERT_TRUE(office().withdraw("ben", other->digest).ok());
  EXPECT_EQ(fault_of(office().approve("ben", other->digest)), Fault::conflict);
  const auto again = office().propose("ben", policies(), {});
  ASSERT_TRUE(again.ok()) << said(again);
  ASSERT_TRUE(office().approve("dana", again->digest).ok());
  ASSERT_TRUE(office().activate("ben", again->digest, {}).ok());
  EXPECT_FALSE(has(status(), "withdrawn: ")) << "those were for what was in force then";
}

TEST_F(Withdrawn, ARowThatIsPutBackAsItWasServesNoMore) {
  const auto fresh = agreed(strict_rule());
  change("CREATE TABLE kept AS SELECT * FROM policy_proposal");
  const auto put_back = [&] { change("REPLACE INTO policy_proposal SELECT * FROM kept"); };
  ASSERT_TRUE(office().withdraw("ben", fresh).ok());
  put_back();
  EXPECT_EQ(fault_of(office().activate("dana", fresh, {})), Fault::conflict);
  reopen();
  EXPECT_EQ(fault_of(office().activate("dana", fresh, {})), Fault::conflict);
  ASSERT_TRUE(office().withdraw("dana", fresh).ok());
  put_back();
  EXPECT_EQ(fault_of(office().activate("dana", fresh, {})), Fault::conflict);
  EXPECT_EQ(fault_of(office().approve("cleo", fresh)), Fault::conflict);
  // Without the bundle that says so nothing is in force at all.
  const auto newest = std::to_string(bundle());
  change("DELETE FROM policy_bundle WHERE number=" + newest);
  reopen();
  EXPECT_TRUE(has(health(), "bundle " + newest + " was in force last and is missing")) << health();
}

TEST_F(Withdrawn, WhatIsInForceIsRolledBackInsteadAndWhatIsTriedIsEnded) {
  const auto fresh = agreed(strict_rule());
  ASSERT_TRUE(office().activate("dana", fresh, *activation::scope_from("share=10%")).ok());
  const auto tried = office().withdraw("ben", fresh);
  EXPECT_EQ(fault_of(tried), Fault::conflict);
  EXPECT_TRUE(has(said(tried), "it is tried on share=10%: `countersign policy end-canary` ends that")) << said(tried);
  ASSERT_TRUE(office().promote("dana").ok());
  auto refused = office().withdraw("ben", fresh);
  EXPECT_EQ(fault_of(refused), Fault::conflict);
  EXPECT_TRUE(has(said(refused),
                  "it is in force for all since bundle 3; what is in force is not withdrawn but rolled "
                  "back: `countersign policy roll-back 2`"))
      << said(refused);
  write_policy("new.yaml", strict_rule(2));
  const auto tightened = office().tighten("dana", policies());
  ASSERT_TRUE(tightened.ok()) << said(tightened);
  refused = office().withdraw("dana", tightened->digest);
  EXPECT_EQ(fault_of(refused), Fault::conflict);
  EXPECT_TRUE(has(said(refused),
                  "it is in force since dana tightened it, and waits for another officer's confirmation; "
                  "what is in force is not withdrawn but rolled back: `countersign policy roll-back 3`"))
      << said(refused);
  EXPECT_EQ(fault_of(office().withdraw("dana", std::string(64, '0'))), Fault::not_found);
}

TEST_F(Withdrawn, ATighteningThatWaitsStaysAsItIsAndOverdueIsToldOnce) {
  write_policy("new.yaml", strict_rule(2));
  ASSERT_TRUE(office().tighten("dana", policies()).ok());
  clock.advance(25h);
  office().look();
  write_policy("new.yaml", strict_rule(3));
  const auto more = office().propose("ben", policies(), {});
  ASSERT_TRUE(more.ok()) << said(more);
  ASSERT_TRUE(office().withdraw("ben", more->digest).ok());
  EXPECT_TRUE(has(health(), "nobody confirmed what dana tightened")) << health();
  office().look();
  reopen();
  office().look();
  EXPECT_EQ(entries("policy_overdue"), 1);
  EXPECT_TRUE(office().state().bundle->confirm_by.has_value());
  EXPECT_EQ(fault_of(office().confirm("dana", digest())), Fault::forbidden);
  EXPECT_TRUE(office().confirm("ben", digest()).ok());
  EXPECT_FALSE(has(activation::as_text(office().state(), ""), "withdraw by"));
}

TEST_F(Withdrawn, AgainstAnActivationOneOfTheTwoComesFirstAndTheOtherIsRefused) {
  for (int round = 0; round < 8; ++round) {
    const auto fresh = agreed(strict_rule(round + 1));
    Result<activation::Done> taken = Error{Fault::internal, ""}, activated = taken;
    std::thread other([&] { taken = office().withdraw("ben", fresh); });
    activated = office().activate("dana", fresh, {});
    other.join();
    EXPECT_NE(taken.ok(), activated.ok()) << said(taken) << "\n" << said(activated);
    EXPECT_EQ(digest() == fresh, activated.ok());
  }
}

TEST_F(Withdrawn, WhileNothingIsInForceToo) {
  change("DELETE FROM policy_bundle");
  reopen();
  const auto fresh = agreed(strict_rule());
  ASSERT_TRUE(office().withdraw("ben", fresh).ok());
  EXPECT_EQ(fault_of(office().activate("dana", fresh, {})), Fault::forbidden);
  ASSERT_TRUE(office().approve("cleo", fresh).ok());
  ASSERT_TRUE(office().activate("dana", fresh, {}).ok());
  EXPECT_EQ(digest(), fresh);
}

}  // namespace
}  // namespace countersign::testing
