// A generation of connectors: whoever began with one ends with it, and the last one to leave closes its plugins.
#include <latch>
#include <thread>

#include "app/gateway.hpp"
#include "plugin/plugin.hpp"
#include "support/road_fixture.hpp"

namespace countersign::testing {
namespace {

class Generations : public Road {
 protected:
  /// A generation whose channel "shop" is a fresh instance of the plugin that keeps a diary.
  std::shared_ptr<const Connectors> generation(std::uint64_t number) {
    const auto plugin = plugin::load(ZOO_FOLDER "/1/channel.diary.so", folder.path / "copies", {});
    EXPECT_TRUE(plugin.ok());
    auto instance = (*plugin)->open({{"diary_file", diary()}, {"deliver_to", customer_side.url() + "/out"}});
    EXPECT_TRUE(instance.ok());
    auto made = std::make_shared<Connectors>();
    made->generation = number;
    made->channels.emplace(
        "shop", ChannelDesk{std::make_unique<plugin::Channel>(*plugin, std::move(*instance), "shop",
                                                              plugin::Origins{origin_of(customer_side.url())}),
                            "webchat", "", WhenUnknown::resend});
    return made;
  }
  [[nodiscard]] std::string diary() const { return folder.path / "diary"; }
};

TEST_F(Generations, WhatBeganBeforeTheSwapEndsOnTheOldInstanceWhichIsThenClosedOnce) {
  ASSERT_TRUE(say("c-1", "How long does standard delivery take?").ok());
  settle({Task::answer});
  house().connectors.set(generation(2));
  std::latch asked(1);
  std::latch swapped(1);
  customer_side.answers([&](const http::Request&) {
    asked.count_down();
    swapped.wait();
    return http::json(200, json::Object());
  });
  std::thread delivers([&] { settle({Task::deliver}); });
  asked.wait();  // the old instance has written its request and waits for the answer
  house().connectors.set(generation(3));
  EXPECT_EQ(slurp(diary()), "1 open 1\n1 sends 1\n1 open 2\n") << "nobody closes what is still in use";
  swapped.count_down();
  delivers.join();
  EXPECT_EQ(slurp(diary()), "1 open 1\n1 sends 1\n1 open 2\n1 answered 1\n1 close 1\n");
  EXPECT_EQ(value("SELECT state FROM outbox"), "delivered");
}

TEST_F(Generations, ATextForAChannelThatIsGoneWaitsWithACaseAndLeavesWhenItReturns) {
  ASSERT_TRUE(say("c-1", "How long does standard delivery take?").ok());
  settle({Task::answer});
  const auto with = house().connectors.get();
  house().connectors.set(std::make_shared<Connectors>());
  for (int tries = 0; tries < 40; ++tries) {  // more than a delivery that fails would be tried
    settle({Task::deliver});
    advance(std::chrono::seconds(20));
  }
  EXPECT_TRUE(customer_side.seen().empty());
  EXPECT_EQ(value("SELECT state FROM outbox"), "ready");
  EXPECT_EQ(column("SELECT kind FROM owned_case WHERE state='open'"), std::vector<std::string>{"channel_missing"});
  house().connectors.set(with);
  settle({Task::deliver});
  EXPECT_EQ(value("SELECT state FROM outbox"), "delivered");
  EXPECT_EQ(customer_side.seen().size(), 1U);
}

}  // namespace
}  // namespace countersign::testing
