// Limits of what may wait: drafts for people, work, questions. What is too much is refused or given to a person.
#include "support/road_fixture.hpp"

namespace countersign::testing {
namespace {

constexpr const char* kUnknown = "Could you tell me what happens with my returned jacket?";
constexpr const char* kKnown = "How long does standard delivery take?";

class Backlog : public Road {
 protected:
  Backlog() : Road({{"gpt"}, "resend", "webchat", "", "", "limits: {people: 3, reviews: 2, work: 1000}\n"}) {
    model_server.drafts("We will refund 50 EUR to your account by Friday.");
  }
  void ask(const std::string& name) {
    clock.advance(std::chrono::seconds(2));
    say_and_settle(name, kUnknown);
  }
};

TEST_F(Backlog, WhenTooManyDraftsWaitNoMoreAreHeldForPeopleUntilEnoughAreDone) {
  ask("c-1");
  ask("c-2");
  EXPECT_EQ(waiting().size(), 2U);
  ask("c-3");
  EXPECT_EQ(waiting().size(), 2U) << "a third draft that a person must sign is not kept";
  EXPECT_EQ(conversation("c-3").owner, Owner::nobody);
  EXPECT_FALSE(delivered_by("system", "c-3").empty());
  EXPECT_EQ(value("SELECT COUNT(*) FROM entry WHERE kind='ai_stopped'"), "1");

  ASSERT_TRUE(reviews().approve({"ana", "reviewer"}, waiting()[0].id, waiting()[0].digest).done.has_value());
  settle();
  ask("c-4");
  EXPECT_EQ(waiting().size(), 2U) << "one of two is below four fifths of the limit: open again";
  EXPECT_EQ(value("SELECT COUNT(*) FROM entry WHERE kind='ai_started'"), "1");
}

class Busy : public Road {
 protected:
  Busy() : Road({{"kb"}, "resend", "webchat", "", "", "limits: {work: 4}\n"}) {}
};

TEST_F(Busy, WhenTooMuchWorkWaitsNoModelIsAskedAndAPersonHasIt) {
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(say("c-" + std::to_string(i), kKnown).ok());
  clock.advance(std::chrono::seconds(2));
  settle();
  EXPECT_TRUE(delivered_by("ai", "c-0").empty());
  EXPECT_EQ(conversation("c-0").owner, Owner::nobody);
  EXPECT_FALSE(delivered_by("system", "c-0").empty());
  clock.advance(std::chrono::seconds(2));
  say_and_settle("c-9", kKnown);
  EXPECT_EQ(delivered_by("ai", "c-9").size(), 1U);
}

class Full : public Road {
 protected:
  Full() : Road({{"kb"}, "resend", "webchat", "", "", "limits: {questions: 2}\n"}) {}
};

TEST_F(Full, NoMoreQuestionsAreAcceptedThanCanBeAnsweredSoon) {
  ASSERT_TRUE(say("c-1", kKnown).ok());
  ASSERT_TRUE(say("c-2", kKnown).ok());
  const auto refused = say("c-3", kKnown);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().fault, Fault::unavailable);
  EXPECT_EQ(value("SELECT COUNT(*) FROM conversation"), "2") << "nothing of it was kept";
}

}  // namespace
}  // namespace countersign::testing
