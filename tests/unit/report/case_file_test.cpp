// Case files: everything about a conversation on one page, each look recorded.
#include "report/case_file.hpp"

#include "http/users.hpp"
#include "support/one_answer.hpp"
#include "support/road_fixture.hpp"

namespace countersign::testing {
namespace {

class CaseFileTest : public Road {
 protected:
  [[nodiscard]] report::CaseFiles files() { return report::CaseFiles(house(), "olga"); }
  [[nodiscard]] std::size_t views() { return column("SELECT id FROM entry WHERE kind='viewed'").size(); }
};

TEST_F(CaseFileTest, TellsWhatWasSaidByWhomUnderWhichPolicyAndProvesIt) {
  const auto message = say_and_settle("c-1", "How long does delivery take?");
  const auto sheet = files().of_message(message);
  ASSERT_TRUE(sheet.ok()) << sheet.error().message;
  const auto text = report::as_text(*sheet);
  EXPECT_NE(text.find("How long does delivery take?"), std::string::npos);
  EXPECT_NE(text.find("three to five working days"), std::string::npos);
  EXPECT_NE(text.find("AI, delivered"), std::string::npos);
  EXPECT_NE(text.find("at the reply border"), std::string::npos);
  EXPECT_NE(text.find(house().rules.get()->set->digest()), std::string::npos) << "the policies that decided";
  for (const auto& entry : column("SELECT id FROM entry WHERE message='" + message + "'"))
    EXPECT_NE(text.find(entry), std::string::npos) << "each entry is named";
  EXPECT_EQ(views(), 1U);
  EXPECT_EQ(files().of_message("nobody").error().fault, Fault::not_found);
  EXPECT_EQ(views(), 1U);
}

TEST_F(CaseFileTest, OfAnErasedCustomerOnlyTheRecordIsLeft) {
  const auto message = say_and_settle("c-1", "How long does delivery take?");
  const auto& erasure = gateway->rights().erasure;
  ASSERT_TRUE(erasure.ask_or_confirm({"olga", users::Permission::officer}, "shop", "u-1").ok());
  ASSERT_TRUE(erasure.ask_or_confirm({"oscar", users::Permission::operator_}, "shop", "u-1").ok());
  const auto sheet = files().of_message(message);
  ASSERT_TRUE(sheet.ok());
  const auto text = report::as_text(*sheet);
  EXPECT_EQ(text.find("How long"), std::string::npos);
  EXPECT_NE(text.find("arrived: send"), std::string::npos) << text;
}

TEST_F(CaseFileTest, ASampleTakesOnlyWhatWasAskedForAndRecordsEachLook) {
  for (const auto* name : {"c-1", "c-2", "c-3"}) say_and_settle(name, "How long does delivery take?");
  EXPECT_EQ(files().of_sample({2, clock.now() - std::chrono::hours(1), "shop", "en"})->title,
            "Sample of 2 conversations, drawn at random from 3");
  EXPECT_EQ(views(), 2U);
  EXPECT_FALSE(files().of_sample({2, clock.now() - std::chrono::hours(1), "web", ""}).ok());
  EXPECT_FALSE(files().of_sample({2, clock.now() - std::chrono::hours(1), "", "de"}).ok());
  EXPECT_FALSE(files().of_sample({2, clock.now() + std::chrono::hours(1), "", ""}).ok());
}

TEST_F(CaseFileTest, OverHttpForThoseWhoMaySeeTheRecordOnly) {
  const auto message = say_and_settle("c-1", "How long does delivery <b>take</b>?");
  const auto as = [&](const std::string& role, const std::string& path) {
    const auto token = *users::create_token(gateway->store(), gateway->roles(), role, role, clock.now());
    const auto exchange = std::make_shared<OneAnswer>();
    gateway->router().handle({"GET", path, "", {{"authorization", "Bearer " + token}}, "", ""}, http::Reply(exchange));
    return exchange->response;
  };
  EXPECT_EQ(as("agent", "/api/v1/case-files/messages/" + message).status, 403);
  EXPECT_EQ(as("operator", "/api/v1/report").status, 403);
  const auto page = as("auditor", "/api/v1/case-files/messages/" + message);
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("&lt;b&gt;take"), std::string::npos) << "a customer's words are only text";
  EXPECT_EQ(as("officer", "/api/v1/case-files/conversations/shop/c-1").status, 200);
  EXPECT_EQ(as("officer", "/api/v1/report").status, 200);
}

}  // namespace
}  // namespace countersign::testing
