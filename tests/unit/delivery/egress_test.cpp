// Egress: only the servers of the settings, only in the time given, only so many bytes.
#include "flow/delivery/egress.hpp"

#include "support/road_fixture.hpp"

namespace countersign::testing {
namespace {

TEST(Origins, AreSchemeHostAndPortInLowerCase) {
  EXPECT_EQ(origin_of("HTTPS://Shop.Example/out?x=1"), "https://shop.example:443");
  EXPECT_EQ(origin_of("http://127.0.0.1:9000/out"), "http://127.0.0.1:9000");
  EXPECT_EQ(origin_of("ftp://shop.example/"), "");
  EXPECT_EQ(origin_of("desk:tickets"), "");
  EXPECT_EQ(origin_of("not an address"), "");
}

class EgressTest : public Road {
 protected:
  /// A delivery work piece travels over an egress of these terms; returns the reply's state afterwards.
  std::string send_with(EgressTerms terms) {
    EXPECT_TRUE(say("c-1", "How long does standard delivery take?").ok());
    settle({Task::answer});
    const Egress egress(std::move(terms), {}, clock);
    const Journey journey(house(), egress);
    for (const auto& piece : work())
      if (piece.task == Task::deliver) journey.travel(piece);
    return value("SELECT state FROM outbox");
  }
  EgressTerms terms() const {
    EgressTerms all;
    all.origins = {origin_of(customer_side.url())};
    return all;
  }
};

TEST_F(EgressTest, CallsAServerOfTheSettings) { EXPECT_EQ(send_with(terms()), "delivered"); }

TEST_F(EgressTest, CallsNoOtherServer) {
  auto other = terms();
  other.origins = {"http://127.0.0.1:1"};
  EXPECT_EQ(send_with(other), "refused");
  EXPECT_TRUE(customer_side.seen().empty());
}

TEST_F(EgressTest, TreatsATooLongAnswerAsNone) {
  auto small = terms();
  small.max_answer = 1000;
  customer_side.answers([](const http::Request&) { return http::text(200, std::string(100'000, 'x')); });
  EXPECT_EQ(send_with(small), "ready") << "it is tried again with the same key";
}

TEST_F(EgressTest, GivesUpAtTheDeadline) {
  auto quick = terms();
  quick.targets["channel:shop"].budget.deadline = std::chrono::milliseconds(50);
  std::mutex mutex;
  std::condition_variable over;
  bool done = false;
  customer_side.answers([&](const http::Request&) {
    std::unique_lock lock(mutex);
    over.wait_for(lock, std::chrono::seconds(10), [&] { return done; });
    return http::json(200, json::Object());
  });
  EXPECT_EQ(send_with(quick), "ready");
  const std::lock_guard lock(mutex);
  done = true;
  over.notify_all();
}

}  // namespace
}  // namespace countersign::testing
