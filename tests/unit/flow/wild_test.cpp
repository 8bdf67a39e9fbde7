// Plugins that throw or answer nonsense, in the place of everything that is called outside.
#include "plugin/loaded.hpp"
#include "support/road_fixture.hpp"

namespace countersign::testing {
namespace {

constexpr const char* kKnown = "How long does standard delivery take?";

/// A plugin of this kind, all of whose calls do `act` once it is open.
std::shared_ptr<const plugin::Plugin> wild(std::uint32_t kind, const char* id,
                                           cs_status (*act)(void*, const cs_input*, const cs_output*)) {
  const auto open = [](const cs_host*, const cs_input*, const cs_output*, void** instance) {
    static int something = 0;
    *instance = &something;
    return CS_OK;
  };
  const cs_plugin descriptor = {sizeof(cs_plugin), CS_ABI_MAJOR, CS_ABI_MINOR, kind, 0,      id, "1", open,
                                [](void*) {},      act,          act,          act,  nullptr};
  return std::make_shared<plugin::LoadedPlugin>(descriptor, id, "1", "d1");
}
std::unique_ptr<plugin::Instance> opened(const plugin::Plugin& wild) {
  auto instance = wild.open({});
  return std::move(*instance);
}
cs_status throwing(void*, const cs_input*, const cs_output*) { throw std::runtime_error("no"); }
cs_status talking(void*, const cs_input*, const cs_output* out) {
  out->put(out->context, {"nonsense", 8}, {"\xff\x00\xfe", 3});
  return CS_OK;
}

class WildPlugins : public Road {
 protected:
  /// The gateway as it is, but with this plugin in the place of all that is called outside.
  std::shared_ptr<const Connectors> all_wild(cs_status (*act)(void*, const cs_input*, const cs_output*)) {
    auto made = std::make_shared<Connectors>();
    const auto channel = wild(CS_CHANNEL, "channel.wild", act);
    const auto model = wild(CS_MODEL, "model.wild", act);
    const auto helpdesk = wild(CS_HELPDESK, "helpdesk.wild", act);
    made->channels.emplace(
        "shop", ChannelDesk{std::make_unique<plugin::Channel>(channel, opened(*channel), "shop", plugin::Origins{}),
                            "webchat", "", WhenUnknown::resend});
    made->models.push_back(std::make_unique<plugin::Model>(model, opened(*model), "wild", plugin::Origins{}));
    made->helpdesk = std::make_unique<plugin::Helpdesk>(helpdesk, opened(*helpdesk), plugin::Origins{});
    return made;
  }
};

TEST_F(WildPlugins, ThatThrowOrTalkNonsenseCostNoMessage) {
  const auto tame = house().connectors.get();
  for (const auto act : {throwing, talking}) {
    house().connectors.set(tame);
    const std::string name = act == throwing ? "c-throws" : "c-talks";
    ASSERT_TRUE(say(name, kKnown).ok());
    house().connectors.set(all_wild(act));
    for (int i = 0; i < 20; ++i) {
      settle();
      advance(std::chrono::seconds(20));
    }
    EXPECT_EQ(conversation(name).owner, Owner::nobody) << "a person has it";
    EXPECT_NE(value("SELECT COUNT(*) FROM owned_case WHERE kind='helpdesk_refused' AND conversation='" +
                    conversation(name).id + "'"),
              "0")
        << "seen here, since the helpdesk cannot see it";
    EXPECT_EQ(messages(name).front().text, kKnown);
    EXPECT_NE(value("SELECT COUNT(*) FROM work WHERE task='file'"), "0") << "the helpdesk is still told";
  }
  house().connectors.set(tame);
  advance(std::chrono::minutes(11));
  settle();
  EXPECT_EQ(value("SELECT COUNT(*) FROM work WHERE task='file'"), "0");
  EXPECT_FALSE(conversation("c-throws").ticket.empty());
}

}  // namespace
}  // namespace countersign::testing
