// Warnings about what is no mistake and yet likely not meant.
#include <gtest/gtest.h>

#include <algorithm>

#include "policy/folder.hpp"

namespace countersign::policy {
namespace {

using namespace testing;

/// The warnings about the files a.yaml and b.yaml in a set that is whole otherwise.
std::vector<std::string> warnings(const std::string& a, const std::string& b = "") {
  Folder folder;
  complete(folder).add("a.yaml", a);
  if (!b.empty()) folder.add("b.yaml", b);
  const Loaded loaded = folder.load(test_time());
  EXPECT_TRUE(loaded.ok()) << (loaded.problems.empty() ? "" : yaml::to_line(loaded.problems.front()));
  std::vector<std::string> all = lines(loaded, folder.path());
  std::erase_if(all,
                [](const std::string& line) { return line.rfind("a.yaml", 0) != 0 && line.rfind("b.yaml", 0) != 0; });
  return all;
}

const std::string kAi = "at: reply\napplies_to: {written_by: ai}\nmust:\n";

TEST(Sense, APolicyThatAddsNothingIsNamedWithTheOneThatHasItAll) {
  const std::string wide = policy("wide", kAi + "  - not_contain: {finding: [advice, refusal]}\nif_not: block\n");
  const std::string narrow = policy("narrow",
                                    "at: reply\napplies_to: {written_by: ai_unedited, topic: delivery}\nmust:\n"
                                    "  - not_contain: {finding: advice}\nif_not: hold_for_review\n");
  const auto found = warnings(narrow, wide);
  EXPECT_EQ(std::count(found.begin(), found.end(),
                       "a.yaml:1:1 P136 warning: wide asks for all of this already, and at least as strictly; delete "
                       "this policy, or say "
                       "what it is for"),
            1);
  EXPECT_TRUE(
      warnings(policy("narrow", kAi + "  - not_contain: {finding: commitment}\nif_not: hold_for_review\n"), wide)
          .empty());
  EXPECT_TRUE(warnings(policy("narrow", kAi + "  - not_contain: {finding: advice}\nif_not: hold_for_review\n"
                                              "give_to: {queue: support, priority: urgent}\n"),
                       wide)
                  .empty())
      << "it says where such a text goes";
}

TEST(Sense, OfTwoThatSayTheSameOneIsNamed) {
  const std::string rule = kAi + "  - not_contain: {finding: advice}\nif_not: block\n";
  const auto found = warnings(policy("one", rule), policy("two", rule));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].rfind("b.yaml:1:1 P136 warning: one asks for all of this already", 0), 0U) << found[0];
}

TEST(Sense, AFindingOfTheOtherSideIsNeverSeenThere) {
  EXPECT_EQ(
      warnings(policy("a", "at: arrival\nmust:\n  - not_contain: {finding: [refusal, advice]}\nif_not: block\n")),
      std::vector<std::string>{
          "a.yaml:9:3 P128 warning: these findings are seen in our own texts only, and none crosses at arrival; this "
          "entry can never ask for anything"});
  EXPECT_EQ(
      warnings(policy(
          "a",
          "at: reply\napplies_to: {written_by: ai, finding: angry}\nmust:\n  - label: ai\nif_not: add_the_notice\n")),
      std::vector<std::string>{
          "a.yaml:8:13 P128 warning: these findings are seen in customers' texts only, and none crosses at reply; the "
          "policy can never apply"});
  EXPECT_EQ(
      warnings(policy("a",
                      "at: arrival\napplies_to: {commitment_over: 10 EUR}\nmust:\n  - be_answered_by: person\nif_not: "
                      "give_to_a_person\n")),
      std::vector<std::string>{
          "a.yaml:8:13 P128 warning: promises are seen in our own texts only, and none crosses at arrival; the policy "
          "can never apply"});
  EXPECT_TRUE(warnings(policy("a", "at: arrival\nmust:\n  - not_contain: {finding: [refusal, angry]}\nif_not: block\n"))
                  .empty());
}

TEST(Sense, AWaiverThatEndsSoonIsTold) {
  const auto with = [](const std::string& until) {
    return warnings(policy("a", kAi +
                                    "  - label: ai\nif_not: add_the_notice\nexcept:\n"
                                    "  - {for: {channel: sms}, reason: r, ticket: t, approved_by: x, until: " +
                                    until + "}\n"));
  };
  EXPECT_EQ(
      with("2026-11-30"),
      std::vector<std::string>{"a.yaml:13:5 P137 warning: this waiver ends in 9 days (2026-11-30); the policy then "
                               "applies again: prepare for it, or have the waiver approved again"});
  EXPECT_TRUE(with("2027-01-30").empty());
}

TEST(Sense, ANoticeThatQueuesPromiseToSpeakAndDoNotIsTold) {
  const std::string staffing =
      "staffing: S\nqueues:\n  - {id: abroad, time_zone: UTC, languages: [en, fr, de], hours: {monday: "
      "\"08:00-18:00\"}}\n";
  EXPECT_EQ(
      warnings("notice: N\nid: n\nversion: 1\ntexts: {en: {any: hi}, de: {any: hallo}}\n", staffing),
      std::vector<std::string>{
          "a.yaml:1:1 P138 warning: a queue speaks fr, and this notice has no text in it: customers who write so get "
          "the English one; write its text in fr"});
}

TEST(Sense, ArticlesPastTheirReviewDayAreTold) {
  EXPECT_EQ(warnings("knowledge: K\nfolder: articles\nowner: o\nreview_by: 2026-11-20\narticles:\n"
                     "  - {title: Shoes, review_by: 2026-11-21}\n  - {title: Hats, review_by: 2026-12-05}\n"
                     "  - {title: Ties, review_by: 2026-12-06}\n  - {title: Belts, review_by: 2026-01-31}\n"),
            (std::vector<std::string>{
                "a.yaml:4:12 P146 warning: the review day of \"articles\" is over, so no article that has no day of its "
                "own is used: look at it and write the next day here",
                "a.yaml:6:31 P146 warning: the review day of \"Shoes\" is today; after that day the article is not used: look "
                "at it and write the next day here",
                "a.yaml:7:30 P146 warning: the review day of \"Hats\" is in 14 days; after that day the article is not used: "
                "look at it and write the next day here",
                "a.yaml:9:31 P146 warning: the review day of \"Belts\" is over, so the article is not used: look at it "
                "and write the next day here"}));
}

TEST(Sense, ANoticeOfTheGatewayItselfThatIsMissingIsTold) {
  Folder folder;
  complete(folder);
  for (const std::string id : {"hand-over", "received", "blocked-holding", "other-language"})
    folder.add(id + ".yaml", "notice: N\nid: " + id + "\nversion: 1\ntexts: {en: {any: a line}, de: {any: eine}}\n");
  auto all = lines(folder.load(test_time()), folder.path());
  std::erase_if(all, [](const std::string& line) { return line.find(" P147 ") == std::string::npos; });
  EXPECT_EQ(all, std::vector<std::string>{
                     ":1:1 P147 warning: there is no notice on-hold: when an AI's reply waits for a review, the customer "
                     "is told nothing and a case is opened for a person; write one, or copy the starter's "
                     "notices/on-hold.yaml"});
}

}  // namespace
}  // namespace countersign::policy
