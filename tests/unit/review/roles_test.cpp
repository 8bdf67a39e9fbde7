// Roles of the officer's document: goodwill limits, languages and members decide whose signature counts.
#include "held.hpp"

namespace countersign::testing {
namespace {

class Roles : public Held {
 protected:
  void roles(const std::string& team_lead) {
    write_policy(
        "roles.yaml",
        "roles: R\nlist:\n  - {name: care_lead, permission: agent}\n"
        "  - {name: head, permission: reviewer, members: [zoe]}\n  - {name: team_lead, permission: reviewer, " +
            team_lead + "}\n");
    load_policies();
  }
  const review::Actor zoe{"zoe", "head"};
  const review::Actor lead{"ana", "team_lead"};
};

constexpr const char* kOverTheLimit = "We will refund 70 EUR to your account by Friday.";

TEST_F(Roles, OverItsLimitARoleCannotSignAndTheNeedsSayWhoCan) {
  roles("limit: 60 EUR, above: head");
  const auto review = held(kOverTheLimit);
  ASSERT_EQ(review.needs.size(), 1U);
  EXPECT_EQ(review.needs[0].role, "head");
  EXPECT_EQ(fault(reviews().approve(lead, review.id, review.digest)), Fault::forbidden);
  EXPECT_EQ(fault(reviews().approve(bob, review.id, review.digest)), Fault::forbidden);
  const auto act = reviews().approve(zoe, review.id, review.digest);
  ASSERT_TRUE(act.done.has_value());
  EXPECT_EQ(act.done->state, "sent");
}

TEST_F(Roles, UpToItsLimitARoleSigns) {
  roles("limit: 60 EUR, above: head");
  const auto review = held(kSmall);
  EXPECT_EQ(review.needs[0].role, "team_lead");
  const auto act = reviews().approve(lead, review.id, review.digest);
  ASSERT_TRUE(act.done.has_value());
  EXPECT_EQ(act.done->state, "sent");
}

TEST_F(Roles, AnotherCurrencyIsOverAnyLimit) {
  roles("limit: 60 USD, above: head");
  EXPECT_EQ(held(kSmall).needs[0].role, "head");
}

TEST_F(Roles, AnEditOverTheLimitNeedsTheRoleAbove) {
  roles("limit: 60 EUR, above: head");
  const auto review = held(kSmall);
  const auto act = reviews().edit(lead, review.id, review.digest, kOverTheLimit);
  ASSERT_TRUE(act.done.has_value()) << (act.error ? act.error->message : "");
  EXPECT_EQ(act.done->state, "waiting");
  settle();
  EXPECT_TRUE(delivered_by("ai_edited", "c-1").empty());
}

TEST_F(Roles, ASignatureCountsForItsLanguagesOnly) {
  roles("languages: [de]");
  const auto review = held(kSmall);  // in English
  EXPECT_EQ(fault(reviews().approve(lead, review.id, review.digest)), Fault::forbidden);
}

TEST_F(Roles, ADeadlineReachesWhoIsOnCallAndSendsNothing) {
  const auto file = folder.path / "policies/staffing.yaml";
  auto text = slurp(file);
  const std::string more = "  - id: support\n";
  text.replace(text.find(more), more.size(), more + "    on_call: [{who: kim, priorities: [normal, urgent]}]\n");
  write_policy("staffing.yaml", text);
  load_policies();
  const auto review = held(kSmall);
  EXPECT_EQ(conversation("c-1").assigned_to, "") << "the queue is open: its people look";
  advance(std::chrono::minutes(10));
  settle();
  EXPECT_EQ(now(review.id).state, "expired");
  EXPECT_TRUE(delivered_by("ai", "c-1").empty());
  EXPECT_EQ(conversation("c-1").owner, Owner::nobody);
  EXPECT_EQ(conversation("c-1").assigned_to, "kim");
}

TEST_F(Roles, AReviewThatComesWhileTheQueueIsClosedIsAssignedAtOnce) {
  const auto file = folder.path / "policies/staffing.yaml";
  auto text = slurp(file);
  const std::string more = "  - id: support\n";
  text.replace(text.find(more), more.size(), more + "    on_call: [{who: kim, priorities: [normal]}]\n");
  write_policy("staffing.yaml", text);
  load_policies();
  advance(std::chrono::hours(12));
  (void)held(kSmall);
  EXPECT_EQ(conversation("c-1").assigned_to, "kim");
}

}  // namespace
}  // namespace countersign::testing
