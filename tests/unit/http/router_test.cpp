#include "http/router.hpp"

#include <gtest/gtest.h>

#include <optional>

#include "support/one_answer.hpp"

namespace countersign::http {
namespace {

Router example() {
  Router router;
  router.add(
      "GET /healthz", [](const Request&, const Params&) { return text(200, "fine"); }, "Alive");
  router.add("POST /channels/{name}", [](const Request&, const Params& p) { return text(202, p["name"]); });
  router.add("GET /api/v1/conversations/{channel}/{conversation}",
             [](const Request&, const Params& p) { return text(200, p["channel"] + "|" + p["conversation"]); });
  router.add("GET /audit/{file...}", [](const Request&, const Params& p) { return text(200, p["file"]); });
  return router;
}

Response ask(std::string method, std::string path) {
  Request request;
  request.method = std::move(method);
  request.path = std::move(path);
  const auto exchange = std::make_shared<countersign::testing::OneAnswer>();
  example().handle(request, Reply(exchange));
  EXPECT_EQ(exchange->answers, 1);
  EXPECT_EQ(exchange->route >= 0, exchange->response.status == 200 || exchange->response.status == 202);
  return exchange->response;
}

TEST(Router, GivesTheDecodedParametersToTheResource) {
  EXPECT_EQ(ask("POST", "/channels/shop").body, "shop");
  EXPECT_EQ(ask("GET", "/api/v1/conversations/shop/c%2F1%20x").body, "shop|c/1 x");
}

TEST(Router, RefusesUnknownPathsWithAProblem) {
  for (const char* path : {"/", "/healthz/", "/channels/", "/channels/a/b", "/channels/%zz", "*", "/api"}) {
    const Response response = ask("POST", path);
    EXPECT_EQ(response.status, 404) << path;
    EXPECT_EQ(*find(response.headers, "Content-Type"), "application/problem+json");
  }
}

TEST(Router, NamesTheMethodsAPathTakes) {
  const Response response = ask("DELETE", "/healthz");
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(*find(response.headers, "Allow"), "GET");
}

TEST(Router, RefusesABodyThatNobodyHereCanUnpack) {
  const auto post = [](const char* coding, const char* body) {
    Request request;
    request.method = "POST";
    request.path = "/channels/shop";
    request.headers.emplace_back("content-encoding", coding);
    request.body = body;
    const auto exchange = std::make_shared<countersign::testing::OneAnswer>();
    example().handle(request, Reply(exchange));
    return exchange->response;
  };
  const Response response = post("gzip", "{}");
  EXPECT_EQ(response.status, 415);
  EXPECT_EQ(*find(response.headers, "Accept-Encoding"), "identity");
  EXPECT_EQ(post("Identity", "{}").status, 202);
  EXPECT_EQ(post("gzip", "").status, 202);
}

TEST(Router, AnswersHeadByTheResourceOfGet) { EXPECT_EQ(ask("HEAD", "/healthz").status, 200); }

TEST(Router, NeverLetsAFilePathLeaveItsFolder) {
  EXPECT_EQ(ask("GET", "/audit/tile/0/x001/067").body, "tile/0/x001/067");
  for (const char* path : {"/audit/../keys", "/audit/%2e%2e/keys", "/audit/a%2f..%2fb", "/audit/a//b", "/audit/a%5cb"})
    EXPECT_EQ(ask("GET", path).status, 404) << path;
}

TEST(Router, LetsAResourceAnswerLater) {
  std::optional<Reply> kept;
  Router router;
  router.add("GET /later/{id}", [&](const Request&, const Params&, Reply reply) { kept = std::move(reply); });
  const auto exchange = std::make_shared<countersign::testing::OneAnswer>();
  Request request;
  request.method = "GET";
  request.path = "/later/7";
  router.handle(request, Reply(exchange));
  EXPECT_EQ(exchange->answers, 0);
  kept->answer(text(200, "now"));
  EXPECT_EQ(exchange->response.body, "now");
}

TEST(Router, ListsItsTable) {
  const auto routes = example().routes();
  ASSERT_EQ(routes.size(), 4U);
  EXPECT_EQ(routes[0].method, "GET");
  EXPECT_EQ(routes[0].pattern, "/healthz");
  EXPECT_EQ(routes[0].summary, "Alive");
}

TEST(Router, RefusesAPatternItCannotRead) {
  Router router;
  EXPECT_THROW(router.add("/healthz", [](const Request&, const Params&) { return Response(); }), std::invalid_argument);
}

}  // namespace
}  // namespace countersign::http
