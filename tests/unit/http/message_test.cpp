#include "http/message.hpp"

#include <gtest/gtest.h>

namespace countersign::http {
namespace {

TEST(Message, FindsTheBearerTokenWhateverTheCaseOfTheScheme) {
  Request request;
  EXPECT_FALSE(request.bearer());
  request.headers = {{"authorization", "bEaReR  cs_1"}};
  EXPECT_EQ(request.bearer(), "cs_1");
  request.headers = {{"authorization", "Basic cs_1"}};
  EXPECT_FALSE(request.bearer());
  request.headers = {{"authorization", "Bearer "}};
  EXPECT_FALSE(request.bearer());
}

TEST(Message, ReadsQueryValuesDecoded) {
  Request request;
  request.query = "state=waiting&q=a%26b+c&flag&q=second";
  EXPECT_EQ(request.query_value("state"), "waiting");
  EXPECT_EQ(request.query_value("q"), "a&b c");
  EXPECT_EQ(request.query_value("flag"), "");
  EXPECT_FALSE(request.query_value("stat"));
}

TEST(Message, RefusesBrokenEscapesAndHiddenNul) {
  EXPECT_EQ(percent_decode("a%2Fb+c"), "a/b+c");
  EXPECT_FALSE(percent_decode("a%2"));
  EXPECT_FALSE(percent_decode("a%zz"));
  EXPECT_FALSE(percent_decode("a%00b"));
}

TEST(Message, MapsEveryFaultToItsStatus) {
  const std::pair<Fault, int> table[] = {{Fault::invalid, 422},   {Fault::forged, 401},      {Fault::forbidden, 403},
                                         {Fault::not_found, 404}, {Fault::conflict, 409},    {Fault::gone, 410},
                                         {Fault::too_large, 413}, {Fault::unavailable, 503}, {Fault::internal, 500}};
  for (const auto& [fault, status] : table) EXPECT_EQ(from(Error{fault, "x"}).status, status);
}

TEST(Message, AnswersProblemsAsTheStandardWants) {
  const Response response = problem(409, "Conflict", "Look again.");
  EXPECT_EQ(*find(response.headers, "Content-Type"), "application/problem+json");
  EXPECT_EQ(response.body, R"({"detail":"Look again.","status":409,"title":"Conflict","type":"about:blank"})");
}

TEST(Message, KeepsInternalErrorsToItself) {
  EXPECT_EQ(from(Error{Fault::internal, "table moon is missing"}).body.find("moon"), std::string::npos);
}

TEST(Message, SaysWhenToTryAgain) {
  EXPECT_NE(find(from(Error{Fault::unavailable, "full"}).headers, "Retry-After"), nullptr);
}

}  // namespace
}  // namespace countersign::http
