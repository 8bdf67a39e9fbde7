// Streams of the record to other systems: everything, in order, at least once, also after a restart and a lost
// connection.
#include "report/stream.hpp"

#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <functional>

#include "base/crypto.hpp"
#include "support/road_fixture.hpp"
#include "support/rude_server.hpp"
#include "support/tls_identity.hpp"

namespace countersign::testing {
namespace {

constexpr std::chrono::seconds kPatience{20};

/// Reads octet-counted frames and keeps them. At the end of what comes it hangs up, as syslog servers do.
class SyslogServer {
 public:
  explicit SyslogServer(bool tls = false) : tls_(tls) {}
  [[nodiscard]] std::string to() const {
    return (tls_ ? "syslogs://127.0.0.1:" : "syslog://127.0.0.1:") + std::to_string(server_.port());
  }
  [[nodiscard]] std::string pem() const { return identity_.pem(); }
  [[nodiscard]] int connections() const { return server_.accepted(); }
  /// Waits until so many frames are there.
  std::vector<std::string> frames(std::size_t count, std::chrono::milliseconds patience = kPatience) {
    std::unique_lock lock(mutex_);
    came_.wait_for(lock, patience, [&] { return frames_.size() >= count; });
    return frames_;
  }
  void forget() {
    const std::lock_guard lock(mutex_);
    frames_.clear();
  }
  /// From now on a connection is read up to so many frames only.
  void reads_only(std::size_t frames) {
    const std::lock_guard lock(mutex_);
    most_ = frames;
  }
  /// Whoever reads no more hangs up, with bytes unread; new connections are read again.
  void dies() {
    const std::lock_guard lock(mutex_);
    most_ = SIZE_MAX;
    dead_ = true;
    came_.notify_all();
  }
  bool hangs_up = true;      ///< at the end of what comes; else only when it dies
  bool says_goodbye = true;  ///< over TLS, by close_notify

 private:
  using Read = std::function<ssize_t(char*, std::size_t)>;
  void serve(const RudeServer::Connection& connection) {
    const int socket = connection.socket();
    if (!tls_) {
      take([&](char* into, std::size_t most) { return ::recv(socket, into, most, 0); });
      std::unique_lock lock(mutex_);
      came_.wait(lock, [&] { return hangs_up || dead_; });
      return;
    }
    SSL* tls = SSL_new(identity_.context());
    SSL_set_fd(tls, socket);
    if (SSL_accept(tls) == 1)
      take([&](char* into, std::size_t most) { return SSL_read(tls, into, static_cast<int>(most)); });
    if (says_goodbye) SSL_shutdown(tls);
    SSL_free(tls);
  }
  void take(const Read& read) {
    std::string bytes;
    char part[64];
    std::size_t mine = 0;
    for (ssize_t got = 0; (got = read(part, sizeof part)) > 0;) {
      std::unique_lock lock(mutex_);
      bytes.append(part, static_cast<std::size_t>(got));
      for (std::size_t space = 0; (space = bytes.find(' ')) != std::string::npos;) {
        if (space == 0 || bytes.find_first_not_of("0123456789") != space) return;  // that is no syslog
        const auto length = static_cast<std::size_t>(std::stoul(bytes.substr(0, space)));
        if (bytes.size() < space + 1 + length) break;
        frames_.push_back(bytes.substr(space + 1, length));
        bytes.erase(0, space + 1 + length);
        ++mine;
      }
      came_.notify_all();
      if (mine < most_) continue;
      came_.wait_for(lock, kPatience, [&] { return dead_; });
      return;
    }
  }
  const bool tls_;
  TlsIdentity identity_;
  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<std::string> frames_;
  std::size_t most_ = SIZE_MAX;
  bool dead_ = false;
  RudeServer server_{
      [this](const RudeServer::Connection& connection) { serve(connection); }};  // last: its threads use the rest
};

/// A process of its own that takes one connection, reads so many bytes of it, and is then killed.
class MortalPeer {
 public:
  explicit MortalPeer(std::size_t reads) {
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener, 1) != 0 ||
        ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0)
      throw std::runtime_error("no port can be had for the test");
    port_ = ntohs(address.sin_port);
    child_ = ::fork();
    if (child_ == 0) {  // nothing but system calls from here on
      const int socket = ::accept(listener, nullptr, nullptr);
      char byte = 0;
      for (std::size_t i = 0; i < reads; ++i) (void)!::read(socket, &byte, 1);
      ::pause();
      ::_exit(0);
    }
    ::close(listener);
  }
  ~MortalPeer() { dies(); }
  MortalPeer(const MortalPeer&) = delete;
  MortalPeer& operator=(const MortalPeer&) = delete;
  void dies() {
    if (child_ <= 0) return;
    ::kill(child_, SIGKILL);
    ::waitpid(std::exchange(child_, -1), nullptr, 0);
  }
  [[nodiscard]] std::string to() const { return "syslog://127.0.0.1:" + std::to_string(port_); }

 private:
  std::uint16_t port_ = 0;
  pid_t child_ = -1;
};

class StreamTest : public Road {
 protected:
  [[nodiscard]] report::StreamTerms terms(const std::string& to, bool from_beginning = true) const {
    return {{"soc", to, "hush", ""}, from_beginning};
  }
  [[nodiscard]] report::Stream stream(const std::string& to, bool from_beginning = true) {
    return report::Stream(gateway->store(), clock, terms(to, from_beginning));
  }
  [[nodiscard]] std::vector<std::string> bodies() { return column("SELECT body FROM entry ORDER BY seq"); }
  [[nodiscard]] std::size_t cursor() { return std::stoul(value("SELECT seq FROM stream_cursor WHERE name='soc'")); }
  /// Each body, in order, and nothing else.
  static void expect_all(const std::vector<std::string>& frames, const std::vector<std::string>& bodies) {
    ASSERT_EQ(frames.size(), bodies.size());
    for (std::size_t i = 0; i < frames.size(); ++i) EXPECT_TRUE(frames[i].ends_with("] " + bodies[i])) << i;
  }
};

TEST_F(StreamTest, SyslogGetsEveryEntryInOrderAndOnlyNewOnesAfterAStopInOrder) {
  say_and_settle("c-1", "How long does delivery take?");
  SyslogServer server;
  const auto first = bodies();
  {
    auto soc = stream(server.to());
    soc.start();
    expect_all(server.frames(first.size()), first);
    soc.stop();
    EXPECT_EQ(cursor(), first.size());
  }
  const auto got = server.frames(first.size());
  EXPECT_TRUE(got[0].starts_with("<1")) << got[0];
  EXPECT_NE(got[0].find(" countersign - "), std::string::npos);
  say_and_settle("c-2", "How long does delivery take?");
  auto soc = stream(server.to());
  EXPECT_EQ(*soc.pump(), bodies().size() - first.size());
}

TEST_F(StreamTest, WhatAProcessHadNotReadWhenItWasKilledIsSentAgainAlsoAfterACrashOfOurs) {
  say_and_settle("c-1", "How long does delivery take?");
  MortalPeer peer(bodies()[0].size() * 2);
  SyslogServer server;
  {
    auto soc = stream(peer.to());
    ASSERT_TRUE(soc.pump().ok()) << "its kernel takes all of it";
    say_and_settle("c-2", "How long does delivery take?");
    ASSERT_TRUE(soc.pump().ok()) << "and of the next batch";
    EXPECT_EQ(soc.state()->behind, 0);
    EXPECT_EQ(static_cast<std::size_t>(soc.state()->unconfirmed), bodies().size());
    peer.dies();
    EXPECT_FALSE(soc.pump().ok());
    EXPECT_EQ(soc.state()->unconfirmed, 0);
    EXPECT_EQ(static_cast<std::size_t>(soc.state()->behind), bodies().size());
  }  // it never ended in order, as after kill -9
  EXPECT_EQ(cursor(), 0U);
  auto soc = stream(server.to());
  ASSERT_TRUE(soc.pump().ok());
  expect_all(server.frames(bodies().size()), bodies());
}

TEST_F(StreamTest, AfterABrokenConnectionAllSinceTheLastConfirmationIsSentAgain) {
  say_and_settle("c-1", "How long does delivery take?");
  SyslogServer server;
  auto soc = stream(server.to());
  ASSERT_TRUE(soc.pump().ok());
  advance(std::chrono::seconds(61));
  const auto confirmed = bodies();
  ASSERT_EQ(*soc.pump(), 0U);
  EXPECT_EQ(cursor(), confirmed.size());
  server.forget();
  server.reads_only(1);
  for (const auto* name : {"c-2", "c-3", "c-4"}) {
    say_and_settle(name, "How long does delivery take?");
    ASSERT_TRUE(soc.pump().ok());
  }
  ASSERT_EQ(server.frames(1).size(), 1U);
  server.forget();
  server.dies();
  auto missing = bodies();
  missing.erase(missing.begin(), missing.begin() + static_cast<std::ptrdiff_t>(confirmed.size()));
  for (int i = 0; i < 500 && server.frames(missing.size(), std::chrono::milliseconds(10)).size() < missing.size(); ++i)
    (void)soc.pump();
  expect_all(server.frames(missing.size()), missing);
}

TEST_F(StreamTest, WhoeverReadsButNeverEndsIsNotTakenForOneWhoRead) {
  SyslogServer server;
  server.hangs_up = false;
  auto patient = terms(server.to());
  patient.siem.within = std::chrono::milliseconds(200);
  report::Stream soc(gateway->store(), clock, patient);
  const auto all = bodies();
  ASSERT_EQ(*soc.pump(), all.size());
  advance(std::chrono::seconds(61));
  const auto ended = soc.pump();
  ASSERT_FALSE(ended.ok());
  EXPECT_NE(ended.error().message.find("are sent again"), std::string::npos) << ended.error().message;
  EXPECT_EQ(cursor(), 0U);
  EXPECT_EQ(*soc.pump(), all.size());
  server.dies();
}

TEST_F(StreamTest, OverTlsAnEndInOrderConfirmsAlsoOfReceiversThatSayNoGoodbye) {
  for (const bool goodbye : {true, false}) {
    SyslogServer server(true);
    server.says_goodbye = goodbye;
    spill(folder.path / "siem.pem", server.pem());
    change("DELETE FROM stream_cursor");
    auto secret = terms(server.to());
    secret.siem.ca = (folder.path / "siem.pem").string();
    report::Stream soc(gateway->store(), clock, secret);
    const auto begun = soc.pump();
    ASSERT_TRUE(begun.ok()) << begun.error().message;
    server.frames(bodies().size());
    say_and_settle(goodbye ? "c-1" : "c-2", "How long does delivery take?");
    ASSERT_TRUE(soc.pump().ok());
    expect_all(server.frames(bodies().size()), bodies());
    EXPECT_EQ(server.connections(), 1) << "tickets are no goodbye";
    advance(std::chrono::seconds(61));
    EXPECT_TRUE(soc.pump().ok());
    EXPECT_EQ(cursor(), bodies().size());
  }
}

TEST_F(StreamTest, OverTlsADeathWithBytesUnreadConfirmsNothing) {
  SyslogServer server(true);
  server.reads_only(1);
  spill(folder.path / "siem.pem", server.pem());
  auto secret = terms(server.to());
  secret.siem.ca = (folder.path / "siem.pem").string();
  report::Stream soc(gateway->store(), clock, secret);
  for (const auto* name : {"c-1", "c-2"}) {
    say_and_settle(name, "How long does delivery take?");
    ASSERT_TRUE(soc.pump().ok());
  }
  ASSERT_EQ(server.frames(1).size(), 1U);
  server.forget();
  server.dies();
  for (int i = 0; i < 500 && server.frames(bodies().size(), std::chrono::milliseconds(10)).size() < bodies().size(); ++i)
    (void)soc.pump();
  expect_all(server.frames(bodies().size()), bodies());
  EXPECT_EQ(cursor(), 0U);
}

TEST(Cef, SaysWhatAnalystsSortByAndEscapesWhatItMust) {
  SiemEntry entry{
      7, "01E", "policy_refused",
      R"({"kind":"policy_refused","message":"m","reason":"a=b\\c\nd|e","decision":{"verdict":"hold","policy":"d1",)"
      R"("rules":[{"policy":"refund","met":false},{"policy":"other","met":true}]}})",
      from_micros(1'795'255'200'123'000)};
  EXPECT_EQ(cef(entry),
            "CEF:0|Countersign|countersign|1|policy_refused|policy refused|7|rt=1795255200123 externalId=01E act=hold "
            "reason=a\\=b\\\\c\\nd|e cs2Label=message cs2=m cs4Label=policies cs4=d1 cs5Label=rules cs5=refund "
            "cs6Label=leaf cs6=" +
                crypto::sha256_hex(std::string(1, '\0') + entry.body) + " cn1Label=seq cn1=7");
  EXPECT_TRUE(syslog_frame(entry, "gw", SiemFormat::cef).find("id=\"01E\"] CEF:0|") != std::string::npos);
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
