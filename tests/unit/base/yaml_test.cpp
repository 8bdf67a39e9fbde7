#include "base/yaml.hpp"

#include <gtest/gtest.h>

#include <random>

namespace countersign::yaml {
namespace {

std::vector<std::string> problems_of(std::string_view text) {
  std::vector<Problem> problems;
  (void)read(text, "a.yaml", 'P', problems);
  std::vector<std::string> lines;
  for (const Problem& p : problems) lines.push_back(to_line(p));
  return lines;
}

TEST(Yaml, KeepsWordsAsTheyWereWritten) {
  std::vector<Problem> problems;
  const auto node = read("a: on\nb: 010\nc: \"yes\"\nd: ~\ne: [no, 1.0]\n", "a.yaml", 'P', problems);
  ASSERT_TRUE(node && problems.empty());
  EXPECT_EQ(node->find("a")->text, "on");
  EXPECT_EQ(node->find("b")->text, "010");
  EXPECT_TRUE(node->find("c")->quoted);
  EXPECT_FALSE(node->find("a")->quoted);
  EXPECT_EQ(node->find("d")->kind, Node::Kind::null);
  EXPECT_EQ(node->find("e")->items.at(0).text, "no");
  EXPECT_EQ(node->find("missing"), nullptr);
}

TEST(Yaml, NamesLineAndColumnInCharacters) {
  std::vector<Problem> problems;
  const auto node = read("ä: {öö: x}\r\nb:\r\n  - y\r\n", "a.yaml", 'P', problems);
  ASSERT_TRUE(node && problems.empty());
  EXPECT_EQ(node->entries[0].second.entries[0].second.place.column, 9);
  EXPECT_EQ(node->find("b")->items[0].place.line, 3);
  EXPECT_EQ(node->find("b")->items[0].place.column, 5);
}

TEST(Yaml, PlacesAnEmptyValueAtItsKey) {
  std::vector<Problem> problems;
  const auto node = read("a: b\nempty:\nc: d\n", "a.yaml", 'P', problems);
  ASSERT_TRUE(node && problems.empty());
  EXPECT_EQ(node->find("empty")->place.line, 2);
}

TEST(Yaml, RefusesWhatPeopleDoNotMean) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"a: \xff", "a.yaml:1:4 P001 this byte is not UTF-8; save the file as UTF-8"},
      {"a: \xed\xa0\x80", "a.yaml:1:4 P001 this byte is not UTF-8; save the file as UTF-8"},
      {"a:\n\tb: c", "a.yaml:2:1 P002 a tab; use spaces"},
      {std::string("a: b\0", 5), "a.yaml:1:5 P003 an invisible control character; delete it"},
      {"a: \"\\x07\"", "a.yaml:1:4 P003 this text contains an invisible control character; delete it"},
      {"a: b\n---\nc: d\n",
       "a.yaml:2:1 P007 a second document; one file holds one document: move it to a file of its own"},
      {"a: &x b\n", "a.yaml:1:4 P008 anchors (&name) are not used here; write the value out"},
      {"a: !!int 3\n", "a.yaml:1:4 P009 tags (!name) are not used here; delete it, or put the text between quotes"},
      {"a: ! b\n", "a.yaml:1:4 P009 tags (!name) are not used here; delete it, or put the text between quotes"},
      {"<<: {a: b}\n", "a.yaml:1:1 P010 merge keys (<<) are not used here; write the keys out"},
      {"a: b\nc: d\na: e\n", "a.yaml:3:1 P011 \"a\" stands here twice (also in line 1); delete one"},
      {"[a, b]: c\n", "a.yaml:1:1 P012 a key must be a plain word"},
      {"%YAML 1.1\n---\na: b\n",
       "a.yaml:1:1 P013 directives (lines starting with %) are not used here; delete the line"},
      {"", "a.yaml:1:1 P014 the file is empty; write a document or delete the file"},
      {"# only a comment\n", "a.yaml:1:1 P014 the file is empty; write a document or delete the file"},
  };
  for (const auto& [text, expected] : cases) {
    const auto found = problems_of(text);
    ASSERT_FALSE(found.empty()) << expected;
    EXPECT_EQ(found.front(), expected);
  }
}

TEST(Yaml, RefusesReferencesAlsoWhenTheirAnchorIsKnown) {
  const auto found = problems_of("a: &x b\nc: *x\n");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[1], "a.yaml:2:4 P008 references (*name) are not used here; write the value out");
}

TEST(Yaml, SaysWhereTheGrammarBreaks) {
  const auto found = problems_of("a: [b, c\nd: e\n");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0],
            "a.yaml:1:4 P006 this is not valid YAML: the bracket that opens here is never closed; write ]");
  EXPECT_EQ(problems_of("üü: b: c\n"),
            std::vector<std::string>{
                "a.yaml:1:5 P006 this is not valid YAML: there is a colon in this text; put all of it between quotes"})
      << "columns count characters";
}

TEST(Yaml, BoundsDepthAndSize) {
  std::vector<Problem> problems;
  EXPECT_FALSE(read(std::string(100'000, '['), "a.yaml", 'P', problems));
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].code, "P005");
  problems.clear();
  EXPECT_FALSE(read(std::string((1U << 20U) + 1, 'a'), "a.yaml", 'C', problems));
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].code, "C004");
}

TEST(Yaml, SurvivesAnyBytes) {
  std::mt19937 random(4711);
  const std::string seed =
      "policy: A\nid: a\nmust:\n  - hide: {data: [email, 'x'], as: stars}\n    when: \"b\"\ntext: |\n  hi\n? x\n: - "
      "y\n";
  const std::string spice = "[]{},:&*!|>'\"%@`#-?\n \t\\<~0aé";
  for (int round = 0; round < 3000; ++round) {
    std::string text = seed;
    for (unsigned i = 0; i < 1 + random() % 6; ++i) {
      const std::size_t at = random() % text.size();
      if (random() % 3 == 0) {
        text.erase(at, 1 + random() % 9);
      } else {
        text.insert(at, 1, spice[random() % spice.size()]);
      }
      if (text.empty()) text = "a";
    }
    std::vector<Problem> problems;
    const auto node = read(text, "a.yaml", 'P', problems);
    EXPECT_TRUE(node || !problems.empty()) << text;
  }
}

TEST(Yaml, MarksWarnings) {
  EXPECT_EQ(to_line({{"b.yaml", 3, 2}, "P118", "over", true}), "b.yaml:3:2 P118 warning: over");
}

TEST(Yaml, SuggestsTheNearestWordOnly) {
  EXPECT_EQ(nearest("hold_for_revue", {"block", "hold_for_review", "change"}), "hold_for_review");
  EXPECT_EQ(nearest("blokc", {"block", "change"}), "block");
  EXPECT_EQ(nearest("banana", {"block", "change"}), "");
  EXPECT_EQ(nearest(std::string(5000, 'a'), {"block"}), "");
}

}  // namespace
}  // namespace countersign::yaml
