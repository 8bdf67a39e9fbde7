// The commands of this room as a person runs them inside the server.
#include <algorithm>
#include <sstream>

#include "app/commands/gateway_commands.hpp"
#include "app/dispatch.hpp"
#include "people.hpp"

namespace countersign::testing {
namespace {

namespace fs = std::filesystem;

class RightsCommands : public PeopleTest {
 protected:
  RightsCommands() {
    for (auto&& family : {app::rights_commands(), app::backup_commands(), app::report_commands()})
      commands_.insert(commands_.end(), family.begin(), family.end());
    config_.data = folder.path / "data";
    message_ = say_and_settle("c-1", "How long does delivery take?");
  }
  /// As the holder of a permission; "" without a token.
  int run(const std::string& permission, std::vector<std::string> words) {
    out_.str("");
    err_.str("");
    words.insert(words.end(), {"--config", (folder.path / "countersign.yaml").string()});
    app::Services services{gateway->store(), clock, config_, gateway->roles(), gateway.get()};
    return app::run_in_server(commands_, services, words, permission.empty() ? "" : token_of(permission), out_, err_);
  }
  [[nodiscard]] bool said(const std::string& words) const { return out_.str().find(words) != std::string::npos; }

  app::CommandTable commands_;
  app::Config config_;
  std::ostringstream out_, err_;
  std::string message_;
};

TEST_F(RightsCommands, EraseIsAskedThenConfirmedAndNeverWithoutAName) {
  EXPECT_EQ(run("", {"erase", "u-1", "--channel", "shop"}), 2);
  EXPECT_EQ(run("reviewer", {"erase", "u-1", "--channel", "shop"}), 2);
  EXPECT_EQ(run("officer", {"erase", "u-1", "--channel", "shop"}), 0) << err_.str();
  EXPECT_TRUE(said("asked, not erased yet: 1 conversation, 2 messages; due 2026-12-23")) << out_.str();
  EXPECT_EQ(run("officer", {"customer", "requests"}), 0);
  EXPECT_TRUE(said("erase  shop  u-1 (Ana)")) << out_.str();
  EXPECT_EQ(run("operator", {"erase", "u-1"}), 0) << err_.str();
  EXPECT_TRUE(said("erased: 1 conversation")) << out_.str();
  EXPECT_TRUE(said("until 2026-12-23"));
  advance(std::chrono::hours(24 * 40));
  EXPECT_EQ(run("operator", {"customer", "requests"}), 1) << "what is left to do is overdue";
}

TEST_F(RightsCommands, HoldsAndWishes) {
  EXPECT_EQ(run("operator", {"hold", "add", "u-1", "--reason", "claim"}), 2) << "officers only";
  EXPECT_EQ(run("officer", {"hold", "add", "u-1", "--reason", "claim 7"}), 0) << err_.str();
  EXPECT_EQ(run("officer", {"erase", "u-1"}), 2);
  EXPECT_NE(err_.str().find("claim 7"), std::string::npos);
  EXPECT_EQ(run("officer", {"hold", "list"}), 0);
  EXPECT_TRUE(said("claim 7"));
  EXPECT_TRUE(said("u-1 (Ana)")) << "whose it is";
  EXPECT_EQ(run("officer", {"hold", "remove", "u-1"}), 0);
  EXPECT_EQ(run("officer", {"customer", "object", "u-1"}), 0);
  EXPECT_TRUE(conversation("c-1").never_ai);
  EXPECT_EQ(run("officer", {"customer", "object", "u-1", "--lift"}), 0);
  EXPECT_FALSE(conversation("c-1").never_ai);
  EXPECT_EQ(run("officer", {"customer", "export", "u-1"}), 0);
  EXPECT_TRUE(json::parse(out_.str()).ok());
}

TEST_F(RightsCommands, KeepSaysHowLongAndWhatItRemoved) {
  EXPECT_EQ(run("", {"keep"}), 2);
  EXPECT_EQ(run("officer", {"keep"}), 0) << err_.str();
  EXPECT_TRUE(said("  texts      for good\n")) << out_.str();
  EXPECT_EQ(run("operator", {"keep", "--run"}), 0) << err_.str();
  EXPECT_TRUE(said("nothing is due")) << out_.str();
  EXPECT_TRUE(kinds("removed").empty());
}

TEST_F(RightsCommands, ReportsExportsAndCaseFiles) {
  EXPECT_EQ(run("", {"report", "--since", "1d"}), 0) << err_.str();
  EXPECT_TRUE(said("Disclosure of AI"));
  EXPECT_EQ(run("", {"report", "--format", "json"}), 0);
  EXPECT_TRUE(json::parse(out_.str()).ok());
  const auto entries = column("SELECT body FROM entry ORDER BY seq");
  EXPECT_EQ(run("", {"audit", "export"}), 0);
  std::string lines;
  for (const auto& entry : entries) lines += entry + "\n";
  EXPECT_EQ(out_.str(), lines);
  EXPECT_EQ(kinds("exported").size(), 1U);
  EXPECT_EQ(run("", {"audit", "case", message_}), 2) << "never without a name";
  EXPECT_EQ(run("auditor", {"audit", "case", message_}), 0) << err_.str();
  EXPECT_TRUE(said("How long does delivery take?"));
  EXPECT_EQ(run("auditor", {"audit", "case"}), 2);
  EXPECT_EQ(run("auditor", {"audit", "case", "--conversation", "c-1", "--channel", "shop", "--format", "html"}), 0);
  EXPECT_EQ(kinds("viewed").size(), 2U);
}

TEST_F(RightsCommands, BackupInsideTheServer) {
  const auto into = folder.path / "copy";
  EXPECT_EQ(run("reviewer", {"backup", into.string()}), 2);
  EXPECT_EQ(run("", {"backup", into.string(), "--keys", (folder.path / "keys-copy").string()}), 0) << err_.str();
  EXPECT_TRUE(fs::exists(into / "manifest.json"));
  EXPECT_TRUE(fs::exists(folder.path / "keys-copy/master.key"));
  EXPECT_EQ(kinds("backed_up").size(), 1U);
}

}  // namespace
}  // namespace countersign::testing
