// activation: two_people. The folder is only a proposal; what two officers agreed on is in force, and says so.
#include <sys/stat.h>


#include "activation/officers.hpp"
#include "http/users.hpp"

namespace countersign::testing {
namespace {

using namespace std::chrono_literals;

constexpr const char* kQuestion = "What are your opening hours?";

class TwoPeople : public Officers {
 protected:
  /// Whether AI answers the question by itself in a new conversation.
  bool ai_answers() {
    const auto name = "c-" + std::to_string(++conversations_);
    say_and_settle(name, kQuestion);
    return !delivered_by("ai", name).empty();
  }
  void write_starter_notice(const std::string& text) {
    write_policy("notices/on-hold.yaml", "notice: H\nid: on-hold\nversion: 2\ntexts: {en: {any: \"" + text + "\"}}\n");
  }

 private:
  int conversations_ = 0;
};

TEST_F(TwoPeople, TheFirstSetIsTheBootstrapAndIsRecordedAndSigned) {
  const auto entries = column("SELECT body FROM entry WHERE kind='policy_activated'");
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_TRUE(has(entries[0], "its bootstrap")) << entries[0];
  EXPECT_TRUE(has(entries[0], digest()));
  struct stat key {};
  ASSERT_EQ(::stat((folder.path / "data/keys/policy.key").c_str(), &key), 0);
  EXPECT_EQ(key.st_mode & 0777U, 0600U);
  const auto state = office().state();
  EXPECT_EQ(state.bundle->number, 1);
  EXPECT_EQ(state.bundle->deed, activation::Deed::bootstrap);
  EXPECT_TRUE(state.trouble.empty());
  EXPECT_TRUE(has(value("SELECT body FROM entry WHERE kind='config_changed'"), "\"activation\":\"two_people\""));
}

TEST_F(TwoPeople, WhoeverWritesTheFolderChangesNothingThatIsInForceAndHealthSaysItDiffers) {
  EXPECT_TRUE(has(health(), "\"policies_folder\":\"in force\"")) << health();
  const auto before = digest();
  write_policy("new.yaml", strict_rule());
  load_policies();
  EXPECT_EQ(digest(), before);
  EXPECT_TRUE(has(health(), "differs from what is in force")) << health();
  EXPECT_TRUE(has(health(), "\"policies\":\"in force\""));
  EXPECT_TRUE(ai_answers());
  write_policy("new.yaml", "this is no policy");
  load_policies();
  EXPECT_TRUE(has(health(), "has errors")) << health();
  for (const auto* file : {"new.yaml", "roles.yaml", "journey.yaml"}) remove_policy(file);
  reopen();
  EXPECT_EQ(digest(), before);
  EXPECT_TRUE(ai_answers());
  EXPECT_TRUE(gateway->generations().reload("local").ok);
  EXPECT_EQ(digest(), before);
}

TEST_F(TwoPeople, WhatIsProposedByOneAndApprovedByAnotherDecidesFromThenOn) {
  EXPECT_TRUE(ai_answers());
  write_policy("new.yaml", strict_rule());
  const auto proposed = office().propose("dana", policies(), {30, 6});
  ASSERT_TRUE(proposed.ok()) << proposed.error().message;
  const auto words = activation::as_text(*proposed);
  EXPECT_TRUE(has(words, "policy shop-held is new")) << words;
  EXPECT_TRUE(has(words, "No decision became looser.")) << words;
  EXPECT_TRUE(
      has(words, "1 would now be held, 0 released; 0.1 hours of review more, 6 minutes a day, at 6 minutes each"))
      << words;
  EXPECT_TRUE(has(words, "cases hold")) << words;
  EXPECT_TRUE(ai_answers());

  const auto approved = office().approve("ben", proposed->digest);
  ASSERT_TRUE(approved.ok()) << approved.error().message;
  EXPECT_TRUE(ai_answers());
  const auto done = office().activate("dana", proposed->digest, {});
  ASSERT_TRUE(done.ok()) << done.error().message;
  EXPECT_EQ(digest(), proposed->digest);
  EXPECT_FALSE(ai_answers());
  EXPECT_TRUE(has(value("SELECT body FROM entry WHERE kind='held' ORDER BY seq DESC"), proposed->digest));
  EXPECT_EQ(entries("policy_proposed"), 1);
  EXPECT_EQ(entries("policy_approved"), 1);
  const auto activated = value("SELECT body FROM entry WHERE kind='policy_activated' ORDER BY seq DESC");
  const auto id_of = [&](const std::string& name) { return value("SELECT id FROM staff WHERE name='" + name + "'"); };
  EXPECT_TRUE(has(activated, "\"proposed_by\":\"user:" + id_of("dana")) &&
              has(activated, "\"approved_by\":\"user:" + id_of("ben")))
      << activated;
  EXPECT_FALSE(has(activated, "dana") || has(value("SELECT body FROM policy_bundle WHERE number=2"), "dana"));
  EXPECT_TRUE(has(activation::as_text(office().state(), ""), "activate by dana; proposed by dana, approved by ben"));

  reopen();
  EXPECT_EQ(digest(), proposed->digest);
  EXPECT_FALSE(ai_answers());
  EXPECT_EQ(bundle(), 2);
  EXPECT_EQ(entries("policy_activated"), 2);
}

TEST_F(TwoPeople, AProposalSaysWhichNamesTheConfigurationDoesNotHave) {
  auto rule = strict_rule();
  rule.replace(rule.find("channel: [shop]"), 15, "channel: [shop, shoop]");
  write_policy("new.yaml", rule);
  const auto proposed = office().propose("dana", policies(), {});
  ASSERT_TRUE(proposed.ok()) << proposed.error().message;
  const std::string told =
      "P145 warning: the configuration has no channel \"shoop\", neither by name nor by kind, so this never matches. Did "
      "you mean shop? (one of: ";
  EXPECT_TRUE(has(proposed->words, told)) << proposed->words;
  const auto shown = office().show(proposed->digest, {});
  ASSERT_TRUE(shown.ok());
  EXPECT_TRUE(has(shown->words, told)) << shown->words;
}

TEST_F(TwoPeople, NobodyApprovesTheirOwnProposalAndNothingUnapprovedIsActivated) {
  write_policy("new.yaml", strict_rule());
  const auto proposed = office().propose("dana", policies(), {});
  ASSERT_TRUE(proposed.ok());
  EXPECT_EQ(fault_of(office().approve("dana", proposed->digest)), Fault::forbidden);
  EXPECT_EQ(fault_of(office().activate("ben", proposed->digest, {})), Fault::forbidden);
  EXPECT_EQ(fault_of(office().propose("ben", policies(), {})), Fault::conflict);
  EXPECT_EQ(fault_of(office().approve("ben", proposed->digest.substr(0, 7))), Fault::invalid);
  ASSERT_TRUE(office().approve("ben", proposed->digest.substr(0, 8)).ok());
  EXPECT_EQ(fault_of(office().approve("cleo", proposed->digest)), Fault::conflict);
  EXPECT_EQ(fault_of(office().approve("ben", std::string(64, '0'))), Fault::not_found);
  ASSERT_TRUE(office().activate("cleo", proposed->digest, {}).ok());
}

TEST_F(TwoPeople, AProposalThatChangedAfterItsApprovalNeedsAnotherOne) {
  const auto first = agreed(strict_rule());
  write_policy("new.yaml", strict_rule(2));
  const auto second = office().propose("dana", policies(), {});
  ASSERT_TRUE(second.ok());
  EXPECT_NE(second->digest, first);
  EXPECT_EQ(fault_of(office().activate("dana", second->digest, {})), Fault::forbidden);
  // What was approved is what comes in force, whatever the folder says by now.
  ASSERT_TRUE(office().activate("dana", first, {}).ok());
  EXPECT_EQ(digest(), first);
  // And what was compared with the set before is not compared with this one.
  EXPECT_EQ(fault_of(office().approve("ben", second->digest)), Fault::conflict);
}

TEST_F(TwoPeople, TheWordOfARemovedUserDoesNotCount) {
  const auto one = agreed(strict_rule());
  ASSERT_TRUE(users::remove(gateway->store(), "ben", clock.now()).ok());
  EXPECT_EQ(fault_of(office().activate("dana", one, {})), Fault::conflict);
}

TEST_F(TwoPeople, ASetWithErrorsOrAFailingExampleIsNotProposed) {
  write_policy("new.yaml", strict_rule(1, "if_not: hold_for_revue\n"));
  const auto wrong = office().propose("dana", policies(), {});
  ASSERT_EQ(fault_of(wrong), Fault::invalid);
  EXPECT_TRUE(has(wrong.error().message, "Did you mean hold_for_review?")) << wrong.error().message;
  write_policy("new.yaml", strict_rule(1,
                                       "if_not: hold_for_review\n"
                                       "examples:\n  - given: {written_by: ai, channel: shop}\n    expect: send\n"));
  const auto failing = office().propose("dana", policies(), {});
  ASSERT_EQ(fault_of(failing), Fault::invalid);
  EXPECT_TRUE(has(failing.error().message,
                  "new.yaml:13 this example of shop-held expects send and gets "
                  "hold_for_review"))
      << failing.error().message;
  EXPECT_EQ(entries("policy_proposed"), 0);
}

TEST_F(TwoPeople, OneOfficerTightensAloneAndAnotherConfirms) {
  write_policy("new.yaml", strict_rule());
  const auto done = office().tighten("dana", policies());
  ASSERT_TRUE(done.ok()) << done.error().message;
  EXPECT_EQ(done->state, "waits_for_confirmation");
  EXPECT_FALSE(ai_answers());
  EXPECT_EQ(fault_of(office().confirm("dana", done->digest)), Fault::forbidden);
  EXPECT_EQ(fault_of(office().confirm("ben", std::string(64, '0'))), Fault::conflict);
  reopen();
  EXPECT_FALSE(ai_answers());
  const auto confirmed = office().confirm("ben", done->digest);
  ASSERT_TRUE(confirmed.ok()) << confirmed.error().message;
  EXPECT_EQ(fault_of(office().confirm("ben", done->digest)), Fault::conflict);
  EXPECT_EQ(entries("policy_confirmed"), 1);
  clock.advance(25h);
  office().look();
  EXPECT_EQ(entries("policy_overdue"), 0);
  EXPECT_TRUE(office().state().trouble.empty());
}

TEST_F(TwoPeople, ATighteningThatNobodyConfirmsStaysAndIsToldLoudlyOnce) {
  write_policy("new.yaml", strict_rule());
  ASSERT_TRUE(office().tighten("dana", policies()).ok());
  clock.advance(23h);
  // Tightening once more does not give dana another day.
  write_policy("new.yaml", strict_rule(2));
  ASSERT_TRUE(office().tighten("dana", policies()).ok());
  office().look();
  EXPECT_EQ(entries("policy_overdue"), 0);
  clock.advance(1h);
  office().look();
  office().look();
  EXPECT_EQ(entries("policy_overdue"), 1);
  EXPECT_TRUE(has(health(), "nobody confirmed what dana tightened")) << health();
  EXPECT_TRUE(has(health(), "\"status\":\"degraded\""));
  EXPECT_FALSE(ai_answers());
  reopen();
  office().look();
  EXPECT_EQ(entries("policy_overdue"), 1);
  EXPECT_FALSE(office().state().trouble.empty());
  EXPECT_TRUE(office().confirm("ben", digest()).ok());
  EXPECT_TRUE(office().state().trouble.empty());
}

TEST_F(TwoPeople, NothingLooserComesInByTightening) {
  const auto waiver = [](const std::string& until) {
    return strict_rule(1,
                       "if_not: hold_for_review\n"
                       "except:\n  - for: {language: [fr]}\n    reason: R\n    ticket: T-1\n"
                       "    approved_by: dpo@example.com\n    until: " +
                           until + "\n");
  };
  in_force(waiver("2026-12-01"));
  const auto refused = [&] {
    const auto done = office().tighten("dana", policies());
    EXPECT_EQ(fault_of(done), Fault::invalid);
    return done.ok() ? "" : done.error().message;
  };
  write_policy("new.yaml", waiver("2026-12-20"));
  auto said = refused();
  EXPECT_TRUE(has(said, "from 2026-12-02 on: ")) << said;
  EXPECT_TRUE(has(said, "it takes two: `countersign policy propose`")) << said;
  remove_policy("new.yaml");
  said = refused();
  EXPECT_TRUE(has(said, "Something became looser.")) << said;
  // Another queue may be one that nobody looks after.
  write_policy("new.yaml", waiver("2026-12-01") + "give_to: {queue: care-team, priority: urgent}\n");
  said = refused();
  EXPECT_TRUE(has(said, "or to another one, by: policy shop-held")) << said;
  // What rules do not decide is nobody's to change alone: no proof covers it.
  write_policy("new.yaml", waiver("2026-12-01"));
  write_starter_notice("We promise you a refund.");
  said = refused();
  EXPECT_TRUE(has(said, "not decided by rules: notice")) << said;
  EXPECT_EQ(bundle(), 2);
}

TEST_F(TwoPeople, RollingBackIsAChangeLikeAnyOtherAndAnOldApprovalDoesNotServeTwice) {
  const auto first = digest();
  const auto strict = in_force(strict_rule());
  const auto back = office().roll_back("dana", 1, {});
  ASSERT_TRUE(back.ok()) << back.error().message;
  EXPECT_EQ(back->state, "proposed");
  EXPECT_EQ(digest(), strict);
  EXPECT_EQ(fault_of(office().activate("dana", first, {})), Fault::forbidden);
  ASSERT_TRUE(office().approve("ben", first).ok());
  ASSERT_TRUE(office().activate("ben", first, {}).ok());
  EXPECT_EQ(digest(), first);
  EXPECT_TRUE(ai_answers());
  EXPECT_EQ(fault_of(office().activate("dana", strict, {})), Fault::not_found);
  // To a stricter set one may go back alone, to be confirmed.
  const auto forth = office().roll_back("dana", 2, {});
  ASSERT_TRUE(forth.ok()) << forth.error().message;
  EXPECT_EQ(forth->state, "waits_for_confirmation");
  EXPECT_FALSE(ai_answers());
  EXPECT_EQ(fault_of(office().roll_back("dana", 99, {})), Fault::not_found);
}

/// The pager's server must be there before the configuration that names it.
struct Pager {
  Outside pager;
};

class Called : protected Pager, public Officers {
 protected:
  Called() : Officers(paged(pager.url())) {}
  static RoadOptions paged(const std::string& url) {
    RoadOptions options;
    options.further = "notify:\n  - {name: team, reaches: [support], url: \"" + url +
                      "/team\", secret: \"${env:ROAD_KEY}\"}\n  - {name: pager, reaches: [officer], url: \"" + url +
                      "/page\", secret: \"${env:ROAD_KEY}\"}\n";
    return options;
  }
};

TEST_F(Called, ThoseWhoAnswerForThePoliciesAreCalledWhenNobodyConfirms) {
  write_policy("new.yaml", strict_rule());
  ASSERT_TRUE(office().tighten("dana", policies()).ok());
  clock.advance(24h);
  pager.answers(503);
  office().look();
  settle();
  ASSERT_EQ(pager.seen().size(), 1U);
  const auto told = *json::parse(pager.seen()[0].body);
  EXPECT_EQ(told.text("to"), "officer");
  EXPECT_EQ(told.text("reference"), "policies");
  pager.answers(204);
  clock.advance(1h);
  settle();
  ASSERT_EQ(pager.seen().size(), 2U);
  EXPECT_EQ(pager.seen()[0].body, pager.seen()[1].body);
  EXPECT_EQ(entries("told"), 1);
  EXPECT_EQ(value("SELECT COUNT(*) FROM work WHERE task='notify'"), "0");
}

}  // namespace
}  // namespace countersign::testing
