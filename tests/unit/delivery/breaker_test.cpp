// The breaker: opens after repeated failures, tries one call at a time with growing pauses, closes on success.
#include "flow/delivery/breaker.hpp"

#include <gtest/gtest.h>

#include "flow/delivery/answer_reader.hpp"
#include "flow/delivery/retry_after.hpp"
#include "flow/delivery/targets.hpp"
#include "support/fake_clock.hpp"

namespace countersign::testing {
namespace {

using std::chrono::seconds;

class BreakerTest : public ::testing::Test {
 protected:
  void fail(int times) {
    for (int i = 0; i < times; ++i) {
      ASSERT_FALSE(breaker.enter().shut.has_value());
      breaker.failed("no answer in time");
    }
  }
  FakeClock clock;
  Breaker breaker{clock};
};

TEST_F(BreakerTest, FourFailuresAreNotEnough) {
  fail(4);
  EXPECT_FALSE(breaker.shut().has_value());
  EXPECT_EQ(in_words(breaker.state()), "closed; the last 4 failed: no answer in time");
}

TEST_F(BreakerTest, ASuccessInBetweenStartsTheCountAgain) {
  fail(4);
  breaker.succeeded();
  fail(4);
  EXPECT_FALSE(breaker.shut().has_value());
}

TEST_F(BreakerTest, TheFifthOpensItForTenSeconds) {
  fail(5);
  ASSERT_TRUE(breaker.shut().has_value());
  EXPECT_TRUE(in_words(breaker.state()).starts_with("open since 2026-11-23T10:00:00"));
  clock.advance(seconds(9));
  EXPECT_TRUE(breaker.enter().shut.has_value());
  clock.advance(seconds(2));
  EXPECT_FALSE(breaker.enter().shut.has_value());
}

TEST_F(BreakerTest, OnlyOneCallMayTry) {
  fail(5);
  clock.advance(seconds(11));
  const auto trial = breaker.enter();
  EXPECT_NE(trial.trial, 0U);
  EXPECT_TRUE(breaker.enter().shut.has_value());
  breaker.leave(trial.trial);
  EXPECT_FALSE(breaker.enter().shut.has_value()) << "a trial that made no call lets the next one try";
}

TEST_F(BreakerTest, EachFailedTrialDoublesThePauseUpToFiveMinutes) {
  fail(5);
  for (const auto pause : {20, 40, 80, 160, 300, 300}) {
    clock.advance(*breaker.shut() - clock.now());
    ASSERT_FALSE(breaker.enter().shut.has_value());
    breaker.failed("no answer in time");
    const auto left = *breaker.shut() - clock.now();
    EXPECT_GT(left, seconds(pause - 1));
    EXPECT_LE(left, seconds(pause));
  }
}

TEST_F(BreakerTest, ASuccessfulTrialClosesIt) {
  fail(5);
  clock.advance(seconds(11));
  ASSERT_FALSE(breaker.enter().shut.has_value());
  breaker.succeeded();
  EXPECT_EQ(in_words(breaker.state()), "closed");
  EXPECT_FALSE(breaker.enter().shut.has_value());
  EXPECT_FALSE(breaker.enter().shut.has_value());
}

TEST_F(BreakerTest, AServerThatAsksToBeLeftAloneIs) {
  breaker.failed("it answered 429", seconds(60));
  clock.advance(seconds(50));
  EXPECT_TRUE(breaker.shut().has_value());
  clock.advance(seconds(11));
  EXPECT_FALSE(breaker.shut().has_value());
}

TEST_F(BreakerTest, AClockThatIsSetBackKeepsNobodyAwayForLong) {
  fail(5);
  clock.advance(-std::chrono::hours(24));
  EXPECT_FALSE(breaker.shut().has_value());
}

TEST(RetryAfter, IsSecondsOrADate) {
  const auto now = *from_rfc3339("2026-11-23T10:00:00Z");
  const auto of = [&](const std::string& text) { return retry_after({429, {{"retry-after", text}}, "", true}, now); };
  EXPECT_EQ(of("120"), seconds(120));
  EXPECT_EQ(of("Mon, 23 Nov 2026 10:02:00 GMT"), seconds(120));
  EXPECT_EQ(of("Mon, 23 Nov 2026 09:00:00 GMT"), seconds(0));
  EXPECT_EQ(of("99999999999999999999999"), seconds(86'400));
  EXPECT_EQ(of("soon"), std::nullopt);
  EXPECT_EQ(of("-5"), std::nullopt);
  EXPECT_EQ(of(""), std::nullopt);
}

/// "status body", or what is wrong. The same however the bytes are cut.
std::string read(std::string_view bytes, bool hang_up = false) {
  std::string first;
  for (const std::size_t step : {bytes.size(), std::size_t{1}}) {
    AnswerReader reader(1000);
    bool more = true;
    for (std::size_t at = 0; more && at < bytes.size(); at += step) more = reader.take(bytes.substr(at, step));
    if (more && hang_up) reader.end();
    std::string said = reader.problem().empty() ? "unfinished" : reader.problem();
    if (reader.complete()) {
      const auto response = reader.spend();
      said = std::to_string(response.status) + " " + response.body;
    }
    if (first.empty()) first = said;
    EXPECT_EQ(first, said) << bytes;
  }
  return first;
}

TEST(Answers, AreReadByLengthByChunksAndUntilTheEnd) {
  EXPECT_EQ(read("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"), "200 {}");
  EXPECT_EQ(read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1;x=y\r\n}\r\n0\r\nA: b\r\n\r\n"),
            "200 {}");
  EXPECT_EQ(read("HTTP/1.0 200\r\n\r\n{}", true), "200 {}");
  EXPECT_EQ(read("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"), "204 ");
  EXPECT_EQ(read("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{"), "unfinished");
}

TEST(Answers, AreRefusedWhenTheirFramingIsBroken) {
  EXPECT_EQ(read("SSH-2.0-x\r\n"), "its answer is no HTTP");
  EXPECT_EQ(read("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}"),
            "its answer gives its length twice");
  EXPECT_EQ(read("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n"),
            "its answer gives its length in two ways");
  EXPECT_EQ(read("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"), "its answer gives a length that is no number");
  EXPECT_EQ(read("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n"), "its answer is too large");
  EXPECT_EQ(read("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n"),
            "its answer is coded in a way that was not asked for");
  EXPECT_EQ(read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"), "a chunk of its answer has no size");
  EXPECT_EQ(read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n"),
            "a chunk of its answer is longer than it says");
  EXPECT_EQ(read("HTTP/1.1 200 OK\r\n folded: x\r\n\r\n"), "its answer has a broken header");
  EXPECT_EQ(read("HTTP/1.1 200 OK\r\nX: a\x01\r\n\r\n"), "its answer has control bytes where none belong");
  EXPECT_EQ(read("HTTP/1.1 101 Switching\r\n\r\n"), "its answer is no HTTP");
}

TEST(Places, AreAsManyAsTheBudgetAllowsAndFreeWhenTheirCallIsOver) {
  const FakeClock clock;
  const Targets targets(clock, {{"lookup:orders", {{2, std::chrono::seconds(5), 1}, ""}}});
  const auto first = targets.place("lookup:orders");
  {
    const auto second = targets.place("lookup:orders");
    EXPECT_TRUE(first && second);
    EXPECT_FALSE(targets.place("lookup:orders"));
    EXPECT_TRUE(targets.place("lookup:others")) << "each has its own";
  }
  EXPECT_TRUE(targets.place("lookup:orders"));
}

}  // namespace
}  // namespace countersign::testing
