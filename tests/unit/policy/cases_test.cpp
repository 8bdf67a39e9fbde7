#include "flow/policy/cases.hpp"

#include <gtest/gtest.h>

#include "policy/folder.hpp"

namespace countersign::policy {
namespace {

using namespace testing;

const std::string kSet = policy("label",
                                "at: reply\napplies_to: {written_by: ai}\nmust:\n  - show_notice: ai-notice\n"
                                "    again_after: 3 hours\nif_not: add_the_notice\n");

class Cases : public ::testing::Test {
 protected:
  Cases() {
    complete(folder_)
        .add("label.yaml", kSet)
        .add("angry.yaml", policy("calm",
                                  "at: arrival\nmust:\n  - not_contain: {finding: angry}\n"
                                  "if_not: give_to_a_person\ngive_to: {queue: support, priority: urgent}\n"));
    loaded_ = folder_.load(test_time());
    EXPECT_TRUE(loaded_.ok()) << (loaded_.problems.empty() ? "" : yaml::to_line(loaded_.problems.front()));
  }
  std::vector<Case> read(const std::string& text) {
    problems_.clear();
    folder_.add("cases/one.yaml", text);
    return read_cases(folder_.path() / "cases", *loaded_.set, test_time(), problems_);
  }
  /// The faults of every turn, "-" for none.
  std::vector<std::string> played(const std::string& turns) {
    const auto cases = read("case: C\nat: 2026-11-23T09:00:00Z\nturns:\n" + turns);
    EXPECT_TRUE(problems_.empty()) << yaml::to_line(problems_.front());
    EXPECT_EQ(cases.size(), 1U);
    std::vector<std::string> all;
    if (cases.empty()) return all;
    for (const auto& turn : play(cases[0], *loaded_.set, see_))
      all.push_back(turn.faults.empty() ? "-" : turn.faults.front());
    return all;
  }
  /// "angry" where the text has an exclamation mark; the rest is about delivery.
  See see_ = [](const Glimpse& glimpse) -> std::optional<Sight> {
    if (glimpse.text == "unreadable") return std::nullopt;
    Sight sight;
    sight.topics = {"delivery"};
    if (glimpse.text.find('!') != std::string_view::npos) sight.findings.push_back({"angry", 0, 1});
    if (glimpse.text.find("human") != std::string_view::npos) sight.findings.push_back({"asks_if_ai", 0, 1});
    return sight;
  };
  Folder folder_;
  Loaded loaded_;
  std::vector<yaml::Problem> problems_;
};

TEST_F(Cases, RememberWhichNoticeWasShownAndWhen) {
  EXPECT_EQ(played("  - {customer: hello, expect: send}\n"
                   "  - {ai: hi, expect: add_the_notice, shows: ai-notice, because: label}\n"
                   "  - {customer: more, after: 1 hour, expect: send}\n"
                   "  - {ai: more, expect: send}\n"
                   "  - {customer: more, after: 2 hours, expect: send}\n"
                   "  - {ai: more, expect: add_the_notice, shows: ai-notice}\n"),
            (std::vector<std::string>{"-", "-", "-", "-", "-", "-"}));
}

TEST_F(Cases, GiveNoTextOfAiToWhoHasAPerson) {
  EXPECT_EQ(played("  - {customer: now!, expect: give_to_a_person, because: calm, queue: support}\n"
                   "  - {ai: hi, expect: hold_for_review}\n"
                   "  - {person: hi, expect: send}\n"),
            (std::vector<std::string>{"-", "-", "-"}));
}

TEST_F(Cases, SayWhatWasExpectedWhatCameAndWhy) {
  EXPECT_EQ(played("  - {customer: now!, expect: send}\n"
                   "  - {customer: fine, expect: send, because: calm}\n"
                   "  - {customer: fine, expect: send, shows: ai-notice}\n"
                   "  - {customer: fine, expect: send, hides: email}\n"
                   "  - {customer: fine, expect: send, queue: support}\n"
                   "  - {customer: fine, expect: send, ai_may: nothing}\n"
                   "  - {customer: unreadable, expect: send}\n"),
            (std::vector<std::string>{
                "expected send, got give_to_a_person (calm: The text contains angry.; journey: At this moment a "
                "person answers; AI may at most summarise.)",
                "calm did not ask for anything", "the notice ai-notice is not shown", "email crosses as it is",
                "expected queue support, got none", "expected that AI may nothing, got reply",
                "expected send, got hold_for_review (detection failed)"}));
}

TEST_F(Cases, NameEveryMistakeOfACaseFile) {
  struct Wrong {
    std::string text, error;
  };
  const std::vector<Wrong> all = {
      {"policy: P\n", ":1:1 P101 a case starts with its title, such as \"case: A refund is promised\""},
      {"case: C\n", ":1:1 P102 \"turns\" is missing in \"case\": what is said, in order"},
      {"case: C\nturns:\n  - {customer: a, ai: b, expect: send}\n",
       ":3:5 P134 one turn has one text: name exactly one of customer, ai, ai_edited, person, system, to_model, "
       "to_helpdesk"},
      {"case: C\nturns:\n  - {customer: a, expect: sent}\n",
       ":3:27 P104 \"sent\" is not a word we know here. Did you mean send? (one of: send, add_the_notice, change, "
       "hold_for_review, "
       "give_to_a_person, block)"},
      {"case: C\nturns:\n  - {customer: a, expect: send, because: clam}\n",
       ":3:42 P135 \"clam\" is not a policy or moment of this set. Did you mean calm? (one of: "},
      {"case: C\nturns:\n  - {customer: a, expect: send, shows: no}\n",
       ":3:40 P112 \"no\" is not a notice of this set."},
      {"case: C\nturns:\n  - {customer: a, expect: send, queue: no}\n",
       ":3:40 P114 \"no\" is not a queue of the staffing document."},
      {"case: C\nat: noon\nturns:\n  - {customer: a, expect: send}\n",
       ":2:5 P108 \"noon\" is not a time; write 2026-11-23T09:00:00Z"},
      {"case: C\nturns:\n  - {customer: a, expect: send, after: 3}\n", ":3:40 P107 \"3\" is not a time with its unit"},
  };
  for (const Wrong& wrong : all) {
    EXPECT_TRUE(read(wrong.text).empty());
    ASSERT_FALSE(problems_.empty()) << wrong.error;
    EXPECT_NE(yaml::to_line(problems_.front()).find("one.yaml" + wrong.error), std::string::npos)
        << yaml::to_line(problems_.front());
  }
}

TEST_F(Cases, AreNoPartOfTheSet) {
  const auto digest = loaded_.set->digest();
  ASSERT_EQ(read("case: C\nturns:\n  - {customer: a, expect: send}\n").size(), 1U);
  EXPECT_EQ(folder_.load(test_time()).set->digest(), digest);
}

}  // namespace
}  // namespace countersign::policy
