#include "http/framing.hpp"

#include <gtest/gtest.h>

namespace countersign::http {
namespace {

using State = Framing::State;

const Limits kUsual;

/// The status a request is refused with, 0 for a whole one, -1 for one that is not at its end yet.
int verdict(std::string_view bytes, Limits limits = {}) {
  Framing framing(limits);
  framing.add(bytes);
  const State state = framing.advance();
  if (state == State::refused) return framing.refusal().status;
  return state == State::whole ? 0 : -1;
}

std::string with(std::string_view headers, std::string_view body = "") {
  return "POST /x HTTP/1.1\r\nHost: h\r\n" + std::string(headers) + "\r\n" + std::string(body);
}

TEST(Framing, ReadsARequestThatArrivesByteByByte) {
  const std::string bytes = "POST /a%20b?c=d HTTP/1.1\r\nHost: h\r\nX-Mixed:  v v \t\r\nContent-Length: 5\r\n\r\nhello";
  Framing framing{kUsual};
  for (std::size_t i = 0; i + 1 < bytes.size(); ++i) {
    framing.add(bytes.substr(i, 1));
    ASSERT_EQ(framing.advance(), State::partial) << i;
  }
  framing.add("o");
  ASSERT_EQ(framing.advance(), State::whole);
  const Request request = framing.take();
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.path, "/a%20b");
  EXPECT_EQ(request.query, "c=d");
  EXPECT_EQ(*request.header("x-mixed"), "v v");
  EXPECT_EQ(request.body, "hello");
  EXPECT_EQ(framing.advance(), State::idle);
}

TEST(Framing, UndoesChunkedBodiesAndIgnoresTrailers) {
  Framing framing{kUsual};
  framing.add(with("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nX-Late: 1\r\n\r\nGET "));
  ASSERT_EQ(framing.advance(), State::whole);
  const Request request = framing.take();
  EXPECT_EQ(request.body, "abcde");
  EXPECT_EQ(request.header("x-late"), nullptr);
  EXPECT_EQ(framing.pending(), 4U);
}

TEST(Framing, GivesPipelinedRequestsOneByOne) {
  Framing framing{kUsual};
  framing.add("GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n");
  ASSERT_EQ(framing.advance(), State::whole);
  EXPECT_EQ(framing.take().path, "/1");
  ASSERT_EQ(framing.advance(), State::whole);
  EXPECT_EQ(framing.take().path, "/2");
}

TEST(Framing, RefusesWhatTwoServersCouldReadDifferently) {
  EXPECT_EQ(verdict(with("Content-Length: 1\r\nContent-Length: 1\r\n", "a")), 400);
  EXPECT_EQ(verdict(with("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n", "a")), 400);
  EXPECT_EQ(verdict(with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")), 400);
  EXPECT_EQ(verdict(with("Transfer-Encoding: gzip, chunked\r\n")), 501);
  EXPECT_EQ(verdict(with("Content-Length: +1\r\n", "a")), 400);
  EXPECT_EQ(verdict(with("Content-Length: 1, 1\r\n", "a")), 400);
  EXPECT_EQ(verdict(with("Content-Length: 0x1\r\n", "a")), 400);
  EXPECT_EQ(verdict(with("Content-Length:\r\n", "a")), 400);
  EXPECT_EQ(verdict(with("Content-Length : 1\r\n", "a")), 400);
  EXPECT_EQ(verdict(with("X: a\r\n folded\r\n")), 400);
  EXPECT_EQ(verdict(with("X: a\nY: b\r\n")), 400);
  EXPECT_EQ(verdict(with(std::string_view("X: a\0b\r\n", 8))), 400);
  EXPECT_EQ(verdict("GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
}

TEST(Framing, RefusesBrokenChunks) {
  const std::string head = with("Transfer-Encoding: chunked\r\n");
  EXPECT_EQ(verdict(head + "xyz\r\n"), 400);
  EXPECT_EQ(verdict(head + "-1\r\n"), 400);
  EXPECT_EQ(verdict(head + "3\r\nabcdef\r\n"), 400);
  EXPECT_EQ(verdict(head + "fffffffffffffffff\r\n"), 400);
  EXPECT_EQ(verdict(head + "ffffffffffffffff\r\n"), 413);
  EXPECT_EQ(verdict(head + std::string(300, '0')), 400);
}

TEST(Framing, RefusesLinesThatAreNoRequest) {
  EXPECT_EQ(verdict("hello\r\n\r\n"), 400);
  EXPECT_EQ(verdict("GET  HTTP/1.1\r\nHost: h\r\n\r\n"), 400);
  EXPECT_EQ(verdict("GET x HTTP/1.1\r\nHost: h\r\n\r\n"), 400);
  EXPECT_EQ(verdict("GET /a b HTTP/1.1\r\nHost: h\r\n\r\n"), 400);
  EXPECT_EQ(verdict("GET / HTTP/2.0\r\nHost: h\r\n\r\n"), 505);
  EXPECT_EQ(verdict("GET / HTTP/1.1\r\n\r\n"), 400);
  EXPECT_EQ(verdict("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400);
}

TEST(Framing, HoldsItsLimits) {
  const Limits small{64, 3, 8};
  EXPECT_EQ(verdict(with("X: " + std::string(80, 'a') + "\r\n"), small), 431);
  EXPECT_EQ(verdict("GET /" + std::string(80, 'a'), small), 431) << "before the end of the head is seen";
  EXPECT_EQ(verdict(with("A: 1\r\nB: 1\r\nC: 1\r\n"), small), 431);
  EXPECT_EQ(verdict(with("Content-Length: 8\r\n", "12345678"), small), 0);
  EXPECT_EQ(verdict(with("Content-Length: 9\r\n"), small), 413);
  EXPECT_EQ(verdict("GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n4\r\n", small), 413);
}

TEST(Framing, KnowsWhoWantsTheConnectionKept) {
  const auto kept = [](std::string_view bytes) {
    Framing framing{kUsual};
    framing.add(bytes);
    EXPECT_EQ(framing.advance(), State::whole);
    return framing.keep_alive();
  };
  EXPECT_TRUE(kept("GET / HTTP/1.1\r\nHost: h\r\n\r\n"));
  EXPECT_FALSE(kept("GET / HTTP/1.1\r\nHost: h\r\nConnection: x, Close\r\n\r\n"));
  EXPECT_FALSE(kept("GET / HTTP/1.0\r\n\r\n"));
  EXPECT_TRUE(kept("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
}

TEST(Framing, TakesThePathOutOfAnAbsoluteTarget) {
  Framing framing{kUsual};
  framing.add("GET http://h:1/p?q HTTP/1.1\r\nHost: h\r\n\r\n");
  ASSERT_EQ(framing.advance(), State::whole);
  EXPECT_EQ(framing.take().path, "/p");
}

TEST(Framing, ReportsAnExpectationOnce) {
  Framing framing{kUsual};
  framing.add(with("Expect: 100-continue\r\nContent-Length: 2\r\n"));
  EXPECT_EQ(framing.advance(), State::partial);
  EXPECT_TRUE(framing.take_expectation());
  EXPECT_FALSE(framing.take_expectation());
}

}  // namespace
}  // namespace countersign::http
