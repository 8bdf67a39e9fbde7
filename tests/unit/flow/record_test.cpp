// The record of the road: what was sent has a cleared entry before it and a delivered one after it, and no entry holds a
// word that anybody wrote.
#include <algorithm>

#include "flow/replay/replay.hpp"
#include "support/road_fixture.hpp"

namespace countersign::testing {
namespace {

class RecordTest : public Road {};

TEST_F(RecordTest, EveryDeliveredMessageIsClearedBeforeAndDeliveredAfter) {
  say_and_settle("c-1", "How long does standard delivery take?");
  say_and_settle("c-1", "I want to talk to a human.");
  ASSERT_TRUE(reviews().write({"sam", "agent"}, conversation("c-1").id, "Sam here.").ok());
  settle();
  ASSERT_EQ(delivered("c-1").size(), 3U);
  for (const auto& reply : delivered("c-1")) {
    auto kinds = kinds_of(reply.id);
    std::erase_if(kinds, [](const auto& kind) { return kind != "cleared" && kind != "delivered"; });
    EXPECT_EQ(kinds, (std::vector<std::string>{"cleared", "delivered"})) << reply.written_by;
    EXPECT_EQ(reply.receipt, value("SELECT id FROM entry WHERE kind='cleared' AND message='" + reply.id + "'"));
  }
}

TEST_F(RecordTest, TheClearedEntryIsDurableWhenTheRequestLeaves) {
  std::vector<std::string> seen;
  customer_side.answers([&](const http::Request& request) {
    const auto id = std::string(json::parse(request.body)->text("id"));
    seen = kinds_of(id);
    return http::json(200, json::Object());
  });
  say_and_settle("c-1", "How long does standard delivery take?");
  EXPECT_NE(std::find(seen.begin(), seen.end(), "cleared"), seen.end());
  EXPECT_EQ(std::find(seen.begin(), seen.end(), "delivered"), seen.end());
}

TEST_F(RecordTest, EveryDecisionReplaysAsItWasTaken) {
  for (const char* text : {"How long does standard delivery take?", "I want to talk to a human.", "I will sue you!",
                           "My card 4111 1111 1111 1111 was charged twice"})
    say_and_settle("c-" + std::to_string(std::string_view(text).size()), text);
  ASSERT_TRUE(reviews().write({"sam", "agent"}, conversation("c-26").id, "We refund 500 EUR.").ok());
  settle();
  const auto rules = house().rules.get();
  replay::Replay replay(*rules->set);
  const auto passed = replay::read_decisions([this](const store::Store::Job& job) { return house().store.read(job); }, Time(),
                                             [&](const replay::Recorded& one) { replay.add(one); }, [](auto, auto) {});
  ASSERT_TRUE(passed.ok());
  EXPECT_EQ(passed->without_facts + passed->unreadable, 0U);
  EXPECT_GE(replay.totals().seen, 9U) << "four arrivals, and what was said to each";
  for (const char* kind : {"prompted", "ticketed"})
    EXPECT_NE(value("SELECT body FROM entry WHERE kind='" + std::string(kind) + "'").find("\"facts\""),
              std::string::npos)
        << kind;
  EXPECT_EQ(replay.totals().stricter + replay.totals().looser, 0U) << replay::as_text(replay, *passed, 2, true);
}

TEST_F(RecordTest, AShareOfWhatAiSendsByItselfIsOpenedForAPerson) {
  write_policy("rules/share.yaml",
               "policy: All\nid: all\nversion: 1\nowner: o@example.com\nwhy: house_rule\nmode: enforce\nat: reply\n"
               "applies_to: {written_by: ai}\ncheck_afterwards: {share: 100 percent}\n");
  load_policies();
  say_and_settle("c-1", "How long does standard delivery take?");
  ASSERT_EQ(delivered_by("ai", "c-1").size(), 1U) << "it holds nothing";
  EXPECT_EQ(column("SELECT kind || ' ' || message FROM owned_case"),
            std::vector<std::string>{"sample " + delivered_by("ai", "c-1")[0].id});
  ASSERT_TRUE(reviews().take_over({"sam", "agent"}, conversation("c-1").id).ok());
  ASSERT_TRUE(reviews().write({"sam", "agent"}, conversation("c-1").id, "Sam here.").ok());
  settle();
  EXPECT_EQ(column("SELECT kind FROM owned_case").size(), 1U) << "what people wrote is not drawn";
}

TEST_F(RecordTest, AnArticlePastItsReviewDayIsNoSource) {
  const std::string articles = "knowledge: Ours\nfolder: knowledge\nowner: o@example.com\nreview_by: 2020-01-31\n";
  write_policy("knowledge.yaml", articles);
  load_policies();
  say_and_settle("c-1", "How long does standard delivery take?");
  EXPECT_TRUE(delivered_by("ai", "c-1").empty());
  EXPECT_NE(value("SELECT why FROM unanswered").find("is past its review day (2020-01-31)"), std::string::npos);
  write_policy("knowledge.yaml",
               articles + "articles:\n  - {title: \"How long does delivery take?\", review_by: 2035-12-31}\n");
  load_policies();
  say_and_settle("c-2", "How long does standard delivery take?");
  EXPECT_EQ(delivered_by("ai", "c-2").size(), 1U);
}

TEST_F(RecordTest, AFailedDeliveryIsNotRecordedAsDelivered) {
  customer_side.answers(500);
  say_and_settle("c-1", "How long does standard delivery take?");
  ASSERT_FALSE(delivered("c-1").empty());
  EXPECT_EQ(value("SELECT COUNT(*) FROM entry WHERE kind='delivered'"), "0");
}

TEST_F(RecordTest, HoldsNoWordThatAnybodyWrote) {
  ASSERT_TRUE(say({"zebra-name", "What are your opening hours, asks the walrus?", "e-walrus", "giraffe-id", "Okapi", "en"}).ok());
  settle();
  ASSERT_TRUE(reviews().take_over({"sam", "agent"}, conversation("zebra-name").id).ok());
  ASSERT_TRUE(reviews().write({"sam", "agent"}, conversation("zebra-name").id, "The pelican answers.").ok());
  settle();
  std::string all;
  for (const auto& entry : record()) all += json::dump(entry);
  for (const auto& detail : column("SELECT body FROM detail")) all += detail;
  ASSERT_FALSE(all.empty());
  for (const char* word : {"walrus", "zebra", "giraffe", "Okapi", "pelican", "8 to 18", "opening hours,"})
    EXPECT_EQ(all.find(word), std::string::npos) << word;
}

TEST_F(RecordTest, TellsTheWholeStoryOfAnAnswerInOrder) {
  say_and_settle("c-1", "How long does standard delivery take?");
  std::vector<std::string> kinds;
  for (const auto& entry : record())
    if (entry.find("conversation") != nullptr) kinds.emplace_back(entry.text("kind"));
  std::erase(kinds, "ticketed");
  EXPECT_EQ(kinds, (std::vector<std::string>{"arrived", "prompted", "drafted", "cleared", "delivered"}));
}

TEST_F(RecordTest, NamesConversationsByAPseudonymThatDiesWithTheirKey) {
  say_and_settle("c-1", "How long does standard delivery take?");
  const auto of = conversation("c-1");
  const auto pseudonym = house().keys.pseudonym(of.customer, "conversation", of.id);
  ASSERT_TRUE(pseudonym.ok());
  for (const auto& entry : record()) {
    EXPECT_EQ(json::dump(entry).find(of.id), std::string::npos);
    if (entry.find("conversation") != nullptr) {
      EXPECT_EQ(entry.text("conversation"), *pseudonym);
    }
  }
}

TEST_F(RecordTest, SaysWhichPoliciesWereInForce) {
  say_and_settle("c-1", "How long does standard delivery take?");
  for (const auto& entry : record()) {
    const auto kind = entry.text("kind");
    if (kind == "arrived" || kind == "cleared") {
      EXPECT_NE(json::dump(entry).find(house().rules.get()->set->digest()), std::string::npos) << kind;
    }
  }
}

}  // namespace
}  // namespace countersign::testing
