// detect.wordlist: which words it finds, in which spelling, and what it refuses.
#include <gtest/gtest.h>

#include "kit/private_folder.hpp"
#include "plugin/detector.hpp"

namespace countersign::plugin {
namespace {

class Wordlist : public ::testing::Test {
 protected:
  Result<std::unique_ptr<Instance>> open(const std::string& words, Fields more = {}) {
    spill(folder.path / "words.txt", words);
    more.emplace_back("file", (folder.path / "words.txt").string());
    more.emplace_back("kind", "house_word");
    return plugin->open(more);
  }
  std::vector<std::string> found(const std::string& words, const std::string& text, Fields more = {},
                                 const std::string& language = "") {
    auto instance = open(words, std::move(more));
    if (!instance) return {instance.error().message};
    const Detecting list(plugin, std::move(*instance), "words", std::chrono::minutes(1));  // here only words count
    const auto seen = list.look({text, Author::customer, "", language});
    if (!seen) return {seen.error().message};
    std::vector<std::string> all;
    for (const auto& one : *seen) all.push_back(text.substr(one.start, one.end - one.start));
    return all;
  }
  PrivateFolder folder;
  std::shared_ptr<const Plugin> plugin = *load(BUILD_FOLDER "/plugins/detect.wordlist.so", folder.path / "copies", {});
};

using Texts = std::vector<std::string>;

TEST_F(Wordlist, FindsWholeWordsInAnySpelling) {
  const std::string words = "# house words\n\ngolden ticket\r\nSchnäppchen\nstrasse\nμερα\n";
  EXPECT_EQ(found(words, "My GOLDEN\n\tTicket and golden tickets"), Texts{"GOLDEN\n\tTicket"});
  EXPECT_EQ(found(words, "SCHNA\xCC\x88PPCHEN, schnappchen!"), (Texts{"SCHNA\xCC\x88PPCHEN", "schnappchen"}));
  EXPECT_EQ(found(words, "Straße, Hauptstraße"), Texts{"Straße"});
  EXPECT_EQ(found(words,
                  "ｇｏｌｄｅｎ ticket, gol\xE2\x80\x8B"
                  "den ticket"),
            (Texts{"ｇｏｌｄｅｎ ticket",
                   "gol\xE2\x80\x8B"
                   "den ticket"}));
  EXPECT_EQ(found(words, "ΜΈΡΑ"), Texts{"ΜΈΡΑ"});
}

TEST_F(Wordlist, FindsInsideWordsOrWithAccentsWhereItIsAskedTo) {
  EXPECT_EQ(found("bahn", "Autobahnen", {{"match", "anywhere"}}), Texts{"bahn"});
  EXPECT_EQ(found("schön", "schon SCHÖN", {{"accents", "keep"}}), Texts{"SCHÖN"});
  EXPECT_EQ(found("schön", "scho\xCC\x88n", {{"accents", "keep"}}), Texts{"scho\xCC\x88n"});
  EXPECT_EQ(found("schon", "scho\xCC\x88n", {{"accents", "keep"}}), Texts{});
}

TEST_F(Wordlist, LettersWithAStrokeAreWrittenWithoutIt) {
  EXPECT_EQ(found("zarowka lodz\nsmorrebrod", "Żarówka Łódź, smørrebrød"), (Texts{"Żarówka Łódź", "smørrebrød"}));
  EXPECT_EQ(found("żarówka łódź", "zarowka LODZ"), Texts{"zarowka LODZ"});
  EXPECT_EQ(found("lodz", "łodz", {{"accents", "keep"}}), Texts{});
}

TEST_F(Wordlist, OverlappingPhrasesAreOneFinding) {
  EXPECT_EQ(found("red carpet\ncarpet sale\ncarpet", "a red carpet sale, one carpet"),
            (Texts{"red carpet sale", "carpet"}));
  EXPECT_EQ(found("aa\na", "aaaa", {{"match", "anywhere"}}), Texts{"aaaa"});
}

TEST_F(Wordlist, AListForSomeLanguagesCountsInThoseAndWhereNobodyKnows) {
  const Fields german{{"languages", "de, nl"}};
  EXPECT_EQ(found("gift", "gift", german, "en"), Texts{});
  EXPECT_EQ(found("gift", "gift", german, "de"), Texts{"gift"});
  EXPECT_EQ(found("gift", "gift", german, "de-AT"), Texts{"gift"});
  EXPECT_EQ(found("gift", "gift", german, ""), Texts{"gift"});
}

TEST_F(Wordlist, AListThatCannotBeUsedIsRefusedWithItsLine) {
  const auto refusal = [&](const std::string& words) {
    const auto instance = open(words);
    return instance.ok() ? std::string() : instance.error().message;
  };
  EXPECT_NE(refusal("# nothing\n").find("without phrases"), std::string::npos);
  EXPECT_NE(refusal("good\n\xFF\n").find("line 2 is not UTF-8"), std::string::npos);
  EXPECT_NE(refusal("\xCC\x81\n").find("line 1 shows nothing"), std::string::npos);
  EXPECT_NE(refusal(std::string(201, 'x')).find("line 1 is longer than 200 bytes"), std::string::npos);
}

TEST_F(Wordlist, ATextFullOfThemIsRefusedAndAMegabyteTakesItsTimeOnly) {
  std::string full;
  for (int i = 0; i < 1001; ++i) full += "gift ";
  EXPECT_NE(found("gift", full).at(0).find("could not look at a text"), std::string::npos);
  EXPECT_EQ(found("gift", full.substr(5)).size(), 1000U);
  EXPECT_EQ(found("aaaaaaaaab", std::string(1'000'000, 'a'), {{"match", "anywhere"}}), Texts{});
}

}  // namespace
}  // namespace countersign::plugin
