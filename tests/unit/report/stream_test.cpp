// Streams of the record to other systems: everything, in order, at least once, also after a restart and a lost
// connection.
#include "report/stream.hpp"

#include <sys/socket.h>

#include <algorithm>

#include "base/crypto.hpp"
#include "support/road_fixture.hpp"
#include "support/rude_server.hpp"

namespace countersign::testing {
namespace {

/// Reads octet-counted frames and keeps them.
class SyslogServer {
 public:
  SyslogServer() : server_([this](const RudeServer::Connection& connection) { serve(connection.socket()); }) {}
  [[nodiscard]] std::string to() const { return "syslog://127.0.0.1:" + std::to_string(server_.port()); }
  /// Waits until so many frames are there.
  std::vector<std::string> frames(std::size_t count) {
    std::unique_lock lock(mutex_);
    came_.wait_for(lock, std::chrono::seconds(20), [&] { return frames_.size() >= count; });
    return frames_;
  }
  /// Hangs up after the next bytes.
  void hang_up() {
    const std::lock_guard lock(mutex_);
    hang_up_ = true;
  }

 private:
  void serve(int socket) {
    std::string bytes;
    char part[4096];
    for (ssize_t got = 0; (got = ::recv(socket, part, sizeof part, 0)) > 0;) {
      const std::lock_guard lock(mutex_);
      if (std::exchange(hang_up_, false)) return;
      bytes.append(part, static_cast<std::size_t>(got));
      for (std::size_t space = 0; (space = bytes.find(' ')) != std::string::npos;) {
        if (space == 0 || bytes.find_first_not_of("0123456789") != space) return;  // that is no syslog
        const auto length = static_cast<std::size_t>(std::stoul(bytes.substr(0, space)));
        if (bytes.size() < space + 1 + length) break;
        frames_.push_back(bytes.substr(space + 1, length));
        bytes.erase(0, space + 1 + length);
      }
      came_.notify_all();
    }
  }
  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<std::string> frames_;
  bool hang_up_ = false;
  RudeServer server_;  // last: its threads use the rest
};

class StreamTest : public Road {
 protected:
  [[nodiscard]] report::Stream stream(const std::string& to, bool from_beginning = true) {
    return report::Stream(gateway->store(), clock, {{"soc", to, "hush", ""}, from_beginning});
  }
  [[nodiscard]] std::vector<std::string> bodies() { return column("SELECT body FROM entry ORDER BY seq"); }
};

TEST_F(StreamTest, SyslogGetsEveryEntryInOrderAndOnlyNewOnesAfterARestart) {
  say_and_settle("c-1", "How long does delivery take?");
  SyslogServer server;
  const auto first = bodies();
  {
    auto soc = stream(server.to());
    EXPECT_EQ(*soc.pump(), first.size());
    EXPECT_EQ(*soc.pump(), 0U);
  }
  const auto got = server.frames(first.size());
  ASSERT_EQ(got.size(), first.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    EXPECT_TRUE(got[i].starts_with("<1")) << got[i];
    EXPECT_NE(got[i].find(" countersign - "), std::string::npos);
    EXPECT_TRUE(got[i].ends_with("] " + first[i])) << "the entry byte for byte";
  }
  say_and_settle("c-2", "How long does delivery take?");
  auto soc = stream(server.to());
  EXPECT_EQ(*soc.pump(), bodies().size() - first.size());
}

TEST_F(StreamTest, WhatABrokenConnectionTookLastIsSentAgain) {
  SyslogServer server;
  auto soc = stream(server.to());
  ASSERT_TRUE(soc.pump().ok());
  say_and_settle("c-1", "How long does delivery take?");
  server.hang_up();
  for (int i = 0; i < 100 && !(soc.pump().ok() && server.frames(0).size() >= bodies().size()); ++i)
    say_and_settle("c-2", "Hello " + std::to_string(i));
  (void)soc.pump();
  const auto all = bodies();
  const auto frames = server.frames(all.size());
  for (const auto& body : all)
    EXPECT_TRUE(std::any_of(frames.begin(), frames.end(), [&](const auto& frame) { return frame.ends_with(body); }))
        << body;
}

TEST_F(StreamTest, AWebhookGetsSignedBatchesAndNothingIsLeftOutWhileItRefuses) {
  say_and_settle("c-1", "How long does delivery take?");
  customer_side.forget();
  customer_side.answers(400);
  auto lake = stream(customer_side.url() + "/in");
  EXPECT_FALSE(lake.pump().ok()) << "not even a refusal leaves an entry out";
  customer_side.answers(200);
  customer_side.forget();
  EXPECT_EQ(*lake.pump(), bodies().size());
  ASSERT_EQ(customer_side.seen().size(), 1U);
  const auto request = customer_side.seen().front();
  const auto body = json::parse(request.body);
  ASSERT_TRUE(body.ok());
  EXPECT_EQ(body->find("entries")->array()->size(), bodies().size());
  EXPECT_NE(request.body.find(bodies().back()), std::string::npos) << "byte for byte";
  const std::string signature = *request.header("x-countersign-signature");
  const auto at = signature.substr(2, signature.find(',') - 2);
  EXPECT_EQ(signature.substr(signature.find("v1=") + 3),
            crypto::to_hex(crypto::hmac_sha256("hush", at + ".siem.soc." + request.body)));
  EXPECT_EQ(lake.state()->behind, 0);
}

TEST_F(StreamTest, WithoutFromTheBeginningOnlyWhatComesIsSent) {
  say_and_settle("c-1", "How long does delivery take?");
  SyslogServer server;
  auto soc = stream(server.to(), false);
  EXPECT_EQ(*soc.pump(), 0U);
  say_and_settle("c-2", "Hello");
  EXPECT_GT(*soc.pump(), 0U);
}

TEST_F(StreamTest, NothingGoesOutInTheClearWhereTlsIsAskedFor) {
  SyslogServer server;
  auto soc = stream("syslogs" + server.to().substr(6));
  EXPECT_FALSE(soc.pump().ok());
  EXPECT_TRUE(server.frames(0).empty());
}

TEST(SyslogAddress, IsAHostAndAPort) {
  EXPECT_EQ(syslog_address("syslogs://siem.example"), (std::pair<std::string, std::uint16_t>("siem.example", 6514)));
  EXPECT_EQ(syslog_address("syslog://[::1]:1601"), (std::pair<std::string, std::uint16_t>("::1", 1601)));
  for (const auto* wrong :
       {"", "siem.example", "syslog://", "syslog://a:b", "syslog://a:0", "syslog://a:70000", "syslog://u@a", "udp://a"})
    EXPECT_TRUE(syslog_address(wrong).first.empty()) << wrong;
}

}  // namespace
}  // namespace countersign::testing
