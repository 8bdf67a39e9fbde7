// The officer's commands as they are typed: what they print, and with which exit code they end.
#include "app/commands/problem_report.hpp"
#include "kit/private_folder.hpp"
#include "policy_program.hpp"

namespace countersign::app {
namespace {

TEST_F(PolicyCommands, CheckSaysEveryMistakeWhereItIsReadAboutAndTheSum) {
  const auto ran = run({"check", broken()});
  EXPECT_EQ(ran.code, 1);
  const auto file = folder_.path().string() + "/bad.yaml";
  EXPECT_EQ(ran.out.find("\x1b["), std::string::npos) << "no colours where no terminal is";
  EXPECT_NE(ran.out.find(file + ":3:10 P106 \"1.5\" is not a whole number from 1 to 999999\n" + file +
                         ":4:23 P104 \"smss\" is not a word we know here. Did you mean sms?"),
            std::string::npos)
      << ran.out;
  EXPECT_NE(ran.out.find("more about P104, P106: policies/README.md#every-word\n"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("2 errors; this set would not be put in force\n"), std::string::npos) << ran.out;
}

TEST_F(PolicyCommands, CheckTellsProgramsTheSame) {
  const auto all = json::parse(run({"check", broken(), "--format", "json"}).out);
  ASSERT_TRUE(all.ok());
  const auto& first = with(*all->array(), "code", "P106");
  EXPECT_EQ(first.text("level"), "error");
  EXPECT_EQ(*first.find("line")->integer(), 3);
  EXPECT_EQ(first.text("chapter"), "policies/README.md#every-word");
}

TEST_F(PolicyCommands, CheckWritesSarifForToolsOfCodeReview) {
  const auto log = json::parse(run({"check", broken(), "--format", "sarif"}).out);
  ASSERT_TRUE(log.ok());
  EXPECT_EQ(log->text("version"), "2.1.0");
  const auto& run = log->find("runs")->array()->front();
  const auto& rule = with(*run.find("tool")->find("driver")->find("rules")->array(), "id", "P104");
  EXPECT_EQ(rule.find("shortDescription")->text("text"), "a word that does not exist");
  const auto& result = with(*run.find("results")->array(), "ruleId", "P104");
  EXPECT_EQ(result.text("level"), "error");
  const auto* place = result.find("locations")->array()->front().find("physicalLocation");
  EXPECT_EQ(place->find("artifactLocation")->text("uri"), "file://" + folder_.path().string() + "/bad.yaml");
  EXPECT_EQ(place->find("artifactLocation")->find("uriBaseId"), nullptr) << "a whole URI has no base";
  EXPECT_EQ(*place->find("region")->find("startColumn")->integer(), 23);
}

/// Whatever is called here is called in `folder`.
template <class Call>
auto in_folder(const std::filesystem::path& folder, const Call& call) {
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder);
  auto result = call();
  std::filesystem::current_path(before);
  return result;
}

TEST_F(PolicyCommands, FilesAreNamedAsTheFolderWasGivenAndInSarifAsUris) {
  folder_.add("my set/größe #1.yaml", "polizy: P\n");
  const auto check = [&](const std::string& given, const std::string& format) {
    return in_folder(folder_.path(), [&] { return run({"check", given, "--format", format}).out; });
  };
  EXPECT_NE(check("my set", "text").find("\nmy set/größe #1.yaml:1:1 P101 "), std::string::npos) << check("my set", "text");
  EXPECT_NE(check("./my set/", "text").find("\nmy set/größe #1.yaml:1:1 P101 "), std::string::npos);
  EXPECT_NE(check("../" + folder_.path().filename().string() + "/my set", "text").find("\n../countersign-policy-"),
            std::string::npos);
  const auto place = [&](const std::string& given) {
    const auto log = json::parse(check(given, "sarif"));
    const auto& of_run = log->find("runs")->array()->front();
    EXPECT_EQ(of_run.find("originalUriBaseIds")->find("%SRCROOT%")->text("uri"),
              "file://" + std::filesystem::canonical(folder_.path()).string() + "/");
    const auto& result = with(*of_run.find("results")->array(), "ruleId", "P101");
    const auto* at = result.find("locations")->array()->front().find("physicalLocation")->find("artifactLocation");
    return std::string(at->text("uri")) + " " + std::string(at->text("uriBaseId"));
  };
  EXPECT_EQ(place("my set"), "my%20set/gr%C3%B6%C3%9Fe%20%231.yaml %SRCROOT%");
  EXPECT_EQ(place("../" + folder_.path().filename().string() + "/my set"),
            "file://" + std::filesystem::canonical(folder_.path()).string() + "/my%20set/gr%C3%B6%C3%9Fe%20%231.yaml ");
  complete(folder_);
  std::filesystem::remove_all(folder_.path() / "my set");
  folder_.add("p.yaml", rule("brand: acme", "brand: other"));
  const auto junit = in_folder(folder_.path(), [&] { return run({"test", ".", "--format", "junit"}).out; });
  EXPECT_NE(junit.find("file=\"p.yaml\""), std::string::npos) << junit;
}

TEST_F(PolicyCommands, ARuleForAChannelThatNobodyHasIsToldAlsoWhereItsExampleHolds) {
  complete(folder_).add("p.yaml", rule("channel: emial", "channel: emial"));
  const auto told = folder_.path().string() +
                    "/p.yaml:8:39 P145 warning: \"emial\" is no kind of channel (webchat, email, sms, messenger, webhook). "
                    "Did you mean email?";
  auto ran = run({"check", folder_.path().string()});
  EXPECT_EQ(ran.code, 0);
  EXPECT_NE(ran.out.find(told), std::string::npos) << ran.out;
  ran = run({"test", folder_.path().string()});
  EXPECT_EQ(ran.code, 0);
  EXPECT_NE(ran.out.find(told), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("1 of 1 rules reached"), std::string::npos) << ran.out;
  ran = run({"test", folder_.path().string(), "--format", "json"});
  EXPECT_NE(ran.err.find(told), std::string::npos) << "programs read the rest";
}

TEST_F(PolicyCommands, WithAConfigurationItsNamesCount) {
  complete(folder_).add("p.yaml", rule("channel: shop, brand: acmee, model: gtp", "brand: acmee"));
  home_.add("countersign.yaml",
             "data: data\npolicies: policies\nbrand: acme\nchannels:\n  - {name: shop, plugin: channel.webchat}\n"
             "models:\n  - {name: gpt, plugin: model.knowledge, settings: {folder: k}}\n");
  const auto config = (home_.path() / "countersign.yaml").string();
  const auto ran = run({"check", folder_.path().string(), "--config", config});
  EXPECT_EQ(ran.out.find("\"shop\""), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("p.yaml:8:52 P145 warning: the configuration has no brand \"acmee\", so this never matches. Did "
                         "you mean acme? (one of: acme)"),
            std::string::npos)
      << ran.out;
  EXPECT_NE(ran.out.find("P145 warning: the configuration has no model \"gtp\", so this never matches. Did you mean gpt?"),
            std::string::npos)
      << ran.out;
}

TEST_F(PolicyCommands, CheckTellsWhichExampleNoLongerProvesItsPolicy) {
  complete(folder_).add("p.yaml",
                        policy::testing::policy("p",
                                                "at: reply\napplies_to: {written_by: ai}\nmust:\n"
                                                "  - not_contain: {finding: advice}\nif_not: block\nexamples:\n"
                                                "  - {given: {text: You should take two pills a day.}, expect: block}\n"
                                                "  - {given: {text: Good morning.}, expect: block}\n"));
  const auto ran = run({"check", folder_.path().string()});
  EXPECT_EQ(ran.code, 0);
  EXPECT_NE(
      ran.out.find(
          "p.yaml:14:1 P139 warning: this example of p expects block and gets send; mend the policy or the example"),
      std::string::npos)
      << ran.out;
  EXPECT_EQ(ran.out.find("p.yaml:13:1"), std::string::npos) << ran.out;
}

TEST(ProblemReport, ShowsErrorsInRedAndWarningsInYellowOnATerminal) {
  const std::vector<yaml::Problem> problems = {{{"a.yaml", 1, 2}, "P104", "no", false},
                                               {{"a.yaml", 3, 4}, "P118", "over", true}};
  EXPECT_EQ(
      problems_as_text(problems, true),
      "\x1b[1ma.yaml:1:2\x1b[0m \x1b[31mP104\x1b[0m no\n\x1b[1ma.yaml:3:4\x1b[0m \x1b[33mP118\x1b[0m warning: over\n"
      "more about P104: policies/README.md#every-word\nmore about P118: policies/README.md#one-policy-read-aloud\n");
}

TEST_F(PolicyCommands, KindsOfDetectorPluginsAreCheckedAgainstTheConfigurationThatIsNamed) {
  complete(folder_).add("house.yaml", "finding: Words of the house\nid: house_word\n");
  const auto policies = folder_.path().string();
  auto ran = run({"check", policies});
  EXPECT_EQ(ran.code, 0);
  EXPECT_NE(ran.out.find("house.yaml:2:5 C051 warning: `house_word` is found by a detector plugin"), std::string::npos)
      << ran.out;

  const PrivateFolder place;
  const auto config = (place.path / "countersign.yaml").string();
  const auto configure = [&](const std::string& kind) {
    spill(place.path / "words.txt", "unicorn\n");
    spill(config, "data: data\npolicies: policies\nplugins: {folder: \"" BUILD_FOLDER
                  "/plugins\"}\nchannels: []\ndetectors:\n  - name: house\n    plugin: detect.wordlist\n    "
                  "settings: {file: words.txt, kind: " +
                      kind + "}\n");
  };
  configure("house_word");
  ran = run({"check", policies, "--config", config});
  EXPECT_EQ(ran.code, 0) << ran.out;
  EXPECT_EQ(ran.out.find("C051"), std::string::npos) << ran.out;
  EXPECT_NE(
      run({"explain", policies, "--config", config, "--text", "A Unicorn!"}).out.find("saw house_word: \"Unicorn\""),
      std::string::npos);
  configure("another_word");
  ran = run({"check", policies, "--config", config});
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.out.find("C050 this detector gives `another_word`"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("C051 no detector gives `house_word`"), std::string::npos) << ran.out;
}

}  // namespace
}  // namespace countersign::app
