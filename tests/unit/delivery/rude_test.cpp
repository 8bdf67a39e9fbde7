// A server that misbehaves in each way costs its own conversation a bounded time, and nothing is sent twice or lost.
#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/Timestamp.h>

#include "flow/delivery/egress.hpp"
#include "flow/delivery/link.hpp"
#include "flow/delivery/resolver.hpp"
#include "support/road_fixture.hpp"
#include "support/rude_server.hpp"

namespace countersign::testing {
namespace {

constexpr std::chrono::milliseconds kDeadline{200};
constexpr std::chrono::seconds kFarBeyond{10};  // a call that outlasts its deadline would hang for this long and more
constexpr const char* kFine = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

struct HasRude {
  RudeServer rude{says(kFine)};
};

class Rude : private HasRude, public Road {
 protected:
  Rude() : Road(options(rude.url())) {
    EXPECT_TRUE(say("c-1", "How long does standard delivery take?").ok());
    settle({Task::answer});
    EgressTerms terms;
    terms.targets["channel:shop"].budget.deadline = kDeadline;
    terms.max_answer = 100'000;
    egress_ = std::make_unique<Egress>(
        std::move(terms), [](const auto&) { return plugin::Response{}; }, clock);
    journey_ = std::make_unique<Journey>(house(), *egress_);
  }
  static RoadOptions options(const std::string& url) {
    RoadOptions all;
    all.deliver_to = url;
    return all;
  }
  /// One try against a server that does this; what becomes of the reply.
  std::string deliver(RudeServer::Act act) {
    rude.does(std::move(act));
    const auto begin = std::chrono::steady_clock::now();
    for (const auto& piece : work())
      if (piece.task == Task::deliver) journey_->travel(piece);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, kFarBeyond);
    return value("SELECT state FROM outbox");
  }
  std::string deliver(const std::string& answer) { return deliver(says(answer)); }
  std::string why() const { return egress_->targets().breaker("channel:shop")->state().why; }
  int calls() const { return rude.accepted(); }

  std::unique_ptr<Egress> egress_;
  std::unique_ptr<Journey> journey_;
};

using Connection = RudeServer::Connection;

struct Misdeed {
  const char* name;
  RudeServer::Act act;
  const char* why;
};

// One gateway for all of them: opening one costs more than all its calls.
TEST_F(Rude, EachMisdeedCostsABoundedTimeAndTheReplyIsTriedAgain) {
  const std::vector<Misdeed> all = {
      {"never answers", [](const Connection& connection) { connection.hang(); }, "no answer in time"},
      {"drips its head",
       [](const Connection& connection) {
         connection.request();
         connection.drip("HTTP/1.1 200 OK\r\nX-Long: " + std::string(5000, 'x') + "\r\n\r\n");
       },
       "no answer in time"},
      {"drips its body",
       [](const Connection& connection) {
         connection.request();
         connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n");
         connection.drip(std::string(5000, 'x'));
       },
       "no answer in time"},
      {"hangs up", [](const Connection& connection) { connection.request(); }, "the server hung up without an answer"},
      {"promises more than it sends", says("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{}"),
       "the server hung up within its answer"},
      {"breaks off a chunk", says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}"),
       "the server hung up within its answer"},
      {"breaks off its head", says("HTTP/1.1 200 OK\r\nContent-"), "the server hung up within its answer"},
      {"speaks another protocol", says("220 mail.example ESMTP\r\n"), "its answer is no HTTP"},
      {"never ends",
       [](const Connection& connection) {
         connection.request();
         connection.send("HTTP/1.1 200 OK\r\n\r\n");
         while (connection.send(std::string(10'000, 'x'))) {
         }
       },
       "its answer is too large"},
  };
  for (const auto& misdeed : all) {
    EXPECT_EQ(deliver(misdeed.act), "sending") << misdeed.name << ": it may be there already";
    EXPECT_EQ(why(), misdeed.why) << misdeed.name;
    egress_->targets().breaker("channel:shop")->succeeded();  // each on its own
  }
  EXPECT_EQ(deliver(kFine), "delivered") << "and then it is delivered";
  EXPECT_EQ(why(), "");
}

/// RFC 9110, 5.6.7.
std::string http_date(Time at) {
  return Poco::DateTimeFormatter::format(Poco::Timestamp(micros(at)), Poco::DateTimeFormat::HTTP_FORMAT);
}

TEST_F(Rude, AWaitOfSecondsOrADateIsKeptAndBytesBehindAnAnswerAreNoAnswer) {
  const auto due_in = [&] {
    for (const auto& one : work())
      if (one.task == Task::deliver) return one.due_at - clock.now();
    return Duration(0);
  };
  deliver("HTTP/1.1 503 Later\r\nContent-Length: 0\r\nRetry-After: 120\r\n\r\n");
  EXPECT_GT(due_in(), std::chrono::seconds(100));
  deliver("HTTP/1.1 429 Later\r\nContent-Length: 0\r\nRetry-After: " +
          http_date(clock.now() + std::chrono::minutes(5)) + "\r\n\r\n");
  EXPECT_GT(due_in(), std::chrono::seconds(280));

  EXPECT_EQ(deliver(std::string(kFine) + "HTTP/1.1 422 No\r\nContent-Length: 0\r\n\r\n"), "delivered");
  const auto before = calls();
  ASSERT_TRUE(say("c-2", "What are your opening hours?").ok());
  settle({Task::answer});
  deliver(kFine);
  EXPECT_EQ(column("SELECT DISTINCT state FROM outbox"), std::vector<std::string>{"delivered"});
  EXPECT_EQ(calls(), before + 1) << "what followed the answer must not be read as the next one";
}

TEST(RudeLinks, APortThatTakesNobodyCostsTheDeadline) {
  const Interrupt interrupt;
  const FullPort full;
  const auto begin = std::chrono::steady_clock::now();
  const auto link = Link::open({"127.0.0.1"}, full.port(), "127.0.0.1", nullptr, begin + kDeadline, interrupt);
  ASSERT_FALSE(link.ok());
  EXPECT_EQ(link.error().message, "it does not accept connections in time");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, kFarBeyond);
}

TEST(RudeLinks, TheNextAddressIsTriedWhenOneIsDead) {
  const Interrupt interrupt;
  const RudeServer rude(says(kFine));
  const auto deadline = std::chrono::steady_clock::now() + kFarBeyond;
  EXPECT_TRUE(Link::open({"::1", "127.0.0.1"}, rude.port(), "localhost", nullptr, deadline, interrupt).ok());
}

TEST(RudeLinks, AServerThatSpeaksNoTlsIsNotBelieved) {
  const Interrupt interrupt;
  const RudeServer rude([](const Connection& connection) { connection.send("HTTP/1.1 400 Bad\r\n\r\n"); });
  const auto trust = Trust::of("");
  ASSERT_TRUE(trust.ok());
  const auto deadline = std::chrono::steady_clock::now() + kFarBeyond;
  const auto link = Link::open({"127.0.0.1"}, rude.port(), "127.0.0.1", trust->get(), deadline, interrupt);
  ASSERT_FALSE(link.ok());
  EXPECT_EQ(link.error().message, "it does not speak TLS here");
}

TEST(RudeLinks, ATlsHandshakeThatHangsCostsTheDeadline) {
  const Interrupt interrupt;
  const RudeServer rude([](const Connection& connection) {
    connection.hang();
    connection.drip(std::string(5000, '\x16'));
  });
  const auto trust = Trust::of("");
  const auto begin = std::chrono::steady_clock::now();
  const auto link = Link::open({"127.0.0.1"}, rude.port(), "127.0.0.1", trust->get(), begin + kDeadline, interrupt);
  ASSERT_FALSE(link.ok());
  EXPECT_EQ(link.error().message, "no answer in time");
}

TEST(Names, ALookupThatHangsCostsTheDeadlineAndIsNotAskedTwiceAtOnce) {
  std::mutex mutex;
  std::condition_variable over;
  bool done = false;
  std::atomic<int> asked = 0;
  Resolver resolver([&](const std::string&) {
    ++asked;
    std::unique_lock lock(mutex);
    over.wait(lock, [&] { return done; });
    return std::vector<std::string>{"127.0.0.1"};
  });
  const auto soon = [] { return std::chrono::steady_clock::now() + std::chrono::milliseconds(30); };
  EXPECT_FALSE(resolver.resolve("slow.example", soon()).ok());
  EXPECT_FALSE(resolver.resolve("slow.example", soon()).ok());
  EXPECT_EQ(asked, 1);
  EXPECT_TRUE(resolver.resolve("127.0.0.2", soon()).ok()) << "an address needs no lookup";
  {
    const std::lock_guard lock(mutex);
    done = true;
    over.notify_all();
  }
  const auto found = resolver.resolve("slow.example", std::chrono::steady_clock::now() + kFarBeyond);
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->at(0), "127.0.0.1");
}

TEST(Names, AnUnknownOneIsSaidToBeUnknown) {
  Resolver resolver([](const std::string&) { return std::vector<std::string>(); });
  const auto found = resolver.resolve("no.example", std::chrono::steady_clock::now() + kFarBeyond);
  ASSERT_FALSE(found.ok());
  EXPECT_NE(found.error().message.find("not known"), std::string::npos);
}

TEST(Authorities, AFileWithoutCertificatesIsRefused) {
  const PrivateFolder folder;
  spill(folder.path / "ca.pem", "no certificate");
  EXPECT_FALSE(usable_ca((folder.path / "ca.pem").string()).ok());
  EXPECT_FALSE(usable_ca((folder.path / "missing.pem").string()).ok());
}

}  // namespace
}  // namespace countersign::testing
