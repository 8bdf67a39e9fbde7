#include "flow/delivery/loopback.hpp"

#include <gtest/gtest.h>

#include "http/server.hpp"

namespace countersign {
namespace {

TEST(Loopback, RefusesEveryAddressButThisMachines) {
  for (const auto* address : {"localhost", "192.0.2.1", "0.0.0.0", "127.0.0.1.example", "example.com", "::", ""}) {
    const auto wire = Loopback::to(address, 80);
    ASSERT_FALSE(wire.ok()) << address;
    EXPECT_EQ(wire.error().fault, Fault::forbidden);
  }
  EXPECT_TRUE(Loopback::to("::1", 80).ok());
}

TEST(Loopback, BringsMethodPathHeadersAndBodyThereAndTheAnswerBack) {
  http::Server server;
  const auto started = server.start(
      [](const http::Request& request) {
        return http::text(207,
                          request.method + " " + request.path + " " + *request.header("x-mark") + " " + request.body);
      },
      {});
  ASSERT_TRUE(started.ok());
  auto wire = Loopback::to("127.0.0.1", server.port());
  ASSERT_TRUE(wire.ok());
  for (int i = 0; i < 3; ++i) {
    const auto answer = wire->call("POST", "/a%2Fb", {{"X-Mark", "m"}}, "body");
    ASSERT_TRUE(answer.ok());
    EXPECT_EQ(answer->status, 207);
    EXPECT_EQ(answer->body, "POST /a%2Fb m body");
  }
}

TEST(Loopback, SaysSoWhenNobodyListens) {
  std::uint16_t port = 0;
  {
    http::Server server;
    ASSERT_TRUE(server.start([](const http::Request&) { return http::Response{}; }, {}).ok());
    port = server.port();
    server.stop();
  }
  auto wire = Loopback::to("127.0.0.1", port);
  ASSERT_TRUE(wire.ok());
  const auto answer = wire->call("GET", "/x?secret", {}, "");
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().fault, Fault::unavailable);
  EXPECT_EQ(answer.error().message.find("secret"), std::string::npos);
}

}  // namespace
}  // namespace countersign
