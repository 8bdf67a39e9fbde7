// A reload: all of a new configuration or nothing of it, told in words, recorded, and no message lost by it.
#include <thread>

#include "app/gateway.hpp"
#include "support/one_answer.hpp"
#include "support/road_fixture.hpp"

namespace countersign::testing {
namespace {

namespace fs = std::filesystem;

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

class Reload : public Road {
 protected:
  Reload() {
    fs::create_directory(plugins());
    for (const auto* id : {"channel.webhook", "model.knowledge", "helpdesk.desk"})
      fs::copy(std::string(BUILD_FOLDER "/plugins/") + id + ".so", plugins());
  }
  [[nodiscard]] fs::path plugins() const { return folder.path / "plugins"; }
  [[nodiscard]] std::string diary() const { return slurp(folder.path / "diary"); }
  /// Puts a build of the plugin that keeps a diary into the folder, as a package manager would: by rename.
  void install(const std::string& build) {
    fs::copy(ZOO_FOLDER "/" + build + "/channel.diary.so", folder.path / "fresh.so");
    fs::rename(folder.path / "fresh.so", plugins() / "channel.diary.so");
  }
  [[nodiscard]] std::string shop() const {
    return "  - {name: shop, plugin: channel.webhook, kind: webchat, settings: {secret: \"${env:ROAD_SECRET}\", "
           "deliver_to: \"" +
           customer_side.url() + "/out\"}}\n";
  }
  [[nodiscard]] std::string book(const std::string& more = "") const {
    return "  - {name: book, plugin: channel.diary, settings: {diary_file: diary, deliver_to: \"" +
           customer_side.url() + "/book\"" + more + "}}\n";
  }
  void write(const std::string& channels, const std::string& top = "") const {
    spill(folder.path / "countersign.yaml",
          "listen: 127.0.0.1:0\ndata: data\npolicies: policies\nplugins: {folder: plugins}\n" + top + "channels:\n" +
              channels + "models:\n  - {name: kb, plugin: model.knowledge, settings: {folder: knowledge}}\n");
  }
  app::Reloaded reload() { return gateway->generations().reload("local"); }
  std::string reload_in_words() {
    std::string all;
    for (const auto& line : reload().lines) all += line + "\n";
    return all;
  }
  [[nodiscard]] std::string health() const {
    const auto exchange = std::make_shared<OneAnswer>();
    gateway->router().handle({"GET", "/readyz", "", {}, "", ""}, http::Reply(exchange));
    return exchange->response.body;
  }
  Result<Accepted> note(const std::string& event) {
    plugin::Webhook webhook;
    webhook.method = "POST";
    webhook.now = clock.now();
    webhook.body = event + "\nb-1\nHow long does standard delivery take?";
    webhook.headers = {{"x-word", webhook.body}};
    return arrive("book", webhook);
  }
};

TEST_F(Reload, TakesUpANewBuildOfAPluginOnlyWhenItIsToldTo) {
  install("1");
  write(shop() + book());
  ASSERT_TRUE(reload().ok);
  EXPECT_EQ(diary(), "1 open 1\n");
  ASSERT_TRUE(note("e-1").ok());

  install("2");
  EXPECT_TRUE(has(health(), "changed after they were loaded")) << health();
  EXPECT_EQ(diary(), "1 open 1\n");
  const auto said = reload_in_words();
  EXPECT_TRUE(has(said, "channel.diary 2 (sha256 ")) << said;
  EXPECT_TRUE(has(said, "replaces channel.diary 1 (sha256 ")) << said;
  EXPECT_EQ(diary(), "1 open 1\n2 open 1\n1 close 1\n") << "both builds count for themselves";
  EXPECT_TRUE(has(health(), "\"plugins\":\"as loaded\"")) << health();
  ASSERT_TRUE(note("e-2").ok());
  settle();
  EXPECT_TRUE(has(diary(), "2 sends 1\n2 answered 1\n")) << diary();
  EXPECT_FALSE(has(diary(), "1 sends")) << diary();
}

TEST_F(Reload, KeepsEverythingAndNamesEveryProblemWhenOneThingIsWrong) {
  write(shop() + "  - {name: a, plugin: channel.nowhere}\n" +
        "  - {name: b, plugin: channel.webhook, settings: {secret: \"${env:ROAD_KEY}\", delivr_to: x, "
        "deliver_to: \"ftp://x\"}}\n");
  write_policy("broken.yaml", "policy: [");
  const auto before = house().connectors.get();
  const auto rules = house().rules.get();
  const auto done = reload();
  EXPECT_FALSE(done.ok);
  std::string said;
  for (const auto& line : done.lines) said += line + "\n";
  EXPECT_TRUE(has(said, "countersign.yaml:7:")) << said;
  EXPECT_TRUE(has(said, "channel.nowhere")) << said;
  EXPECT_TRUE(has(said, "`delivr_to` is unknown")) << said;
  EXPECT_TRUE(has(said, "deliver_to")) << said;
  EXPECT_TRUE(has(said, "broken.yaml:")) << said;
  EXPECT_EQ(house().connectors.get(), before);
  EXPECT_EQ(house().rules.get(), rules);
  EXPECT_TRUE(has(health(), "the last reload was refused")) << health();
  EXPECT_EQ(column("SELECT kind FROM entry WHERE kind='config_refused'").size(), 1U);
  ASSERT_TRUE(say("c-1", "How long does standard delivery take?").ok());

  remove_policy("broken.yaml");
  write(shop());
  EXPECT_TRUE(reload().ok);
  EXPECT_TRUE(has(health(), "\"configuration\":\"in force\"")) << health();
  EXPECT_EQ(column("SELECT kind FROM entry WHERE kind='config_changed'").size(), 1U);
}

TEST_F(Reload, OneRefusedForPoliciesAloneIsForgottenOnceTheyAreMended) {
  write(shop());
  ASSERT_TRUE(reload().ok);
  write_policy("broken.yaml", "policy: [");
  EXPECT_FALSE(reload().ok);
  EXPECT_TRUE(has(health(), "the last reload was refused")) << health();
  EXPECT_TRUE(has(health(), "the folder has errors")) << health();
  remove_policy("broken.yaml");
  load_policies();  // as the watch does when the folder changes
  EXPECT_TRUE(has(health(), "\"configuration\":\"in force\"")) << health();
  EXPECT_TRUE(has(health(), "\"policies\":\"in force\"")) << health();
  // With something else in it that is not in force yet, it stays until it is.
  write(shop() + book());
  install("1");
  write_policy("broken.yaml", "policy: [");
  EXPECT_FALSE(reload().ok);
  remove_policy("broken.yaml");
  load_policies();
  EXPECT_TRUE(has(health(), "the last reload was refused")) << health();
}

TEST_F(Reload, PutsPoliciesInForceTogetherWithTheRest) {
  write(shop());
  const auto before = house().rules.get()->set->digest();
  fs::rename(folder.path / "policies", folder.path / "rules");
  const auto file = folder.path / "countersign.yaml";
  auto text = slurp(file);
  text.replace(text.find("policies: policies"), 18, "policies: rules");
  spill(file, text);
  const auto some = fs::path("rules") / "roles.yaml";
  spill(folder.path / some, slurp(folder.path / some) + "# nothing else\n");
  ASSERT_TRUE(reload().ok);
  EXPECT_NE(house().rules.get()->set->digest(), before);
  EXPECT_EQ(column("SELECT kind FROM entry WHERE kind='policy_activated'").size(), 2U);
}

TEST_F(Reload, ATextForAChannelThatWasRemovedOrRenamedWaitsAndLeavesWhenItReturns) {
  write(shop());
  ASSERT_TRUE(reload().ok);
  ASSERT_TRUE(say("c-1", "How long does standard delivery take?").ok());
  settle({Task::answer});
  auto renamed = shop();
  renamed.replace(renamed.find("name: shop"), 10, "name: shp");
  write(renamed);
  const auto said = reload_in_words();
  EXPECT_TRUE(has(said, "channel shp: new\nchannel shop: removed; texts that wait")) << said;
  settle({Task::deliver});
  EXPECT_TRUE(customer_side.seen().empty());
  EXPECT_EQ(column("SELECT kind FROM owned_case WHERE state='open'"), std::vector<std::string>{"channel_missing"});
  EXPECT_FALSE(say("c-1", "Hello?").ok()) << "the channel keeps it and tries again";

  write(shop());
  ASSERT_TRUE(reload().ok);
  EXPECT_TRUE(column("SELECT kind FROM owned_case WHERE state='open'").empty());
  advance(std::chrono::seconds(20));
  settle({Task::deliver});
  EXPECT_EQ(value("SELECT state FROM outbox"), "delivered");
  EXPECT_EQ(delivered("c-1").size(), 1U);
}

TEST_F(Reload, NamesTheKeysThatCountOnlyAfterARestart) {
  write(shop());
  ASSERT_TRUE(reload().ok);
  write(shop(), "activation: two_people\n");
  for (int twice = 0; twice < 2; ++twice) {
    const auto said = reload_in_words();
    EXPECT_TRUE(has(said, "countersign.yaml:5:1 C045 warning: `activation` changed")) << said;
  }
}

TEST_F(Reload, AnswersSeveralAtOnceAndAPolicyChangeOneAfterTheOther) {
  write(shop());
  const auto first = house().connectors.get()->generation;
  constexpr std::uint64_t kEach = 5;
  const auto again = [&] {
    for (std::uint64_t i = 0; i < kEach; ++i) EXPECT_TRUE(reload().ok);
  };
  std::thread one(again);
  std::thread two(again);
  load_policies();
  EXPECT_TRUE(say("c-1", "How long does standard delivery take?").ok());
  one.join();
  two.join();
  EXPECT_EQ(house().connectors.get()->generation, first + 2 * kEach);
}

TEST_F(Reload, RefusesAFileWhoseDigestIsNotTheAllowedOneAndShowsBoth) {
  install("1");
  const auto digest = std::string(64, 'a');
  write(shop() + book());
  spill(folder.path / "countersign.yaml",
        "listen: 127.0.0.1:0\ndata: data\npolicies: policies\nplugins: {folder: plugins, allow: [{id: channel.diary, "
        "sha256: " +
            digest + "}]}\nchannels:\n" + book() + "models: []\n");
  const auto said = reload_in_words();
  EXPECT_TRUE(has(said, "is not in `plugins.allow`")) << said;
  EXPECT_TRUE(has(said, "`plugins.allow`, which has " + digest + " for `channel.diary`")) << said;
  EXPECT_EQ(diary(), "") << "it was never opened";
}

}  // namespace
}  // namespace countersign::testing
