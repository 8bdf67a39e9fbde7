// What a reviewer is shown beside a draft: which sentence rests on which source; and what the record keeps of it.
#include "app/gateway.hpp"
#include "http/users.hpp"
#include "support/one_answer.hpp"
#include "support/road_fixture.hpp"

namespace countersign::testing {
namespace {

constexpr const char* kHeld = R"(policy: Everything is signed here
id: all-signed
version: 1
owner: dpo@example.com
why: [house_rule]
mode: enforce
at: reply
applies_to: {written_by: ai}
must:
  - be_approved_by: {role: team_lead, people: 1}
if_not: hold_for_review
examples:
  - given: {written_by: ai}
    expect: hold_for_review
  - given: {written_by: person}
    expect: send
)";

class Grounds : public Road {
 protected:
  json::Value shown(const std::string& id) {
    const auto token = users::create_token(gateway->store(), gateway->roles(), "ana", "reviewer", clock.now());
    EXPECT_TRUE(token.ok());
    const auto exchange = std::make_shared<OneAnswer>();
    http::Request request{"GET", "/api/v1/reviews/" + id, "", {}, "", ""};
    request.headers.emplace_back("authorization", "Bearer " + *token);
    gateway->router().handle(request, http::Reply(exchange));
    const auto body = json::parse(exchange->response.body);
    EXPECT_TRUE(body.ok()) << exchange->response.body;
    return body.ok() ? *body : json::Value();
  }
};

TEST_F(Grounds, TheReviewShowsWhatEachSentenceRestsOnAndTheRecordKeepsTheNumbersOnly) {
  write_policy("rules/90-all-signed.yaml", kHeld);
  load_policies();
  say_and_settle("c-1", "How long does standard delivery take?");
  const auto review = shown(the_review().id);
  const auto* sentences = review.find("grounding");
  ASSERT_TRUE(sentences != nullptr && sentences->array() != nullptr) << json::dump(review);
  ASSERT_EQ(sentences->array()->size(), 2U) << json::dump(review);
  const auto& first = sentences->array()->front();
  EXPECT_EQ(first.text("rests_on"), "source");
  EXPECT_EQ(first.text("sentence"), "Standard delivery takes three to five working days.");
  ASSERT_EQ(first.find("sources")->array()->size(), 1U);
  EXPECT_EQ(*first.find("sources")->array()->front().string(), "How long does delivery take?");
  const auto start = static_cast<std::size_t>(*first.find("start")->integer());
  const auto end = static_cast<std::size_t>(*first.find("end")->integer());
  EXPECT_EQ(review.text("text").substr(start, end - start), first.text("sentence"));

  std::string decided;
  for (const auto& entry : record()) decided += json::dump(entry) + "\n";
  EXPECT_NE(decided.find(R"("grounded":{"no_claim":0,"on_customer":0,"on_nothing":0,"on_sources":2,"sentences":2})"),
            std::string::npos)
      << decided;
}

}  // namespace
}  // namespace countersign::testing
