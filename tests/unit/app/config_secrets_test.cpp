#include <gtest/gtest.h>

#include "app/config.hpp"
#include "app/config_reader.hpp"
#include "unit/app/scratch.hpp"

namespace countersign::app {
namespace {

std::optional<std::string> environment(const std::string& name) {
  if (name == "A" || name == "SAME_AS_A") return "alpha";
  if (name == "EMPTY") return "";
  return std::nullopt;
}

class ConfigSecrets : public testing::Test {
 protected:
  /// The only problem of a configuration with this one setting, without place; "" when there is none.
  std::string problem(std::string_view setting) {
    loaded_ = load_config(scratch_.write("c.yaml",
                                         "data: d\npolicies: p\nchannels:\n  - name: web\n    plugin: channel.webchat\n"
                                         "    settings: {" +
                                             std::string(setting) + "}\n"),
                          environment);
    if (loaded_.problems.empty()) return "";
    EXPECT_EQ(loaded_.problems.size(), 1U);
    return loaded_.problems[0].code + " " + loaded_.problems[0].message;
  }
  std::string value() const { return loaded_.config->channels[0].settings.at(0).second; }

  Scratch scratch_;
  LoadedConfig loaded_;
};

TEST_F(ConfigSecrets, AreRefusedInPlainTextWithTheMend) {
  EXPECT_EQ(
      problem("secret: hunter2"),
      "C028 \"secret\" is a secret and must not stand in this file: write \"${env:SECRET}\" or \"${file:PATH}\", and "
      "change the secret, it has been seen");
  for (const char* key : {"api_key", "auth_token", "smtp-password", "key", "token", "passphrase"}) {
    const std::string said = problem(std::string(key) + ": hunter2");
    EXPECT_TRUE(said.starts_with("C028")) << key;
    EXPECT_EQ(said.find("hunter2"), std::string::npos) << "a problem must not repeat the secret";
  }
  EXPECT_TRUE(problem("secret: \"${env:A}tail\"").starts_with("C028")) << "half a secret is a secret";
}

TEST_F(ConfigSecrets, AreNotSuspectedEverywhere) {
  for (const char* key : {"public_key", "keyboard", "tokens_per_minute", "deliver_to"})
    EXPECT_EQ(problem(std::string(key) + ": plain"), "") << key;
}

TEST_F(ConfigSecrets, ComeFromTheEnvironment) {
  EXPECT_EQ(problem("secret: \"${env:A}\""), "");
  EXPECT_EQ(value(), "alpha");
  EXPECT_EQ(problem("header: \"Bearer ${env:A} and ${env:A}\""), "");
  EXPECT_EQ(value(), "Bearer alpha and alpha");
}

TEST_F(ConfigSecrets, NameTheVariableThatIsMissing) {
  EXPECT_EQ(problem("secret: \"${env:NOPE}\""),
            "C030 the environment variable NOPE is not set: set it before starting, or use ${file:PATH}");
  EXPECT_EQ(problem("secret: \"${env:EMPTY}\""),
            "C030 the environment variable EMPTY is empty: set it before starting, or use ${file:PATH}");
}

TEST_F(ConfigSecrets, ComeFromAFileBesideTheConfiguration) {
  scratch_.write("s.txt", "from the file\n");
  EXPECT_EQ(problem("secret: \"${file:s.txt}\""), "");
  EXPECT_EQ(value(), "from the file");
}

TEST_F(ConfigSecrets, WarnOfAFileThatOthersCanRead) {
  const auto path = scratch_.write("s.txt", "x");
  std::filesystem::permissions(path, std::filesystem::perms::others_read, std::filesystem::perm_options::add);
  EXPECT_EQ(problem("secret: \"${file:s.txt}\""),
            "C036 others on this machine can read " + path.string() + ": chmod 600 it");
  EXPECT_TRUE(loaded_.config) << "a warning is no error";
}

TEST_F(ConfigSecrets, NameTheFileThatCannotBeUsed) {
  EXPECT_EQ(problem("secret: \"${file:none.txt}\""), "C031 the file " + (scratch_.folder() / "none.txt").string() +
                                                         " cannot be read: make it, or correct the path");
  scratch_.write("empty.txt", "\n");
  EXPECT_TRUE(problem("secret: \"${file:empty.txt}\"").starts_with("C031"));
  scratch_.write("large.txt", std::string(70'000, 'x'));
  EXPECT_TRUE(problem("secret: \"${file:large.txt}\"").starts_with("C031"));
}

TEST_F(ConfigSecrets, RefuseReferencesOfAnotherKind) {
  EXPECT_EQ(problem("url: \"${vault:x}\""),
            "C029 a reference is written ${env:NAME} or ${file:PATH}: correct \"${vault:x}\"");
  EXPECT_EQ(problem("url: \"${env:A\""), "C029 url has a \"${\" without its \"}\": close it");
}

TEST_F(ConfigSecrets, MustNotBeSharedByTwoChannels) {
  const auto path = scratch_.write("c.yaml", R"(data: d
policies: p
channels:
  - {name: a, plugin: channel.webhook, settings: {secret: "${env:A}"}}
  - {name: b, plugin: channel.webhook, settings: {secret: "${env:SAME_AS_A}"}}
)");
  const LoadedConfig loaded = load_config(path, environment);
  ASSERT_EQ(loaded.problems.size(), 1U);
  EXPECT_EQ(yaml::to_line(loaded.problems[0]),
            path.string() + ":5:5 C032 the channels \"a\" and \"b\" share a secret: give each its own");
}

TEST_F(ConfigSecrets, OfTheStoreMustNotStandInItsUrl) {
  const std::string rest = "data: d\npolicies: p\nchannels: [{name: web, plugin: channel.webchat}]\n";
  const LoadedConfig plain =
      load_config(scratch_.write("c.yaml", rest + "store: postgresql://u:pw@h/d\n"), environment);
  ASSERT_EQ(plain.problems.size(), 1U);
  EXPECT_EQ(plain.problems[0].code, "C028");
  const LoadedConfig fine =
      load_config(scratch_.write("c.yaml", rest + "store: \"postgresql://u:${env:A}@h/d\"\n"), environment);
  ASSERT_TRUE(fine.config);
  EXPECT_EQ(fine.config->store, "postgresql://u:alpha@h/d");
}

}  // namespace
}  // namespace countersign::app
