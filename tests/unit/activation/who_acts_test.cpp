// activation: two_people. Who may act on policies, by which token, by HTTP and by command; who may not.
#include <sstream>

#include "activation/officers.hpp"
#include "app/commands/commands.hpp"
#include "app/commands/gateway_commands.hpp"
#include "app/dispatch.hpp"
#include "base/crypto.hpp"
#include "http/users.hpp"

namespace countersign::testing {
namespace {

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

class WhoActs : public Officers {};

TEST_F(WhoActs, OverHttpOfficersOnlyAndTheSameAnswers) {
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

TEST_F(WhoActs, ATokenThatWasPutIntoTheDatabaseProposesAndApprovesNothing) {
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

/// The set that names an officer is not in force, so nobody knows by what right they act.
TEST_F(WhoActs, WhileNothingIsInForceNobodyIsAnOfficerByADocumentAndTheMessageSaysTheWayOut) {
  const auto token = [&](const std::string& name, const std::string& role) {
    const auto made = run(*gateway, clock, {"token", "create", "--user", name, "--role", role}, "", app::user_commands());
    return made.out.substr(0, made.out.find('\n'));
  };
  const auto roles = slurp(policies() / "roles.yaml");
  write_policy("roles.yaml", roles + "  - {name: dpo, permission: officer}\n");
  in_force(strict_rule());
  const auto paula = token("paula", "dpo");
  EXPECT_EQ(http("GET", "/api/v1/policies", paula).status, 200);
  change("DELETE FROM policy_bundle");
  reopen();
  EXPECT_TRUE(has(health(), "two users with the role officer itself put a set in force anew")) << health();
  const std::string way_out = "countersign token create --user NEW-NAME --role officer";
  const auto refused = http("POST", "/api/v1/policies/propose", paula);
  EXPECT_EQ(refused.status, 403);
  EXPECT_TRUE(has(refused.body, way_out)) << refused.body;
  const auto told = run(*gateway, clock, {"policy", "propose"}, paula);
  EXPECT_EQ(told.code, 2);
  EXPECT_TRUE(has(told.err, "the role \"dpo\" stands in no `roles` document of the policies in force") &&
              has(told.err, way_out))
      << told.err;
  // As the message says.
  const auto one = token("nina", "officer"), other = token("otto", "officer");
  const auto proposed = http("POST", "/api/v1/policies/propose", one);
  ASSERT_EQ(proposed.status, 200) << proposed.body;
  const auto body = "{\"digest\":\"" + std::string(json::parse(proposed.body)->text("digest")) + "\"}";
  EXPECT_EQ(http("POST", "/api/v1/policies/approve", one, body).status, 403);
  EXPECT_EQ(http("POST", "/api/v1/policies/approve", other, body).status, 200);
  EXPECT_EQ(http("POST", "/api/v1/policies/activate", other, body).status, 200);
  EXPECT_EQ(http("GET", "/api/v1/policies", paula).status, 200) << "the set that names her is in force again";
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

TEST_F(WhoActs, ALocalCommandWithoutATokenIsNobodysProposalAndNobodysApproval) {
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
