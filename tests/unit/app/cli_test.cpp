#include "app/cli.hpp"

#include <gtest/gtest.h>

namespace countersign::app {
namespace {

using Words = std::vector<std::string>;

CommandTable table() {
  const auto inside = [](const Call&, Services&) { return 0; };
  const auto here = [](const Call&) { return 0; };
  CommandTable rows;
  rows.push_back({"check",
                  "say what is wrong",
                  "countersign check --config FILE",
                  {{"--config", "file", "FILE", true, false, true}},
                  here,
                  {}});
  rows.push_back({"review approve",
                  "approve a text",
                  "countersign review approve r-1",
                  {{"ID", "the review", "", true}, {"--force", "a flag"}, {"--note", "text", "TEXT", false, true}},
                  {},
                  inside});
  rows.push_back({"review list",
                  "list reviews",
                  "countersign review list",
                  {{"--format", "how", "FORMAT", false, false, false, {"text", "json"}}},
                  {},
                  inside});
  return rows;
}

Parsed parsed(const Words& words) {
  static const CommandTable rows = table();
  return parse(rows, words);
}

TEST(CommandLine, ReadsCommandsOptionsAndArguments) {
  const Parsed p = parsed({"review", "approve", "r-1", "--force", "--note", "a", "--note=b", "--config", "/c.yaml"});
  ASSERT_TRUE(p.command) << p.text;
  EXPECT_EQ(p.command->name, "review approve");
  EXPECT_EQ(p.spec->name, "review approve");
  EXPECT_EQ(p.command->text("ID"), "r-1");
  EXPECT_TRUE(p.command->has("--force"));
  EXPECT_EQ(p.command->all("--note"), (Words{"a", "b"}));
  EXPECT_EQ(p.command->text("--other", "none"), "none");
}

TEST(CommandLine, CanBeSaidAgainInAnotherFolder) {
  const Parsed first = parsed({"review", "approve", "--config", "c.yaml", "--force", "--note=x y", "--", "-r"});
  ASSERT_TRUE(first.command) << first.text;
  EXPECT_TRUE(first.command->text("--config").starts_with("/"));
  const Parsed again = parsed(first.command->words());
  ASSERT_TRUE(again.command) << again.text;
  EXPECT_EQ(again.command->values, first.command->values);
}

TEST(CommandLine, NamesTheNearestCommand) {
  const Parsed first = parsed({"reveiw", "list"});
  EXPECT_EQ(first.exit, 2);
  EXPECT_EQ(first.text, "\"reveiw\" is no command. Did you mean review? (one of: check, review)");
  EXPECT_EQ(parsed({"review", "lst"}).text,
            "\"review lst\" is no command. Did you mean review list? (one of: approve, list)");
  EXPECT_EQ(parsed({"review"}).text, "\"review\" needs one more word: approve, list");
}

TEST(CommandLine, RefusesAValueThatTheShellLeftEmpty) {
  const std::string text = "--note was given an empty value (a variable that is not set?). See --help";
  EXPECT_EQ(parsed({"review", "approve", "r-1", "--config", "c", "--note="}).exit, 2);
  EXPECT_EQ(parsed({"review", "approve", "r-1", "--config", "c", "--note", ""}).text, text);
  EXPECT_EQ(parsed({"check", "--config", ""}).exit, 2);
}

TEST(CommandLine, RefusesInOneLine) {
  for (const Words& words :
       {Words{}, Words{"check"}, Words{"check", "--confg", "x"},
        Words{"review", "list", "--format", "xml", "--config", "c"}, Words{"review", "approve", "--config", "c"},
        Words{"review", "list", "extra", "--config", "c"}}) {
    const Parsed p = parsed(words);
    EXPECT_FALSE(p.command);
    EXPECT_EQ(p.exit, 2);
    EXPECT_FALSE(p.text.empty());
    EXPECT_EQ(p.text.find('\n'), std::string::npos) << p.text;
  }
}

TEST(CommandLine, HelpsOnEveryLevelWithAnExample) {
  const Parsed top = parsed({"--help"});
  EXPECT_EQ(top.exit, 0);
  EXPECT_NE(top.text.find("review"), std::string::npos);
  const Parsed leaf = parsed({"review", "approve", "--help"});
  EXPECT_EQ(leaf.exit, 0);
  EXPECT_NE(leaf.text.find("Example:\n  countersign review approve r-1"), std::string::npos) << leaf.text;
  EXPECT_NE(leaf.text.find("--config"), std::string::npos);
  EXPECT_NE(parsed({"review", "--help"}).text.find("approve"), std::string::npos);
}

TEST(CommandLine, TellsItsVersion) {
  const Parsed p = parsed({"--version"});
  EXPECT_EQ(p.exit, 0);
  EXPECT_EQ(p.text, "countersign 0.1.0\n");
}

}  // namespace
}  // namespace countersign::app
