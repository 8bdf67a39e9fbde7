// The commands as a person runs them: with a server (over the control socket) and without one (under the lock).
#include "app/commands/commands.hpp"

#include <gtest/gtest.h>

#include <regex>
#include <sstream>

#include "app/control.hpp"
#include "app/dispatch.hpp"
#include "unit/app/scratch.hpp"

namespace countersign::app {
namespace {

using Words = std::vector<std::string>;

std::optional<std::string> roles(std::string_view role) {
  return role == "team_lead" ? std::optional<std::string>("reviewer") : std::nullopt;
}

class Commands : public testing::Test {
 protected:
  Commands() {
    program_.commands = user_commands();
    for (auto& spec : check_commands({})) program_.commands.push_back(std::move(spec));
    program_.open = [](const Config& config) { return open_store(config, roles); };
    program_.environment = [](const std::string&) { return std::nullopt; };
    config_ = scratch_.write("c.yaml", "data: data\npolicies: p\nchannels: [{name: web, plugin: channel.webchat}]\n");
  }
  int run(Words words) {
    out_.str("");
    err_.str("");
    words.insert(words.end(), {"--config", config_.string()});
    return app::run(program_, words, out_, err_);
  }

  Scratch scratch_;
  std::filesystem::path config_;
  Program program_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(Commands, ATokenIsPrintedAloneAndMakesItsUser) {
  EXPECT_EQ(run({"token", "create", "--user", "ana", "--role", "team_lead"}), 0) << err_.str();
  EXPECT_EQ(out_.str().size(), 68U);
  EXPECT_TRUE(out_.str().starts_with("cs_"));
  EXPECT_EQ(run({"user", "list"}), 0);
  EXPECT_TRUE(std::regex_match(out_.str(), std::regex("ana  team_lead  1 token  user:[0-9a-f]{16} in the record\n"))) << out_.str();
}

TEST_F(Commands, AUserLivesFromAddToRemove) {
  EXPECT_EQ(run({"user", "add", "bo", "--role", "officer"}), 0) << err_.str();
  EXPECT_EQ(run({"token", "create", "--user", "bo"}), 0) << err_.str();
  EXPECT_EQ(run({"token", "revoke", "--user", "bo"}), 0);
  EXPECT_EQ(out_.str(), "revoked 1 token\n");
  EXPECT_EQ(run({"user", "remove", "bo"}), 0);
  EXPECT_EQ(run({"user", "list", "--format", "json"}), 0);
  EXPECT_NE(out_.str().find(R"("removed":true)"), std::string::npos);
}

TEST_F(Commands, RefuseInOneLineThatSaysWhatToDo) {
  EXPECT_EQ(run({"token", "create", "--user", "nobody"}), 2);
  EXPECT_EQ(err_.str(), "countersign: there is no user \"nobody\": `countersign user list` shows who there is\n");
  EXPECT_EQ(run({"user", "add", "x", "--role", "boss"}), 2);
  EXPECT_EQ(run({"token", "revoke"}), 2);
  EXPECT_TRUE(out_.str().empty());
}

TEST_F(Commands, RunInsideTheServerThatHoldsTheFolder) {
  auto opened = open_store(*load_config(config_).config, roles);
  ASSERT_TRUE(opened.ok()) << opened.error().message;
  EXPECT_EQ(run({"user", "list"}), 2) << "the folder is locked and nobody answers";
  Services& services = (*opened)->services();
  auto control =
      ControlServer::start(services.config.control_socket(),
                           [&](const Words& words, const std::string& token, std::ostream& out, std::ostream& err) {
                             return run_in_server(program_.commands, services, words, token, out, err);
                           });
  ASSERT_TRUE(control.ok()) << control.error().message;
  ASSERT_EQ(run({"token", "create", "--user", "ana", "--role", "agent"}), 0) << err_.str();
  std::string token = out_.str();
  token.pop_back();
  const auto identity = users::authenticate(services.store, roles, token);
  ASSERT_TRUE(identity.ok());
  EXPECT_EQ(identity->user, "ana");
}

TEST_F(Commands, ThatBelongHereAreRefusedInsideTheServer) {
  auto opened = open_store(*load_config(config_).config, roles);
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(run_in_server(program_.commands, (*opened)->services(), {"check", "--config", "x"}, "", out_, err_), 2);
}

TEST_F(Commands, MakeADataFolderOnlyTheirUserCanRead) {
  ASSERT_EQ(run({"user", "list"}), 0) << err_.str();
  const auto mode = std::filesystem::status(scratch_.folder() / "data").permissions();
  EXPECT_EQ(mode & std::filesystem::perms::mask, std::filesystem::perms::owner_all);
}

TEST_F(Commands, CheckSaysFineOrEverythingThatIsWrong) {
  EXPECT_EQ(run({"check"}), 0);
  EXPECT_EQ(out_.str(), "fine: 1 channel, 0 models\n");
  scratch_.write("c.yaml", "data: data\nlisten: x\n");
  EXPECT_EQ(run({"check"}), 1);
  EXPECT_NE(out_.str().find("C022"), std::string::npos);
  EXPECT_NE(out_.str().find("C025"), std::string::npos);
  EXPECT_NE(out_.str().find("3 errors\n"), std::string::npos);
  EXPECT_EQ(run({"check", "--format", "json"}), 1);
  EXPECT_NE(out_.str().find(R"("code":"C025")"), std::string::npos);
}

TEST_F(Commands, CheckRunsThePartsOfOtherRooms) {
  program_.commands = check_commands({[](const Config& config, std::vector<yaml::Problem>& problems) {
    problems.push_back({{config.policies.string(), 1, 1}, "P104", "wrong"});
  }});
  EXPECT_EQ(run({"check"}), 1);
  EXPECT_NE(out_.str().find("/p:1:1 P104 wrong\n"), std::string::npos);
}

TEST_F(Commands, AskTheServerWhateverIsWrongWithTheFile) {
  scratch_.write("c.yaml", "data: data\nlisten: \"${env:NOT_SET_HERE}\"\npolicies: 7\nchannels: nonsense\n");
  std::filesystem::create_directory(scratch_.folder() / "data");
  const auto server = ControlServer::start(
      scratch_.folder() / "data" / "control.sock",
      [](const auto& words, const std::string&, auto& out, auto&) { return out << words.front(), 7; });
  ASSERT_TRUE(server.ok()) << server.error().message;
  EXPECT_EQ(run({"user", "list"}), 7) << err_.str();
  EXPECT_EQ(out_.str(), "user");
  EXPECT_EQ(err_.str(), "") << "the server has a configuration of its own";
}

TEST_F(Commands, StopAtAConfigurationWithErrors) {
  scratch_.write("c.yaml", "data: data\n");
  EXPECT_EQ(run({"user", "list"}), 2);
  EXPECT_NE(err_.str().find("C022"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(scratch_.folder() / "data"));
}

}  // namespace
}  // namespace countersign::app
