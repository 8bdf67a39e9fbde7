// The description of the interface: every route that takes a body says which.
#include "support/one_answer.hpp"
#include "support/road_fixture.hpp"

namespace countersign::testing {
namespace {

class OpenApi : public Road {
 protected:
  [[nodiscard]] json::Value description() const {
    const auto exchange = std::make_shared<OneAnswer>();
    gateway->router().handle({"GET", "/api/openapi.json", "", {}, "", ""}, http::Reply(exchange));
    return *json::parse(exchange->response.body);
  }
};

TEST_F(OpenApi, EachRouteWithABodySaysWhatItsMembersAre) {
  const auto all = description();
  const auto* edit = all.find("paths")->find("/api/v1/reviews/{id}/edit")->find("post")->find("requestBody");
  ASSERT_NE(edit, nullptr);
  const auto* schema = edit->find("content")->find("application/json")->find("schema");
  EXPECT_EQ(schema->find("required")->array()->size(), 2U);
  EXPECT_EQ(schema->find("properties")->find("digest")->text("type"), "string");
  std::size_t bodies = 0;
  for (const auto& route : gateway->router().routes()) {
    if (route.method == "GET") continue;
    const auto* post = all.find("paths")->find(route.pattern)->find("post");
    ASSERT_NE(post, nullptr) << route.pattern;
    if (post->find("requestBody") != nullptr) ++bodies;
  }
  EXPECT_EQ(bodies, 19U) << "take-over, give-back, close, start, propose, tighten, promote and end-canary need none";
}

TEST_F(OpenApi, ARouteThatChangesSomethingCannotBeAddedWithoutItsBody) {
  http::Router router;
  router.add(
      "PUT /api/v1/new", [](const http::Request&, const http::Params&) { return http::Response(); }, "new");
  EXPECT_THROW(http::add_openapi(router), std::logic_error);
}

}  // namespace
}  // namespace countersign::testing
