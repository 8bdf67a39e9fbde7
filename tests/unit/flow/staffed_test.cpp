// Staffing on the road: which queue gets a conversation, what the customer is promised, who is reached when nobody
// answers. The clock starts on a Monday at 11:00 in Berlin.
#include "support/road_fixture.hpp"

namespace countersign::testing {
namespace {

using namespace std::chrono_literals;

constexpr const char* kWeek =
    "hours: {monday: \"08:00-18:00\", tuesday: \"08:00-18:00\", wednesday: \"08:00-18:00\", thursday: \"08:00-18:00\", "
    "friday: \"08:00-18:00\"}";

class Staffed : public Road {
 protected:
  Staffed() { staffing(""); }

  /// The starter's queues; `care` are further lines of care-team, which speaks English only.
  void staffing(const std::string& care) {
    const auto queue = [](const std::string& id, const std::string& languages, const std::string& more) {
      return "  - id: " + id + "\n    time_zone: Europe/Berlin\n    languages: [" + languages + "]\n    " + kWeek +
             "\n" + more;
    };
    write_policy(
        "staffing.yaml",
        "staffing: S\nqueues:\n" +
            queue("support", "en, de",
                  "    answers_within: 2 business hours\n    "
                  "answers_at_once: 2\n") +
            queue("care-team", "en", "    falls_back_to: support\n    next_on_call_after: 15 minutes\n" + care) +
            queue("complaints", "en, de", "") + queue("contracts", "fr", "") +
            queue("trained-care", "en",
                  "    on_call:\n      - {who: nora, priorities: [page_someone]}\n"
                  "      - {who: omar, priorities: [page_someone]}\n    next_on_call_after: 5 minutes\n"));
    load_policies();
  }
  void says(const std::string& text, const std::string& locale = "en", const std::string& conversation = "c-1") {
    const auto accepted = say(Said{conversation, text, "", "u-" + conversation, "Ana", locale});
    ASSERT_TRUE(accepted.ok()) << accepted.error().message;
    settle();
  }
  /// Who was reached so far, in order.
  std::vector<std::string> reached() {
    std::vector<std::string> names;
    for (const auto& entry : record())
      if (entry.text("kind") == "reached") names.emplace_back(entry.find("more")->text("who"));
    return names;
  }
  std::string notes() {
    std::string all;
    const auto notes = gateway->desk().notes(conversation("c-1").ticket);
    if (notes.ok())
      for (const auto& note : *notes) all += note.text + "\n";
    return all;
  }
};

using Names = std::vector<std::string>;

TEST_F(Staffed, AHandOverGoesWhereTheLanguageIsSpokenAndSaysWhy) {
  says("Das ist eine Unverschämtheit, ich bin stinksauer!", "de");
  const auto of = conversation("c-1");
  EXPECT_EQ(of.queue, "support");
  EXPECT_EQ(of.routing, "nobody on care-team speaks German; its fall-back support does");
  EXPECT_NE(notes().find("Routing: nobody on care-team speaks German"), std::string::npos);
  ASSERT_EQ(delivered("c-1").size(), 1U);
  EXPECT_NE(delivered("c-1")[0].text.find("heute bis 18:00 Uhr"), std::string::npos);
}

TEST_F(Staffed, WhereNobodySpeaksItTheCustomerIsToldInTheirLanguage) {
  says("Vorrei parlare con una persona, per favore, il mio pacco non è arrivato", "it");
  const auto of = conversation("c-1");
  ASSERT_EQ(of.language, "it");
  EXPECT_EQ(of.queue, "support");
  EXPECT_EQ(of.routing, "nobody on support speaks Italian, nor does any other queue");
  std::string all;
  for (const auto& one : delivered("c-1")) all += one.text + "\n";
  EXPECT_NE(all.find("inglese, tedesco"), std::string::npos) << all;
}

TEST_F(Staffed, ABacklogMovesThePromisedTime) {
  says("I want to talk to a human.", "en", "c-1");
  says("I want to talk to a human.", "en", "c-2");
  for (int i = 3; i <= 10; ++i) says("I want to talk to a human.", "en", "c-" + std::to_string(i));
  EXPECT_NE(delivered("c-1")[0].text.find("today until 18:00"), std::string::npos);
  EXPECT_NE(delivered("c-10")[0].text.find("tomorrow at 09:00"), std::string::npos) << delivered("c-10")[0].text;
}

TEST_F(Staffed, InDangerSomeoneIsPagedByNameWhateverTheHour) {
  advance(15h);  // two in the morning
  says("I want to kill myself");
  EXPECT_EQ(reached(), Names{"nora"});
  EXPECT_EQ(conversation("c-1").assigned_to, "nora");
  EXPECT_NE(notes().find("nora is on call for trained-care (page_someone)"), std::string::npos);
  advance(5min);
  settle();
  EXPECT_EQ(reached(), (Names{"nora", "omar"}));
  const auto sent = delivered("c-1").size();
  advance(5min);
  settle();
  EXPECT_EQ(value("SELECT kind FROM owned_case"), "nobody_answered");
  EXPECT_EQ(delivered("c-1").size(), sent) << "nothing goes to the customer because nobody looked";
  advance(24h);
  settle();
  EXPECT_EQ(reached().size(), 2U);
}

TEST_F(Staffed, AnotherMessageDoesNotRushThroughTheList) {
  says("I want to kill myself");
  says("I really want to kill myself");
  EXPECT_EQ(reached(), Names{"nora"});
}

TEST_F(Staffed, WhoeverTakesTheConversationEndsTheCalling) {
  says("I want to kill myself");
  ASSERT_EQ(reached(), Names{"nora"}) << "also while the queue is open";
  ASSERT_TRUE(reviews().take_over({"nora", "agent"}, conversation("c-1").id).ok());
  advance(1h);
  settle();
  EXPECT_EQ(reached(), Names{"nora"});
  EXPECT_EQ(conversation("c-1").assigned_to, "");
  EXPECT_EQ(conversation("c-1").agent, "nora");
}

TEST_F(Staffed, AnUrgentHandOverNobodyTakesGoesToOnCallThenToTheFallBackQueue) {
  staffing("    on_call: [{who: kim}]\n");
  says("This is outrageous, I am furious!");
  EXPECT_EQ(reached(), Names{}) << "the queue is open: its people have their time first";
  advance(15min);
  settle();
  EXPECT_EQ(reached(), Names{"kim"});
  advance(15min);
  settle();
  EXPECT_EQ(reached(), (Names{"kim", "support"}));
  EXPECT_EQ(conversation("c-1").queue, "support");
  EXPECT_EQ(conversation("c-1").assigned_to, "");
  EXPECT_EQ(gateway->desk().ticket(conversation("c-1").ticket)->queue, "support");
}

TEST_F(Staffed, WhileTheQueueIsClosedOnCallIsReachedAtOnce) {
  staffing("    on_call: [{who: kim}]\n");
  advance(12h);
  says("This is outrageous, I am furious!");
  EXPECT_EQ(reached(), Names{"kim"});
}

TEST_F(Staffed, ANormalHandOverWaitsForTheQueueToOpen) {
  advance(12h);  // 23:00
  says("I want to talk to a human.");
  EXPECT_EQ(reached(), Names{});
  advance(10h);  // 09:00
  settle();
  EXPECT_EQ(value("SELECT COUNT(*) FROM owned_case"), "0");
  advance(61min);
  settle();
  EXPECT_EQ(value("SELECT kind FROM owned_case"), "nobody_answered") << "after two business hours";
}

TEST_F(Staffed, TheCallingSurvivesARestart) {
  says("I want to kill myself");
  reopen();
  advance(5min);
  settle();
  EXPECT_EQ(reached(), (Names{"nora", "omar"}));
}

TEST_F(Staffed, WithoutStaffingNoTimeIsNamed) {
  write_policy(
      "staffing.yaml",
      "staffing: S\nqueues:\n  - {id: other, time_zone: UTC, languages: [en], hours: {monday: \"08:00-09:00\"}}\n");
  const auto loaded = gateway->policies().load();
  EXPECT_FALSE(loaded.ok()) << "the starter set points at queues that are gone";
}

class StaffedByMail : public Road {
 protected:
  StaffedByMail() : Road({{"gpt"}, "resend", "email"}) {
    std::string queues;
    for (const char* id : {"support", "care-team", "complaints", "trained-care"})
      queues += "  - {id: " + std::string(id) +
                ", time_zone: Europe/Berlin, languages: [en], hours: {monday: \"08:00-18:00\"}, "
                "on_call: [{who: nora, priorities: [page_someone]}]}\n";
    write_policy("staffing.yaml", "staffing: S\nqueues:\n" + queues +
                                      "  - {id: contracts, time_zone: Europe/Berlin, languages: [de], "
                                      "hours: {monday: \"13:00-15:00\", tuesday: \"13:00-15:00\"}}\n");
    load_policies();
  }
};

TEST_F(StaffedByMail, AReviewHasTheHoursOfTheQueueThatLanguageChose) {
  model_server.drafts("Wir erstatten Ihnen 50 EUR bis Freitag auf Ihr Konto.");
  ASSERT_TRUE(say(Said{"c-1", "Was passiert mit meiner zurückgeschickten Jacke, bitte?", "", "u-1", "Ana", "de"}).ok());
  settle();
  EXPECT_EQ(conversation("c-1").queue, "contracts");
  EXPECT_EQ(to_rfc3339(the_review().due_at).substr(0, 16), "2026-11-24T14:00") << "two hours on Monday, two on Tuesday";
}

}  // namespace
}  // namespace countersign::testing
