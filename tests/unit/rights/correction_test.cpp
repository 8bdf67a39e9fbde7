// A correction holds wherever the gateway keeps the wrong name, and says where else it stands.
#include "rights/correction.hpp"

#include "people.hpp"

namespace countersign::testing {
namespace {

class CorrectionTest : public PeopleTest {
 protected:
  CorrectionTest() {
    say_and_settle("c-1", "I am Ana and want to talk to a person.");
    say_and_settle("c-2", "How long does delivery take?");
  }
  Result<rights::Corrected> name(const std::string& right) {
    return rights::correct(house(), officer, *gateway->rights().customer("shop", "u-1"), {right, std::nullopt});
  }
  [[nodiscard]] std::string notes() {
    std::string all;
    const auto found = gateway->desk().notes(conversation("c-1").ticket);
    for (const auto& one : *found) all += one.text + "\n";
    return all;
  }
};

TEST_F(CorrectionTest, PutsTheRightNameIntoEveryNoteAndLeavesWhatWasSaid) {
  ASSERT_TRUE(gateway->desk().note(conversation("c-1").ticket, "agnes", "Ana called, (Ana)! Anatomy, Dana.").ok());
  ASSERT_NE(notes().find("Customer: Ana\n"), std::string::npos) << notes();
  const auto corrected = name("Anna Diaz");
  ASSERT_TRUE(corrected.ok()) << corrected.error().message;
  EXPECT_EQ(corrected->conversations, 2);
  EXPECT_GE(corrected->notes, 2);
  EXPECT_NE(notes().find("Customer: Anna Diaz\n"), std::string::npos) << notes();
  EXPECT_NE(notes().find("Anna Diaz called, (Anna Diaz)! Anatomy, Dana."), std::string::npos) << notes();
  EXPECT_EQ(messages("c-1").front().text, "I am Ana and want to talk to a person.") << "that is what was said";
  EXPECT_EQ(raw_data().find("Anna Diaz"), std::string::npos) << "all of it is sealed";
}

TEST_F(CorrectionTest, LeavesToPeopleWhatStandsElsewhereAndNotesTheDate) {
  (void)as("officer", "POST", "/api/v1/customers/shop/u-1/requests", R"({"kind": "correct"})");
  const auto answer = as("officer", "POST", "/api/v1/customers/shop/u-1/correct", R"({"name": "Anna"})");
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto body = *json::parse(answer.body);
  const auto& left = *body.find("left_to_do")->array();
  ASSERT_FALSE(left.empty());
  EXPECT_NE(left[0].text("what").find("channel \"shop\" itself: correct the name there"), std::string::npos);
  EXPECT_TRUE(left[0].text("due_at").starts_with("2026-12-23"));
  EXPECT_EQ(gateway->rights().requests.errands()->size(), left.size());
  EXPECT_TRUE(gateway->rights().requests.open()->empty());
  EXPECT_TRUE(name("Anna")->left.empty()) << "nothing was wrong any more";
}

TEST(Renamed, ReplacesWordsThatStandAloneInAnyScript) {
  EXPECT_EQ(rights::renamed("Ana, Ana.", "Ana", "Eva"), "Eva, Eva.");
  EXPECT_EQ(rights::renamed("Anaïs Ana7 xAna", "Ana", "Eva"), "Anaïs Ana7 xAna");
  EXPECT_EQ(rights::renamed("Jörg Öl", "Jörg", "Jürg"), "Jürg Öl");
  EXPECT_EQ(rights::renamed("Ana", "Ana", "Ana Ana"), "Ana Ana");
  EXPECT_EQ(rights::renamed("text", "", "x"), "text");
}

}  // namespace
}  // namespace countersign::testing
