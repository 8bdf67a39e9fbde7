// Deliveries of which nobody knows whether they arrived: a crash between sending and recording, a connection that was
// cut.
#include <set>

#include "app/last_run.hpp"
#include "support/road_fixture.hpp"

namespace countersign::testing {
namespace {

constexpr const char* kQuestion = "How long does standard delivery take?";
const std::set<Task> kRoad = {Task::file, Task::answer, Task::deliver};

RoadOptions asking() {
  RoadOptions options;
  options.when_unknown = "ask_a_person";
  return options;
}

class Unknown : public Road {
 protected:
  using Road::Road;
  /// The request went out and was taken; then the power failed, before anything of it was recorded.
  std::string crash_after_sending() {
    start();
    EXPECT_TRUE(say("c-1", kQuestion).ok());
    settle({Task::answer});
    const auto message = value("SELECT message FROM outbox");
    const auto before = work();
    settle({Task::deliver});
    EXPECT_EQ(delivered_by("ai", "c-1").size(), 1U);
    change("UPDATE outbox SET state='ready' WHERE message='" + message + "'");
    change("UPDATE message SET fate='ready' WHERE id='" + message + "'");
    change("DELETE FROM entry WHERE kind='delivered'");
    for (const auto& piece : before)
      if (piece.task == Task::deliver)
        change("INSERT INTO work (id, task, conversation, subject, note, due_at, tries) VALUES ('" + piece.id +
               "','deliver','" + piece.conversation + "','" + message + "','',0,0)");
    return message;
  }
  void start() {
    const auto begun =
        gateway->store().commit([&](store::Session& session) { app::begin_run(session, *house().connectors.get()); });
    ASSERT_TRUE(begun.ok());
  }
  void crash_and_start() {
    reopen();
    start();
  }
  void expect_that_what_was_not_begun_arrives_once() {
    start();
    ASSERT_TRUE(say("c-1", kQuestion).ok());
    settle({Task::answer});
    crash_and_start();
    settle(kRoad);
    EXPECT_EQ(delivered_by("ai", "c-1").size(), 1U);
    EXPECT_EQ(value("SELECT state FROM outbox"), "delivered");
  }
  void change_the_notice() {
    auto text = slurp(folder.path / "policies" / "notices" / "ai-notice.yaml");
    const std::string from = "I am AI, an automated assistant";
    text.replace(text.find(from), from.size(), "I am AI, an automatic assistant");
    text.replace(text.find("version: 2"), 10, "version: 3");
    spill(folder.path / "policies" / "notices" / "ai-notice.yaml", text);
  }
};

class UnknownAsking : public Unknown {
 protected:
  UnknownAsking() : Unknown(asking()) {}
};

TEST_F(Unknown, IsSentAgainAsTheVerySameRequest) {
  const auto message = crash_after_sending();
  crash_and_start();
  EXPECT_EQ(value("SELECT state FROM outbox"), "sending");
  settle(kRoad);
  const auto sent = delivered_by("ai", "c-1");
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(sent[0].key, sent[1].key);
  EXPECT_EQ(sent[0].receipt, sent[1].receipt);
  EXPECT_EQ(value("SELECT state FROM outbox WHERE message='" + message + "'"), "delivered");
}

TEST_F(Unknown, KeepsItsReceiptWhenPoliciesChangedAndTheSameTextPasses) {
  crash_after_sending();
  write_policy("rules/99.yaml",
               "policy: Another rule about steering\nid: another\nversion: 1\nowner: o@example.com\nwhy: [house_rule]\n"
               "mode: enforce\nat: arrival\nmust:\n  - not_contain: {finding: [prompt_injection]}\n"
               "if_not: give_to_a_person\ngive_to: {queue: support, priority: normal}\nsay: hand-over\nexamples:\n"
               "  - given: {finding: prompt_injection}\n    expect: give_to_a_person\n");
  crash_and_start();
  settle(kRoad);
  const auto sent = delivered_by("ai", "c-1");
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(sent[0].receipt, sent[1].receipt) << "one key, two bodies";
  EXPECT_EQ(value("SELECT count(*) FROM entry WHERE kind='decided' AND CAST(body AS TEXT) LIKE '%judged again%'"), "1");
}

TEST_F(Unknown, GoesToAPersonWhenItWouldNotPassInTheseBytesAnyMore) {
  const auto message = crash_after_sending();
  change_the_notice();
  crash_and_start();
  settle(kRoad);
  EXPECT_EQ(delivered_by("ai", "c-1").size(), 1U) << "another text under the same key";
  EXPECT_EQ(value("SELECT state FROM outbox WHERE message='" + message + "'"), "unknown");
  EXPECT_EQ(conversation("c-1").owner, Owner::nobody);
  EXPECT_EQ(value("SELECT count(*) FROM owned_case WHERE kind='not_delivered'"), "1");
}

TEST_F(Unknown, AfterAStopInPeaceWhatWaitsIsSimplyJudgedAgain) {
  start();
  ASSERT_TRUE(say("c-1", kQuestion).ok());
  settle({Task::answer});
  change_the_notice();
  ASSERT_TRUE(gateway->store().commit([](store::Session& session) { app::end_run(session); }).ok());
  crash_and_start();
  settle(kRoad);
  const auto sent = delivered_by("ai", "c-1");
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_NE(sent[0].text.find("an automatic assistant"), std::string::npos);
}

TEST_F(Unknown, IsAskedAboutWhenTheChannelWantsThatSinceTheRestart) {
  crash_after_sending();
  const auto path = folder.path / "countersign.yaml";
  auto text = slurp(path);
  text.replace(text.find("when_unknown: resend"), 20, "when_unknown: ask_a_person");
  spill(path, text);
  crash_and_start();
  settle(kRoad);
  EXPECT_EQ(delivered_by("ai", "c-1").size(), 1U);
  EXPECT_EQ(value("SELECT state FROM outbox"), "unknown");
}

TEST_F(Unknown, WhatWasNotBegunIsDeliveredOnce) {
  expect_that_what_was_not_begun_arrives_once();
}

TEST_F(UnknownAsking, ACrashInTheMiddleIsAskedAbout) {
  const auto message = crash_after_sending();
  change("UPDATE outbox SET state='sending' WHERE message='" + message + "'");  // as it is marked before each try
  crash_and_start();
  settle(kRoad);
  EXPECT_EQ(delivered_by("ai", "c-1").size(), 1U);
  EXPECT_EQ(value("SELECT state FROM outbox WHERE message='" + message + "'"), "unknown");
  EXPECT_EQ(value("SELECT count(*) FROM owned_case WHERE kind='not_delivered'"), "1");
}

TEST_F(UnknownAsking, WhatWasNotBegunNeedsNobody) {
  expect_that_what_was_not_begun_arrives_once();
}

TEST_F(Unknown, AReadThatFailsLosesNoDelivery) {
  start();
  ASSERT_TRUE(say("c-1", kQuestion).ok());
  settle({Task::answer});
  change("ALTER TABLE outbox RENAME TO hidden");
  for (const auto& piece : work()) gateway->journey().travel(piece);
  change("ALTER TABLE hidden RENAME TO outbox");
  settle(kRoad);
  EXPECT_EQ(delivered_by("ai", "c-1").size(), 1U) << "the work was taken for done";
}

TEST_F(Unknown, AFilingThatIsToldTwiceMakesOneTicketAndOneNote) {
  start();
  ASSERT_TRUE(say("c-1", kQuestion).ok());
  const auto before = work();
  settle({Task::file});
  const auto notes = value("SELECT count(*) FROM ticket_note");
  for (const auto& piece : before)
    if (piece.task == Task::file)
      change("INSERT INTO work (id, task, conversation, subject, note, due_at, tries) VALUES ('" + piece.id +
             "','file','" + piece.conversation + "','" + piece.subject + "','" + piece.note + "',0,0)");
  reopen();
  settle({Task::file});
  EXPECT_EQ(value("SELECT count(*) FROM ticket"), "1");
  EXPECT_EQ(value("SELECT count(*) FROM ticket_note"), notes);
}

}  // namespace
}  // namespace countersign::testing
