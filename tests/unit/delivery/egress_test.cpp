// Egress: only the servers of the settings, only in the time given, only so many bytes.
#include "flow/delivery/egress.hpp"

#include <future>

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

/// A channel's plugin that asks for a request to any server.
struct Stray final : plugin::Instance, plugin::Plugin {
  explicit Stray(std::string target) : url(std::move(target)) {}
  [[nodiscard]] plugin::Answer verify(const plugin::Fields&) const override { return {}; }
  [[nodiscard]] plugin::Answer read(const plugin::Fields& in) const override {
    const bool refused = *plugin::find(in, "status") == "403";
    return {plugin::Code::ok, {{"outcome", refused ? "refused" : "delivered"}}, ""};
  }
  [[nodiscard]] plugin::Answer write(const plugin::Fields&) const override {
    return {plugin::Code::ok, {{"method", "POST"}, {"url", url}}, ""};
  }
  [[nodiscard]] plugin::Kind kind() const override { return plugin::Kind::channel; }
  [[nodiscard]] const std::string& id() const override { return url; }
  [[nodiscard]] const std::string& version() const override { return url; }
  [[nodiscard]] const std::string& digest() const override { return url; }
  [[nodiscard]] Result<std::unique_ptr<plugin::Instance>> open(const plugin::Fields&) const override { return Error{}; }
  std::string url;
};

class EgressTest : public Road {
 protected:
  /// A delivery work piece travels over an egress of these terms; returns the reply's state afterwards.
  std::string send_with(EgressTerms terms) { return send_with(std::move(terms), house()); }
  std::string send_with(EgressTerms terms, const House& at) {
    EXPECT_TRUE(say("c-1", "How long does standard delivery take?").ok());
    settle({Task::answer});
    const Egress egress(std::move(terms), {}, clock);
    const Journey journey(at, egress);
    for (const auto& piece : work())
      if (piece.task == Task::deliver) journey.travel(piece);
    return value("SELECT state FROM outbox");
  }
};

TEST_F(EgressTest, CallsAServerOfTheSettings) { EXPECT_EQ(send_with(EgressTerms{}), "delivered"); }

TEST_F(EgressTest, CallsNoOtherServer) {
  const auto stray = [&](const std::string& origin) {
    auto connectors = std::make_shared<Connectors>();
    const auto url = customer_side.url() + "/out";
    connectors->channels.emplace("shop", ChannelDesk{std::make_unique<plugin::Channel>(std::make_shared<Stray>(url),
                                                                                       std::make_unique<Stray>(url),
                                                                                       "shop", plugin::Origins{origin}),
                                                     "webchat", "", WhenUnknown::resend});
    return connectors;
  };
  Snapshot<Connectors> elsewhere(stray("http://127.0.0.1:1"));
  const auto& like = house();
  const House at{like.clock,         like.store,    like.keys,       like.rules,   elsewhere, like.stop, like.locks,
                 like.conversations, like.messages, like.chat_lines, like.fitness, {},        {}};
  EXPECT_EQ(send_with(EgressTerms{}, at), "refused");
  EXPECT_TRUE(customer_side.seen().empty());
}

TEST_F(EgressTest, TreatsATooLongAnswerAsNone) {
  EgressTerms small;
  small.max_answer = 1000;
  customer_side.answers([](const http::Request&) { return http::text(200, std::string(100'000, 'x')); });
  EXPECT_EQ(send_with(small), "sending") << "it is tried again with the same key";
}

TEST_F(EgressTest, GivesUpAtTheDeadline) {
  EgressTerms quick;
  quick.targets["channel:shop"].budget.deadline = std::chrono::milliseconds(50);
  const auto done = std::make_shared<std::promise<void>>();  // the handler may outlive this test's stack
  customer_side.answers([over = done->get_future().share()](const http::Request&) {
    over.wait_for(std::chrono::seconds(10));
    return http::json(200, json::Object());
  });
  EXPECT_EQ(send_with(quick), "sending");
  done->set_value();
}

TEST_F(EgressTest, ACallUnderWayEndsWhenTheGatewayStopsAndIsNoTry) {
  std::promise<void> come;
  const auto done = std::make_shared<std::promise<void>>();
  customer_side.answers([&come, over = done->get_future().share()](const http::Request&) {
    come.set_value();
    over.wait_for(std::chrono::seconds(20));
    return http::json(200, json::Object());
  });
  ASSERT_TRUE(say("c-1", "How long does standard delivery take?").ok());
  settle({Task::answer});
  Egress egress(EgressTerms{}, {}, clock);
  const Journey journey(house(), egress);
  const auto before = work();
  const auto piece = std::find_if(before.begin(), before.end(), [](const Work& w) { return w.task == Task::deliver; });
  ASSERT_NE(piece, before.end());
  const auto begin = std::chrono::steady_clock::now();
  auto travels = std::async(std::launch::async, [&] { journey.travel(*piece); });
  come.get_future().wait();
  egress.cancel();
  travels.get();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(15));
  EXPECT_EQ(value("SELECT state || ' ' || tries FROM outbox"), "sending 0") << "bytes went out; nobody knows more";
  EXPECT_EQ(egress.targets().breaker("channel:shop")->state().failures, 0) << "it was not the server's fault";
  journey.travel(*piece);
  EXPECT_EQ(customer_side.seen().size(), 1U) << "no call is made any more";
  EXPECT_EQ(work().size(), before.size());
  done->set_value();
}

}  // namespace
}  // namespace countersign::testing
