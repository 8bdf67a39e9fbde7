// What hostile or broken clients do, over real sockets.
#include <gtest/gtest.h>

#include <atomic>

#include "http/server.hpp"
#include "unit/http/raw_client.hpp"

namespace countersign::http {
namespace {

using namespace std::chrono_literals;

class ServerUnderAttack : public testing::Test {
 protected:
  void start(Options options = {}) {
    const auto handler = [this](const Request& request) {
      ++handled_;
      return text(200, request.body);
    };
    ASSERT_TRUE(server_.start(handler, options).ok());
  }
  /// The status of the only answer, after which the connection must be closed.
  int refused(const std::string& bytes) {
    RawClient client(server_.port());
    const int status = client.send(bytes).status();
    client.close_sending();
    EXPECT_TRUE(client.closed());
    return status;
  }
  std::atomic<int> handled_{0};
  Server server_;
};

TEST_F(ServerUnderAttack, RefusesTwoContentLengths) {
  start();
  EXPECT_EQ(refused("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 1\r\nContent-Length: 30\r\n\r\nxGET /smuggled "
                    "HTTP/1.1\r\n\r\n"),
            400);
  EXPECT_EQ(handled_, 0);
}

TEST_F(ServerUnderAttack, RefusesABareLineFeedAtOnceAndNotAtTheDeadline) {
  Options patient;
  patient.read_deadline = 60s;  // the client waits for ten
  start(patient);
  EXPECT_EQ(refused("GET / HTTP/1.1\nHost: t\n\n"), 400);
  EXPECT_EQ(refused("GET / HTTP/1.1\r\nHost: t\n"), 400);
  EXPECT_EQ(refused("POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n3\n"), 400);
  RawClient pieces(server_.port());
  pieces.send("GET / HTTP/1.1\r");
  pieces.send("\nHost: t\r\n");
  pieces.send("\r\n");
  EXPECT_EQ(pieces.status(), 200) << "a line cut between CR and LF is none";
  EXPECT_EQ(handled_, 1);
}

TEST_F(ServerUnderAttack, TellsWhoShutsTheSendingSideThatTheRequestWasNotWhole) {
  start();
  RawClient client(server_.port());
  client.send("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 10\r\n\r\nhalf").close_sending();
  EXPECT_EQ(client.status(), 400);
  EXPECT_TRUE(client.closed());
  EXPECT_EQ(handled_, 0);
  RawClient whole(server_.port());
  whole.send("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 4\r\n\r\nhalf").close_sending();
  EXPECT_EQ(whole.status(), 200);
}

TEST_F(ServerUnderAttack, RefusesBothFramingsAtOnce) {
  start();
  EXPECT_EQ(refused("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            400);
  EXPECT_EQ(handled_, 0);
}

TEST_F(ServerUnderAttack, RefusesABodyOverTheLimitBeforeReadingIt) {
  start();
  RawClient client(server_.port());
  EXPECT_EQ(client.send("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 1048577\r\n\r\n").status(), 413);
}

TEST_F(ServerUnderAttack, StillTellsAClientThatIsAlreadySendingItsLargeBody) {
  start();
  EXPECT_EQ(refused(post("/", std::string(1'500'000, 'x'))), 413);
  EXPECT_EQ(handled_, 0);
}

TEST_F(ServerUnderAttack, TakesABodyOfExactlyTheLimit) {
  start();
  EXPECT_EQ(RawClient(server_.port()).send(post("/", std::string(1024 * 1024, 'x'))).status(), 200);
}

TEST_F(ServerUnderAttack, RefusesHeadersWithoutEnd) {
  start();
  EXPECT_EQ(refused("GET / HTTP/1.1\r\nHost: t\r\nX: " + std::string(20'000, 'a')), 431);
}

TEST_F(ServerUnderAttack, EndsASlowSenderAtTheDeadlineHoweverItDribbles) {
  Options options;
  options.read_deadline = 100ms;
  start(options);
  RawClient client(server_.port());
  client.send("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 100000\r\n\r\n");
  int drops = 0;
  while (!client.hears(10) && drops < 1000) {
    client.send("x");
    ++drops;
  }
  EXPECT_LT(drops, 1000) << "every byte moved the deadline";
  EXPECT_EQ(client.status(), 408);
  EXPECT_TRUE(client.closed());
  EXPECT_EQ(handled_, 0);
}

TEST_F(ServerUnderAttack, EndsAnIdleConnection) {
  Options options;
  options.keep_alive = 300ms;
  start(options);
  RawClient never_spoke(server_.port());
  RawClient spoke(server_.port());
  EXPECT_EQ(spoke.send(get("/")).status(), 200);
  EXPECT_TRUE(never_spoke.closed());
  EXPECT_TRUE(spoke.closed());
}

TEST_F(ServerUnderAttack, EndsAReaderThatDoesNotRead) {
  Options options;
  options.write_deadline = 200ms;
  options.max_connections = 2;
  options.threads = 1;
  Server server;
  const std::string large(16 * 1024 * 1024, 'x');
  const auto handler = [&](const Request& request) { return text(200, request.path == "/large" ? large : "small"); };
  ASSERT_TRUE(server.start(handler, options).ok());
  RawClient deaf(server.port(), 4096);
  deaf.send(get("/large"));
  // With one worker: another client is served although the first one takes nothing.
  RawClient other(server.port());
  EXPECT_TRUE(other.send(get("/")).answer().ends_with("small"));
  // The place of the deaf one becomes free.
  int tries = 0;
  while (RawClient(server.port()).send(get("/")).status() != 200 && tries < 100'000) ++tries;
  EXPECT_GT(tries, 0);
  EXPECT_LT(tries, 100'000);
  EXPECT_LT(deaf.rest().size(), large.size());
}

TEST_F(ServerUnderAttack, AnswersWhatCameBeforeGarbageThenCloses) {
  start();
  RawClient client(server_.port());
  client.send(get("/") + "\x16\x03\x01 garbage\r\n\r\n");
  EXPECT_EQ(client.status(), 200);
  EXPECT_EQ(client.status(), 400);
  EXPECT_TRUE(client.closed());
}

TEST_F(ServerUnderAttack, AsksForTheBodyOfAClientThatWaitsForIt) {
  start();
  RawClient client(server_.port());
  client.send("POST / HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(client.answer(), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_TRUE(client.send("ok").answer().ends_with("ok"));
}

}  // namespace
}  // namespace countersign::http
