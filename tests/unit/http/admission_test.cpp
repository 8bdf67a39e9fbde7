#include "http/admission.hpp"

#include <gtest/gtest.h>

#include <future>
#include <optional>
#include <thread>
#include <vector>

#include "support/one_answer.hpp"

namespace countersign::http {
namespace {

using countersign::testing::OneAnswer;

/// One place to work, two to wait; a sender may have two.
class AdmissionTest : public ::testing::Test {
 protected:
  std::shared_ptr<OneAnswer> ask(const std::string& sender, Admission::Job job) {
    auto exchange = std::make_shared<OneAnswer>();
    Request request;
    request.body = sender;
    last_ = admission_.admit(request, sender, Reply(exchange), std::move(job));
    return exchange;
  }
  static void echo(const Request& request, Reply reply) { reply.answer(text(200, request.body)); }

  std::string closed_;
  Admission admission_{{1, 2, 2}, [this] { return closed_; }};
  Admission::Answer last_ = Admission::Answer::admitted;
};

TEST_F(AdmissionTest, DoesAtOnceWhatHasAPlace) {
  EXPECT_EQ(ask("a", echo)->response.body, "a");
  EXPECT_EQ(ask("a", echo)->response.body, "a");
}

TEST_F(AdmissionTest, LetsTheRestWaitInOrderWithoutAThread) {
  std::string order;
  std::vector<std::shared_ptr<OneAnswer>> waiting;
  const auto outer = ask("a", [&](const Request&, Reply reply) {
    for (const char* sender : {"b", "c"})
      waiting.push_back(ask(sender, [&](const Request& request, Reply answer) {
        order += request.body;
        echo(request, std::move(answer));
      }));
    EXPECT_EQ(admission_.waiting(), 2U);
    EXPECT_EQ(order, "");
    const auto more = ask("d", echo);
    EXPECT_EQ(last_, Admission::Answer::full);
    EXPECT_EQ(more->response.status, 503);
    EXPECT_EQ(*find(more->response.headers, "Retry-After"), "1");
    reply.answer(text(200, "a"));
  });
  EXPECT_EQ(order, "bc");
  EXPECT_EQ(waiting[1]->response.body, "c");
  EXPECT_EQ(admission_.waiting(), 0U);
}

TEST_F(AdmissionTest, GivesASenderOnlyItsShare) {
  ask("a", [&](const Request&, Reply) {
    ask("a", echo);
    const auto third = ask("a", echo);
    EXPECT_EQ(last_, Admission::Answer::sender_full);
    EXPECT_EQ(third->response.status, 429);
    EXPECT_NE(find(third->response.headers, "Retry-After"), nullptr);
    ask("b", echo);
    EXPECT_EQ(last_, Admission::Answer::admitted);
  });
  EXPECT_EQ(ask("a", echo)->response.status, 200);
}

TEST_F(AdmissionTest, TakesNothingWhileItIsClosed) {
  closed_ = "The disk is full.";
  bool ran = false;
  const auto answer = ask("a", [&](const Request&, Reply) { ran = true; });
  EXPECT_EQ(answer->response.status, 503);
  EXPECT_NE(answer->response.body.find("The disk is full."), std::string::npos);
  EXPECT_FALSE(ran);
}

TEST_F(AdmissionTest, GoesOnAfterAJobThatThrows) {
  EXPECT_EQ(ask("a", [](const Request&, Reply) { throw std::runtime_error("x"); })->response.status, 500);
  EXPECT_EQ(ask("a", echo)->response.status, 200);
}

}  // namespace
}  // namespace countersign::http
