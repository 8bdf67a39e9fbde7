// What customers may ask besides erasure: access, correction, restriction, objection; and until when.
#include <algorithm>

#include "flow/audit/text_digest.hpp"
#include "people.hpp"

namespace countersign::testing {
namespace {

class WishesTest : public PeopleTest {
 protected:
  [[nodiscard]] rights::Customer customer() { return *gateway->rights().customer("shop", "u-1"); }
  const std::string path = "/api/v1/customers/shop/u-1";
};

TEST_F(WishesTest, TheExportHasWhatWasSaidWhatWasDecidedAndWhoGotIt) {
  say_and_settle("c-1", "How long does delivery take?");
  const auto answer = as("officer", "GET", path);
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto all = *json::parse(answer.body);
  EXPECT_EQ(all.find("customer")->text("name"), "Ana");
  const auto& conversations = *all.find("conversations")->array();
  ASSERT_EQ(conversations.size(), 1U);
  const auto& said = *conversations[0].find("messages")->array();
  ASSERT_GE(said.size(), 2U);
  EXPECT_EQ(said[0].text("text"), "How long does delivery take?");
  EXPECT_EQ(*audit::digest_under(said[0].text("opening"), said[0].text("text")),
            record_of(std::string(said[0].text("id"))).front().text("text"))
      << "they can check the record's digest of their own text";
  EXPECT_EQ(said[1].text("written_by"), "ai");
  const auto& decisions = *conversations[0].find("decisions")->array();
  EXPECT_TRUE(std::any_of(decisions.begin(), decisions.end(), [](const json::Value& one) {
    return one.text("verdict") == "send" || one.text("verdict") == "change";
  }));
  EXPECT_FALSE(all.find("recipients")->array()->empty());
  EXPECT_EQ(kinds("exported").size(), 1U) << "the look is on the record";
  EXPECT_EQ(as("agent", "GET", path).status, 403);
  EXPECT_EQ(as("auditor", "GET", path).status, 403);
}

TEST_F(WishesTest, ARequestHasADueDateUntilItIsDone) {
  say_and_settle("c-1", "Hello");
  const auto asked = as("officer", "POST", path + "/requests", R"({"kind": "access"})");
  ASSERT_EQ(asked.status, 202) << asked.body;
  EXPECT_TRUE(json::parse(asked.body)->text("due_at").starts_with("2026-12-23"));
  EXPECT_EQ(as("officer", "POST", path + "/requests", R"({"kind": "access"})").status, 202);
  EXPECT_EQ(gateway->rights().requests.open()->size(), 1U) << "the same again is the same";
  EXPECT_EQ(as("officer", "GET", path).status, 200);
  EXPECT_TRUE(gateway->rights().requests.open()->empty());
}

TEST_F(WishesTest, WhoObjectsGetsNoAiAnyMoreAndWhatItPreparedIsWithdrawn) {
  customer_side.answers(503);
  say_and_settle("c-1", "How long does delivery take?");
  EXPECT_EQ(as("officer", "POST", path + "/wishes", R"({"what": "object"})").status, 204);
  customer_side.answers(200);
  customer_side.forget();
  advance(std::chrono::minutes(10));
  settle();
  EXPECT_TRUE(delivered_by("ai", "c-1").empty()) << "not even what waited";
  say_and_settle("c-1", "What are your opening hours?");
  say_and_settle("c-new", "What are your opening hours?");
  EXPECT_TRUE(delivered_by("ai", "c-1").empty());
  EXPECT_TRUE(delivered_by("ai", "c-new").empty()) << "in no conversation";
  EXPECT_EQ(as("officer", "POST", path + "/wishes", R"({"what": "nothing"})").status, 204);
  say_and_settle("c-newer", "What are your opening hours?");
  EXPECT_FALSE(delivered_by("ai", "c-newer").empty()) << "until they wish otherwise";
}

TEST_F(WishesTest, ARestrictedCustomerIsAnsweredByPeopleOnly) {
  say_and_settle("c-1", "Hello");
  ASSERT_TRUE(gateway->rights().wishes.set(officer, customer(), {false, true}).ok());
  customer_side.forget();
  say_and_settle("c-2", "What are your opening hours?");
  EXPECT_TRUE(delivered_by("ai", "c-2").empty());
  EXPECT_EQ(conversation("c-2").owner, Owner::nobody);
}

TEST_F(WishesTest, ACorrectionHoldsInEveryConversation) {
  say_and_settle("c-1", "Hello");
  say_and_settle("c-2", "Hello");
  EXPECT_EQ(as("officer", "POST", path + "/correct", "{}").status, 422);
  EXPECT_EQ(as("officer", "POST", path + "/correct", R"({"name": "Anna"})").status, 200);
  EXPECT_EQ(conversation("c-1").customer_name, "Anna");
  EXPECT_EQ(conversation("c-2").customer_name, "Anna");
  ASSERT_EQ(kinds("corrected").size(), 2U);
  EXPECT_EQ(kinds("corrected")[0].find("Anna"), std::string::npos);
}

}  // namespace
}  // namespace countersign::testing
