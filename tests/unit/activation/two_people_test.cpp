// activation: two_people. The folder is only a proposal; what two officers agreed on is in force, and says so.
#include <sys/stat.h>

#include <sstream>

#include "activation/officers.hpp"
#include "app/commands/commands.hpp"
#include "app/commands/gateway_commands.hpp"
#include "app/dispatch.hpp"
#include "base/crypto.hpp"
#include "http/users.hpp"

namespace countersign::testing {
namespace {

using namespace std::chrono_literals;

constexpr const char* kQuestion = "What are your opening hours?";

/// Commands, as the server runs them for the control socket.
struct Ran {
  int code = 0;
  std::string out, err;
};
Ran run(app::Gateway& gateway, const Clock& clock, std::vector<std::string> words, const std::string& token,
        const app::CommandTable& table = app::policy_commands()) {
  words.insert(words.end(), {"--config", "countersign.yaml"});
  static const app::Config config;
  app::Services services{gateway.store(), clock,    config,
                         gateway.roles(), &gateway, [&](const std::string& made) { return gateway.token_made(made); }};
  std::ostringstream out, err;
  const int code = app::run_in_server(table, services, words, token, out, err);
  return {code, out.str(), err.str()};
}

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

TEST_F(TwoPeople, OverHttpOfficersOnlyAndTheSameAnswers) {
  const auto token = [&](const std::string& name, const std::string& role) {
    auto words = std::vector<std::string>{"token", "create", "--user", name};
    if (!role.empty()) words.insert(words.end(), {"--role", role});
    const auto made = run(*gateway, clock, words, "", app::user_commands()).out;
    return made.substr(0, made.find('\n'));
  };
  const auto dana = token("dana", ""), ben = token("ben", ""), agent = token("sam", "agent");
  EXPECT_EQ(http("GET", "/api/v1/policies", "").status, 401);
  EXPECT_EQ(http("POST", "/api/v1/policies/propose", agent).status, 403);
  write_policy("new.yaml", strict_rule());
  const auto proposed = http("POST", "/api/v1/policies/propose", dana);
  ASSERT_EQ(proposed.status, 200) << proposed.body;
  const auto digest = std::string(json::parse(proposed.body)->text("digest"));
  const auto body = "{\"digest\":\"" + digest + "\"}";
  EXPECT_EQ(http("POST", "/api/v1/policies/approve", dana, body).status, 403);
  EXPECT_EQ(http("POST", "/api/v1/policies/approve", ben, "{\"digest\":1}").status, 422);
  EXPECT_EQ(http("POST", "/api/v1/policies/approve", ben, body).status, 200);
  const auto shown = http("GET", "/api/v1/policies/proposals/" + digest, ben);
  EXPECT_TRUE(has(shown.body, "policy shop-held is new")) << shown.body;
  EXPECT_EQ(http("POST", "/api/v1/policies/activate", ben, body).status, 200);
  const auto status = http("GET", "/api/v1/policies", ben);
  EXPECT_TRUE(has(status.body, "\"number\":2") && has(status.body, digest)) << status.body;
  EXPECT_TRUE(has(http("GET", "/api/v1/policies/history", ben).body, "bootstrap"));
  EXPECT_EQ(http("POST", "/api/v1/policies/roll-back", ben, "{\"bundle\":\"one\"}").status, 422);
  EXPECT_EQ(http("POST", "/api/v1/policies/promote", ben).status, 409);
}

TEST_F(TwoPeople, ATokenThatWasPutIntoTheDatabaseProposesAndApprovesNothing) {
  write_policy("new.yaml", strict_rule());
  const auto proposed = office().propose("dana", policies(), {});
  ASSERT_TRUE(proposed.ok());
  const auto body = "{\"digest\":\"" + proposed->digest + "\"}";
  // A token of an officer there is, and an officer who is none.
  const auto forged = "cs_" + std::string(64, 'f');
  change("INSERT INTO token(hash, user, created_at) VALUES('" + crypto::sha256_hex(forged) + "','ben',0)");
  EXPECT_EQ(http("GET", "/api/v1/policies", forged).status, 200);
  const auto refused = http("POST", "/api/v1/policies/approve", forged, body);
  EXPECT_EQ(refused.status, 403);
  EXPECT_TRUE(has(refused.body, "countersign token create --user ben")) << refused.body;
  const auto told = run(*gateway, clock, {"policy", "approve", proposed->digest}, forged);
  EXPECT_EQ(told.code, 2);
  EXPECT_TRUE(has(told.err, "was not made for an officer by this installation's own command")) << told.err;
  // Somebody else's honest token, given to ben, or its owner made an officer.
  const auto made =
      run(*gateway, clock, {"token", "create", "--user", "sam", "--role", "reviewer"}, "", app::user_commands());
  const auto sam = made.out.substr(0, made.out.find('\n'));
  change("UPDATE user SET role='officer' WHERE name='sam'");
  EXPECT_EQ(http("POST", "/api/v1/policies/approve", sam, body).status, 403);
  change("UPDATE token SET user='ben' WHERE user='sam'");
  EXPECT_EQ(http("POST", "/api/v1/policies/approve", sam, body).status, 403);
  const auto honest = run(*gateway, clock, {"token", "create", "--user", "ben"}, "", app::user_commands()).out;
  EXPECT_EQ(http("POST", "/api/v1/policies/approve", honest.substr(0, honest.find('\n')), body).status, 200);
}

class BeganWithTheFolder : public Officers {
 protected:
  /// An officer's token that is there before two people put policies in force.
  std::string token_before_two_people() {
    gateway.reset();
    const auto file = folder.path / "countersign.yaml";
    const auto two_people = slurp(file);
    std::filesystem::remove_all(folder.path / "data");
    auto one = two_people;
    one.erase(one.find("activation: two_people\n"), std::string("activation: two_people\n").size());
    spill(file, one);
    open();
    auto token = *users::create_token(gateway->store(), gateway->roles(), "dana", "officer", clock.now());
    gateway.reset();
    spill(file, two_people);
    open();
    return token;
  }
};

TEST_F(BeganWithTheFolder, TheTokensOfItsOfficersCountFromTheBootstrapOn) {
  const auto dana = token_before_two_people();
  write_policy("new.yaml", strict_rule());
  EXPECT_EQ(http("POST", "/api/v1/policies/propose", dana).status, 200);
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

TEST_F(TwoPeople, ALocalCommandWithoutATokenIsNobodysProposalAndNobodysApproval) {
  write_policy("new.yaml", strict_rule());
  for (const std::string command : {"propose", "approve", "activate", "tighten", "confirm", "roll-back"}) {
    std::vector<std::string> words{"policy", command};
    if (command == "approve" || command == "activate" || command == "confirm") words.push_back(std::string(64, '0'));
    if (command == "roll-back") words.emplace_back("1");
    const auto ran = run(*gateway, clock, words, "");
    EXPECT_EQ(ran.code, 2);
    EXPECT_TRUE(has(ran.err, "COUNTERSIGN_TOKEN is not set")) << command << ": " << ran.err;
  }
  EXPECT_EQ(entries("policy_proposed"), 0);
  const auto status = run(*gateway, clock, {"policy", "status"}, "");
  EXPECT_EQ(status.code, 0);
  EXPECT_TRUE(has(status.out, "in force: " + digest())) << status.out;
}

class InTheFolder : public Road {};

TEST_F(InTheFolder, EveryCommandThatNeedsTwoPeopleSaysSoInOneMessage) {
  const auto token = *users::create_token(gateway->store(), gateway->roles(), "dana", "officer", clock.now());
  for (const char* command : {"propose", "tighten", "promote", "end-canary", "history"}) {
    const auto ran = run(*gateway, clock, {"policy", command}, token);
    EXPECT_EQ(ran.code, 2);
    EXPECT_EQ(ran.err, "countersign: " + activation::needs_two_people().message + "\n") << command;
  }
  EXPECT_TRUE(has(run(*gateway, clock, {"policy", "status"}, "").out, "the folder as it stands"));
}

}  // namespace
}  // namespace countersign::testing
