// Answers that come later, and event streams, over real sockets.
#include <gtest/gtest.h>

#include <future>
#include <optional>
#include <thread>

#include "http/server.hpp"
#include "unit/http/raw_client.hpp"

namespace countersign::http {
namespace {

using namespace std::chrono_literals;

/// A server with one worker whose handler hands every Reply to the test.
class ServerThatWaits : public testing::Test {
 protected:
  void start(Options options = {}) {
    options.threads = 1;
    const auto later = [this](const Request& request, Reply reply) {
      if (request.path == "/now") return reply.answer(text(200, "now"));
      if (request.path == "/throws") throw std::runtime_error("secret words");
      replies_[request.path].set_value(std::move(reply));
    };
    for (const char* path : {"/a", "/b", "/c"}) replies_[path];
    ASSERT_TRUE(server_.start(later, options).ok());
  }
  Reply take(const std::string& path) { return replies_[path].get_future().get(); }
  /// An open stream and its reader, which has seen the head.
  Stream open_stream(RawClient& client, const std::string& path, StreamClosed closed = nullptr) {
    client.send(get(path));
    Stream stream = take(path).stream(std::move(closed));
    EXPECT_NE(client.answer().find("Content-Type: text/event-stream\r\n"), std::string::npos);
    return stream;
  }
  std::map<std::string, std::promise<Reply>> replies_;
  Server server_;
};

using ServerAnswersLater = ServerThatWaits;
using ServerStreams = ServerThatWaits;

TEST_F(ServerAnswersLater, FromAnotherThreadWhileTheOnlyWorkerServesOthers) {
  start();
  RawClient waiting(server_.port());
  waiting.send(get("/a"));
  Reply reply = take("/a");
  EXPECT_EQ(RawClient(server_.port()).send(get("/now")).status(), 200);
  EXPECT_FALSE(waiting.hears(0));
  std::thread([&] { reply.answer(text(202, "kept")); }).join();
  EXPECT_TRUE(waiting.answer().ends_with("kept"));
  EXPECT_EQ(waiting.send(get("/now")).status(), 200);
}

TEST_F(ServerAnswersLater, WithAPipelinedRequestInItsTurn) {
  start();
  RawClient client(server_.port());
  client.send(get("/a") + get("/now"));
  take("/a").answer(text(200, "first"));
  EXPECT_TRUE(client.answer().ends_with("first"));
  EXPECT_TRUE(client.answer().ends_with("now"));
}

TEST_F(ServerAnswersLater, With500WhenNobodyAnswers) {
  start();
  RawClient client(server_.port());
  client.send(get("/a"));
  (void)take("/a");
  EXPECT_EQ(client.status(), 500);
  const std::string thrown = RawClient(server_.port()).send(get("/throws")).answer();
  EXPECT_EQ(RawClient::status_of_answer(thrown), 500);
  EXPECT_EQ(thrown.find("secret"), std::string::npos);
}

TEST_F(ServerAnswersLater, OnlyOnce) {
  start();
  RawClient client(server_.port());
  client.send(get("/a", "Connection: close\r\n"));
  Reply reply = take("/a");
  reply.answer(text(200, "one"));
  reply.answer(text(200, "two"));
  const std::string all = client.rest();
  EXPECT_TRUE(all.ends_with("one")) << all;
}

TEST_F(ServerAnswersLater, WhenTheClientIsGoneNothingHappens) {
  start();
  std::optional<RawClient> client(server_.port());
  client->send(get("/a"));
  Reply reply = take("/a");
  client.reset();
  reply.answer(text(200, "too late"));
  EXPECT_EQ(RawClient(server_.port()).send(get("/now")).status(), 200);
}

TEST_F(ServerAnswersLater, BeforeItStops) {
  start();
  RawClient client(server_.port());
  client.send(get("/a"));
  Reply reply = take("/a");
  auto stopped = std::async(std::launch::async, [&] { server_.stop(); });
  EXPECT_NE(stopped.wait_for(50ms), std::future_status::ready) << "stopped with an answer owed";
  reply.answer(text(202, "kept"));
  EXPECT_TRUE(client.answer().ends_with("kept"));
  stopped.get();
}

TEST_F(ServerAnswersLater, ButStopsWithoutAnAnswerAfterTheDeadline) {
  Options options;
  options.stop_deadline = 20ms;
  start(options);
  RawClient client(server_.port());
  client.send(get("/a"));
  Reply reply = take("/a");
  server_.stop();
  EXPECT_TRUE(client.closed());
  reply.answer(text(200, "nobody hears it"));
}

TEST_F(ServerStreams, BringWhatIsPushedFromAnyThread) {
  start();
  RawClient client(server_.port());
  Stream stream = open_stream(client, "/a");
  EXPECT_EQ(RawClient(server_.port()).send(get("/now")).status(), 200);
  std::thread([&] { EXPECT_TRUE(stream.push(event("message", "two\nlines", "7"))); }).join();
  EXPECT_TRUE(client.hears(5000));
  stream.close();
  EXPECT_EQ(client.rest(), "id: 7\nevent: message\ndata: two\ndata: lines\n\n");
  EXPECT_FALSE(stream.push("x"));
}

TEST_F(ServerStreams, SpeakAComment) {
  Options options;
  options.heartbeat = 10ms;
  start(options);
  RawClient client(server_.port());
  const Stream stream = open_stream(client, "/a");
  EXPECT_TRUE(client.hears(5000));
  stream.close();
  EXPECT_TRUE(client.rest().starts_with(":\n\n"));
}

TEST_F(ServerStreams, EndWhenTheReaderGoes) {
  start();
  std::promise<void> closed;
  std::optional<RawClient> client(server_.port());
  const Stream stream = open_stream(*client, "/a", [&] { closed.set_value(); });
  EXPECT_TRUE(stream.open());
  client.reset();
  closed.get_future().get();
  EXPECT_FALSE(stream.open());
}

TEST_F(ServerStreams, EndWhenTheReaderDoesNotKeepUp) {
  start();
  std::promise<void> closed;
  RawClient client(server_.port(), 4096);
  const Stream stream = open_stream(client, "/a", [&] { closed.set_value(); });
  const std::string large(64 * 1024, 'x');
  int pushed = 0;
  while (stream.push(large) && pushed < 10'000) ++pushed;
  EXPECT_LT(pushed, 10'000);
  closed.get_future().get();
}

TEST_F(ServerStreams, EndWhenNobodyHoldsThem) {
  start();
  RawClient client(server_.port());
  {
    const Stream stream = open_stream(client, "/a");
    const Stream copy = stream;
    EXPECT_TRUE(copy.push("data: 1\n\n"));
  }
  EXPECT_EQ(client.rest(), "data: 1\n\n");
}

TEST_F(ServerStreams, GoOnWhenOneBetweenThemEnds) {
  start();
  std::promise<void> closed;
  RawClient first(server_.port());
  const Stream one = open_stream(first, "/a");
  std::optional<RawClient> second(server_.port());
  const Stream two = open_stream(*second, "/b", [&] { closed.set_value(); });
  RawClient third(server_.port());
  const Stream three = open_stream(third, "/c");
  second.reset();
  closed.get_future().get();
  for (const auto& [stream, client] : {std::pair(&one, &first), std::pair(&three, &third)}) {
    EXPECT_TRUE(stream->push("data: 1\n\n"));
    stream->close();
    EXPECT_EQ(client->rest(), "data: 1\n\n");
  }
}

TEST_F(ServerStreams, EndWhenTheServerStops) {
  start();
  std::promise<void> closed;
  RawClient client(server_.port());
  const Stream stream = open_stream(client, "/a", [&] { closed.set_value(); });
  RawClient late(server_.port());
  late.send(get("/b"));
  Reply reply = take("/b");
  auto stopped = std::async(std::launch::async, [&] { server_.stop(); });
  reply.answer(text(200, "ok"));
  stopped.get();
  closed.get_future().get();
  EXPECT_TRUE(client.closed());
  EXPECT_FALSE(stream.push("x"));
}

TEST(Events, CannotBeGivenAFieldThroughAValue) {
  EXPECT_EQ(event("a\nid: 9", "x\r\ny\rz"), "event: a id: 9\ndata: x\ndata: y\ndata: z\n\n");
  EXPECT_EQ(event("", ""), "data: \n\n");
}

}  // namespace
}  // namespace countersign::http
