// Clients that do not wait although they were told to, over real sockets.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "http/server.hpp"
#include "unit/http/raw_client.hpp"

namespace countersign::http {
namespace {

using namespace std::chrono_literals;

/// A server that refuses /busy and answers the rest.
class ServerRefuses : public testing::Test {
 protected:
  void start(std::chrono::milliseconds rest) {
    Options options;
    options.threads = 2;
    options.rest = rest;
    const auto handler = [this](const Request& request) {
      if (request.path != "/busy") return text(200, "fine");
      ++refused_;
      Response refusal = problem(503, "Too busy");
      refusal.headers.emplace_back("Retry-After", "1");
      return refusal;
    };
    ASSERT_TRUE(server_.start(Handler(handler), options).ok());
  }
  int ask(RawClient& client, std::string_view path) { return client.send(get(path)).status(); }

  std::atomic<int> refused_ = 0;
  Server server_;
};

TEST_F(ServerRefuses, AtOnceAndHearsTheNextRequestAtOnce) {
  start(1h);
  RawClient client(server_.port());
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(ask(client, "/busy"), 503);
    EXPECT_EQ(ask(client, "/"), 200) << "one refusal says nothing about who sends";
  }
}

TEST_F(ServerRefuses, AndDoesNotListenForAWhileToWhoComesAgainAtOnce) {
  start(1h);
  RawClient client(server_.port());
  EXPECT_EQ(ask(client, "/busy"), 503);
  EXPECT_EQ(ask(client, "/busy"), 503) << "answered at once all the same";
  client.send(get("/"));
  RawClient other(server_.port());
  for (int i = 0; i < 10; ++i) EXPECT_EQ(ask(other, "/"), 200) << "everybody else";
  EXPECT_FALSE(client.hears(0));
  server_.stop();
  EXPECT_TRUE(client.closed());
}

TEST_F(ServerRefuses, ButHearsHimAgainAfterwards) {
  start(1ms);
  RawClient client(server_.port());
  for (int i = 0; i < 3; ++i) EXPECT_EQ(ask(client, "/busy"), 503);
  EXPECT_EQ(ask(client, "/"), 200);
  client.send(get("/busy") + get("/busy") + get("/"));  // in one piece: the rest of it is in no socket any more
  EXPECT_EQ(client.status(), 503);
  EXPECT_EQ(client.status(), 503);
  EXPECT_EQ(client.status(), 200);
}

TEST_F(ServerRefuses, EachOfAStormTwiceWhileOthersAreServed) {
  constexpr int kStorm = 16;
  start(1h);
  std::vector<std::thread> storm;
  for (int i = 0; i < kStorm; ++i)
    storm.emplace_back([this] {
      RawClient client(server_.port());
      while (ask(client, "/busy") == 503) {
      }
    });
  RawClient client(server_.port());
  for (int i = 0; i < 500 || refused_ < 2 * kStorm; ++i) ASSERT_EQ(ask(client, "/"), 200);
  server_.stop();
  for (auto& one : storm) one.join();
  EXPECT_EQ(refused_, 2 * kStorm) << "the storm costs what was said to it, and no more";
}

}  // namespace
}  // namespace countersign::http
