#include "http/server.hpp"

#include <gtest/gtest.h>

#include <future>
#include <stdexcept>
#include <vector>

#include "unit/http/raw_client.hpp"

namespace countersign::http {
namespace {

using namespace std::chrono_literals;

Response echo(const Request& request) { return text(200, request.method + " " + request.path + " " + request.body); }

TEST(Server, AnswersOnAFreePortOfItsOwn) {
  Server server;
  ASSERT_TRUE(server.start(echo, {}).ok());
  EXPECT_NE(server.port(), 0);
  const std::string answer = RawClient(server.port()).send(post("/a", "body")).answer();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\nPOST /a body")) << answer;
}

TEST(Server, SaysWhyItCannotHaveAnAddress) {
  Server first;
  ASSERT_TRUE(first.start(echo, {}).ok());
  Options same;
  same.port = first.port();
  Server second;
  const Status status = second.start(echo, same);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().fault, Fault::unavailable);
  EXPECT_NE(status.error().message.find("cannot listen on 127.0.0.1:" + std::to_string(same.port)), std::string::npos);
}

TEST(Server, KeepsAConnectionForManyRequests) {
  Server server;
  ASSERT_TRUE(server.start(echo, {}).ok());
  RawClient client(server.port());
  for (int i = 0; i < 50; ++i) {
    const std::string answer = client.send(post("/n", std::to_string(i))).answer();
    ASSERT_TRUE(answer.ends_with("POST /n " + std::to_string(i))) << answer;
  }
}

TEST(Server, ClosesWhenTheClientAsksForIt) {
  Server server;
  ASSERT_TRUE(server.start(echo, {}).ok());
  RawClient client(server.port());
  const std::string answer = client.send(get("/", "Connection: close\r\n")).answer();
  EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos);
  EXPECT_TRUE(client.closed());
}

TEST(Server, AnswersPipelinedRequestsInOrder) {
  Server server;
  ASSERT_TRUE(server.start(echo, {}).ok());
  RawClient client(server.port());
  std::string burst;
  for (int i = 0; i < 40; ++i) burst += get("/" + std::to_string(i));
  client.send(burst);
  for (int i = 0; i < 40; ++i) EXPECT_TRUE(client.answer().ends_with("GET /" + std::to_string(i) + " ")) << i;
}

TEST(Server, AnswersAClientThatHasClosedItsSendingSide) {
  Server server;
  ASSERT_TRUE(server.start(echo, {}).ok());
  RawClient client(server.port());
  client.send(post("/half", "x")).close_sending();
  EXPECT_TRUE(client.answer().ends_with("POST /half x"));
  EXPECT_TRUE(client.closed());
}

TEST(Server, AnswersHeadWithoutABody) {
  Server server;
  ASSERT_TRUE(server.start(echo, {}).ok());
  RawClient client(server.port());
  const std::string answer = client.send("HEAD /h HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n").rest();
  EXPECT_NE(answer.find("Content-Length: 8\r\n"), std::string::npos) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
}

TEST(Server, TurnsWhateverAHandlerThrowsIntoAProblem) {
  Server server;
  const auto handler = [](const Request& request) -> Response {
    if (request.path == "/std") throw std::runtime_error("secret words");
    throw 7;
  };
  ASSERT_TRUE(server.start(handler, {}).ok());
  for (const char* path : {"/std", "/int"}) {
    const std::string answer = RawClient(server.port()).send(get(path)).answer();
    EXPECT_EQ(RawClient::status_of_answer(answer), 500);
    EXPECT_NE(answer.find("application/problem+json"), std::string::npos);
    EXPECT_EQ(answer.find("secret words"), std::string::npos);
  }
}

TEST(Server, IsNotStarvedByIdleConnections) {
  Options options;
  options.threads = 2;
  Server server;
  ASSERT_TRUE(server.start(echo, options).ok());
  std::vector<RawClient> idle;
  for (int i = 0; i < 300; ++i) {
    idle.emplace_back(server.port());
    if (i % 3 == 1) idle.back().send("POST /slow HTTP/1.1\r\nHost: t\r\nContent-Le");
    if (i % 3 == 2) {
      ASSERT_EQ(idle.back().send(get("/")).status(), 200);
    }
  }
  EXPECT_EQ(RawClient(server.port()).send(get("/")).status(), 200);
  EXPECT_EQ(idle[0].send(get("/")).status(), 200);
}

TEST(Server, SendsAnAnswerLargerThanTheSocketTakesAtOnce) {
  const std::string large(8 * 1024 * 1024, 'x');
  Server server;
  ASSERT_TRUE(server.start([&](const Request&) { return text(200, large); }, {}).ok());
  RawClient client(server.port(), 4096);
  const std::string answer = client.send(get("/")).answer();
  EXPECT_TRUE(answer.ends_with(std::string("\r\n\r\n") + large));
  EXPECT_EQ(client.send(get("/", "Connection: close\r\n")).status(), 200);
}

TEST(Server, TurnsAwayMoreConnectionsThanItMayHave) {
  Options options;
  options.max_connections = 2;
  Server server;
  ASSERT_TRUE(server.start(echo, options).ok());
  RawClient first(server.port());
  RawClient second(server.port());
  ASSERT_EQ(first.send(get("/")).status(), 200);
  ASSERT_EQ(second.send(get("/")).status(), 200);
  const std::string answer = RawClient(server.port()).answer();
  EXPECT_EQ(RawClient::status_of_answer(answer), 503);
  EXPECT_NE(answer.find("Retry-After: 1\r\n"), std::string::npos);
  EXPECT_EQ(first.send(get("/")).status(), 200);
}

TEST(Server, LetsARunningHandlerFinishBeforeItStops) {
  std::promise<void> entered;
  std::promise<void> release;
  auto released = release.get_future().share();
  Server server;
  const auto handler = [&](const Request&) {
    entered.set_value();
    released.wait();
    return text(202, "kept");
  };
  ASSERT_TRUE(server.start(handler, {}).ok());
  RawClient busy(server.port());
  RawClient idle(server.port());
  busy.send(get("/"));
  entered.get_future().wait();
  auto stopped = std::async(std::launch::async, [&] { server.stop(); });
  EXPECT_NE(stopped.wait_for(50ms), std::future_status::ready) << "stopped under a running handler";
  release.set_value();
  EXPECT_TRUE(busy.answer().ends_with("kept"));
  stopped.get();
  EXPECT_TRUE(idle.closed());
}

TEST(Server, CannotBeGivenASecondHeaderThroughAValue) {
  Server server;
  const auto handler = [](const Request&) { return Response{200, {{"X-Name", "a\r\nX-Evil: 1"}}, ""}; };
  ASSERT_TRUE(server.start(handler, {}).ok());
  EXPECT_EQ(RawClient(server.port()).send(get("/")).answer().find("\r\nX-Evil"), std::string::npos);
}

TEST(Server, TellsThePeer) {
  Server server;
  ASSERT_TRUE(server.start([](const Request& r) { return text(200, r.peer); }, {}).ok());
  EXPECT_TRUE(RawClient(server.port()).send(get("/")).answer().ends_with("127.0.0.1"));
}

}  // namespace
}  // namespace countersign::http
