#include "http/admission.hpp"

#include <gtest/gtest.h>

#include <future>
#include <vector>

#include "http/server.hpp"
#include "support/fake_clock.hpp"
#include "support/one_answer.hpp"
#include "unit/http/raw_client.hpp"

namespace countersign::http {
namespace {

using namespace std::chrono_literals;
using countersign::testing::FakeClock;
using countersign::testing::OneAnswer;

/// One place to work, two to wait, not longer than a second; a sender may have two.
class AdmissionTest : public ::testing::Test {
 protected:
  std::shared_ptr<OneAnswer> ask(const std::string& sender, Admission::Job job = echo) {
    auto exchange = std::make_shared<OneAnswer>();
    Request request;
    request.body = sender;
    admission_.admit(request, sender, Reply(exchange), std::move(job));
    return exchange;
  }
  static void echo(const Request& request, Reply reply) { reply.answer(text(200, request.body)); }
  /// Runs `inside` while the only place is taken.
  void while_busy(const std::function<void()>& inside) {
    EXPECT_EQ(ask("busy",
                  [&](const Request& request, Reply reply) {
                    inside();
                    echo(request, std::move(reply));
                  })
                  ->response.status,
              200);
  }
  void expect_refused(const OneAnswer& answer, int status) const {
    EXPECT_EQ(answer.response.status, status);
    ASSERT_NE(find(answer.response.headers, "Retry-After"), nullptr);
    EXPECT_EQ(*find(answer.response.headers, "Retry-After"), "1");
  }

  FakeClock clock_;
  std::optional<Admission::Shut> shut_;
  std::vector<std::string> refused_;
  Admission admission_{{1, 2, 2, 1s},
                       clock_,
                       [this] { return shut_; },
                       [this](std::string_view reason) { refused_.emplace_back(reason); }};
};

TEST_F(AdmissionTest, DoesAtOnceWhatHasAPlace) {
  EXPECT_EQ(ask("a")->response.body, "a");
  EXPECT_EQ(ask("a")->response.body, "a");
  EXPECT_FALSE(admission_.next()) << "nobody waits";
}

TEST_F(AdmissionTest, LetsTheRestWaitInOrderAndRefusesWhatIsAbove) {
  std::string order;
  std::vector<std::shared_ptr<OneAnswer>> waiting;
  while_busy([&] {
    for (const char* sender : {"b", "c"})
      waiting.push_back(ask(sender, [&](const Request& request, Reply answer) {
        order += request.body;
        echo(request, std::move(answer));
      }));
    EXPECT_EQ(admission_.waiting(), 2U);
    EXPECT_FALSE(admission_.next()) << "there is no place";
    expect_refused(*ask("d"), 503);
    EXPECT_EQ(refused_, std::vector<std::string>{"too_busy"});
  });
  EXPECT_EQ(order, "") << "whoever was at work answers first";
  EXPECT_EQ(ask("e")->response.status, 503) << "nobody overtakes those who wait";
  EXPECT_TRUE(admission_.next());
  EXPECT_TRUE(admission_.next());
  EXPECT_FALSE(admission_.next());
  EXPECT_EQ(order, "bc");
  EXPECT_EQ(waiting[1]->response.body, "c");
  EXPECT_EQ(ask("e")->response.status, 200);
}

TEST_F(AdmissionTest, LetsNobodyQueueBehindOneThatHasWaitedTooLong) {
  while_busy([&] {
    const auto first = ask("b");
    clock_.advance(1s);
    expect_refused(*ask("c"), 503);
    EXPECT_EQ(refused_, std::vector<std::string>{"too_busy"});
    EXPECT_EQ(first->answers, 0) << "it may still have its turn";
  });
}

TEST_F(AdmissionTest, RefusesWhatWaitedTwiceAsLongEvenWithoutAPlace) {
  std::shared_ptr<OneAnswer> old;
  while_busy([&] {
    old = ask("b", [](const Request&, Reply) { FAIL() << "its sender has given up"; });
    clock_.advance(2s);
    EXPECT_TRUE(admission_.next());
    expect_refused(*old, 503);
    EXPECT_EQ(admission_.waiting(), 0U);
  });
  EXPECT_EQ(refused_, std::vector<std::string>{"waited_too_long"});
  EXPECT_EQ(ask("b")->response.status, 200);
}

TEST_F(AdmissionTest, GivesASenderOnlyItsShare) {
  while_busy([&] {
    (void)ask("busy");
    expect_refused(*ask("busy"), 429);
    EXPECT_EQ(refused_, std::vector<std::string>{"channel_too_fast"});
    EXPECT_EQ(ask("b")->answers, 0) << "others have theirs";
  });
  while (admission_.next()) {
  }
  EXPECT_EQ(ask("busy")->response.status, 200);
}

TEST_F(AdmissionTest, ASenderWhoseJobsHangLeavesPlacesToTheOthers) {
  Admission three({3, 2, 9, 1s}, clock_, [] { return std::nullopt; }, [](std::string_view) {});
  const auto ask_of_three = [&](const std::string& sender, Admission::Job job) {
    auto exchange = std::make_shared<OneAnswer>();
    Request request;
    request.body = sender;
    three.admit(request, sender, Reply(exchange), std::move(job));
    return exchange;
  };
  ask_of_three("hangs", [&](const Request& outer, Reply first) {
    ask_of_three("hangs", [&](const Request& inner, Reply second) {
      const auto waits = ask_of_three("hangs", echo);  // two of three are its share
      EXPECT_EQ(waits->response.status, 0);
      clock_.advance(1500ms);
      EXPECT_EQ(ask_of_three("well", echo)->response.body, "well") << "there is a place, and it waits for nobody";
      EXPECT_FALSE(three.next()) << "what waits has no place yet";
      echo(inner, std::move(second));
    });
    EXPECT_TRUE(three.next());
    echo(outer, std::move(first));
  });
}

TEST_F(AdmissionTest, TakesNothingWhileItIsShutAndSaysWhenToComeAgain) {
  shut_ = Admission::Shut{"behind", "The disk is full.", 7s};
  bool ran = false;
  const auto answer = ask("a", [&](const Request&, Reply) { ran = true; });
  EXPECT_EQ(answer->response.status, 503);
  EXPECT_EQ(*find(answer->response.headers, "Retry-After"), "7");
  EXPECT_NE(answer->response.body.find("The disk is full."), std::string::npos);
  EXPECT_FALSE(ran);
  EXPECT_EQ(refused_, std::vector<std::string>{"behind"});
}

TEST_F(AdmissionTest, GoesOnAfterAJobThatThrows) {
  EXPECT_EQ(ask("a", [](const Request&, Reply) { throw std::runtime_error("x"); })->response.status, 500);
  EXPECT_EQ(ask("a")->response.status, 200);
}

/// Admission behind a real server: one place, two workers. A job ends when the test says so.
class AdmissionServed : public ::testing::Test {
 protected:
  AdmissionServed() {
    for (const char* path : {"/a", "/b"}) jobs_[path];
    Options options;
    options.threads = 2;
    options.spare = [this] { return admission_.next(); };
    const auto handler = [this](const Request& request, Reply reply) {
      if (request.path == "/now") return reply.answer(text(200, "now"));
      admission_.admit(request, "all", std::move(reply), [this](const Request& admitted, Reply answer) {
        auto& job = jobs_.at(admitted.path);
        job.begun.set_value();
        job.may_end.get_future().wait();
        answer.answer(text(200, admitted.path));
      });
    };
    EXPECT_TRUE(server_.start(LaterHandler(handler), options).ok());
  }
  struct Job {
    std::promise<void> begun;
    std::promise<void> may_end;
  };
  SystemClock clock_;
  std::map<std::string, Job> jobs_;
  Admission admission_{{1, 10, 10, 1h}, clock_, [] { return std::nullopt; }, [](std::string_view) {}};
  Server server_;
};

TEST_F(AdmissionServed, AnswersAConnectionBeforeItsWorkerTurnsToThoseWhoWait) {
  RawClient first(server_.port());
  first.send(post("/a", ""));
  jobs_["/a"].begun.get_future().wait();
  RawClient second(server_.port());
  second.send(post("/b", ""));
  // The other worker has put it into the queue once it answers this; the connections are taken in their order.
  while (admission_.waiting() == 0) EXPECT_EQ(RawClient(server_.port()).send(get("/now")).status(), 200);
  jobs_["/a"].may_end.set_value();
  EXPECT_TRUE(first.answer().ends_with("/a")) << "starved by the one behind it";
  jobs_["/b"].begun.get_future().wait();
  EXPECT_EQ(first.send(get("/now")).status(), 200) << "and its next request is read";
  jobs_["/b"].may_end.set_value();
  EXPECT_TRUE(second.answer().ends_with("/b"));
}

}  // namespace
}  // namespace countersign::http
