// The drill: what it calls wrong, and a whole one on the starter policies.
#include "app/drill/drill.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "app/config.hpp"
#include "app/drill/choice.hpp"
#include "flow/activation/office.hpp"
#include "flow/delivery/loopback.hpp"
#include "kit/private_folder.hpp"
#include "store/schema.hpp"
#include "store/sqlite.hpp"

namespace countersign::app::drill {
namespace {

Arrived text(const std::string& by, const std::string& notice = "") { return {"m1", "c1", "a text", by, notice}; }

Seen seen(std::vector<Arrived> meanwhile, std::vector<Arrived> afterwards = {}) {
  Seen one;
  one.status = 202;
  one.meanwhile = std::move(meanwhile);
  one.afterwards = std::move(afterwards);
  return one;
}

constexpr Terms kCalm{true, true}, kBlind{false, true}, kSilent{false, false};

TEST(DrillJudge, KnowsWhatMustNotBeSent) {
  const Seen answered = seen({text("ai", "ai-notice@2/en")}), handed = seen({text("system")});
  EXPECT_TRUE(wrongs(kCalm, answered, answered).empty());
  EXPECT_TRUE(wrongs(kBlind, answered, handed).empty());
  EXPECT_TRUE(wrongs(kSilent, answered, seen({})).empty());
  EXPECT_FALSE(wrongs(kBlind, answered, answered).empty()) << "AI spoke though nobody could look";
  EXPECT_FALSE(wrongs(kSilent, answered, handed).empty()) << "a line was sent though nothing can be recorded";
  EXPECT_FALSE(wrongs(kCalm, handed, answered).empty()) << "AI spoke where a person does otherwise";
  EXPECT_FALSE(wrongs(kCalm, handed, seen({text("ai_edited")})).empty());
  EXPECT_FALSE(wrongs(kCalm, answered, seen({text("ai")})).empty()) << "without its notice";
  EXPECT_FALSE(wrongs(kSilent, handed, seen({}, {text("ai", "x")})).empty()) << "sent once the part was back";
  EXPECT_TRUE(wrongs(kSilent, answered, seen({}, {text("ai", "x")})).empty()) << "late, and as always";
}

TEST(DrillJudge, KnowsWhatIsLostOrNotOnRecord) {
  Seen lost = seen({});
  lost.found = false;
  EXPECT_EQ(wrongs(kSilent, lost, lost), std::vector<std::string>{"the message was accepted and is lost"});
  lost.status = 503;
  EXPECT_TRUE(wrongs(kSilent, lost, lost).empty()) << "the sender keeps what was refused";
  Seen unrecorded = seen({text("system")});
  unrecorded.unrecorded = {"m1"};
  EXPECT_FALSE(wrongs(kCalm, unrecorded, unrecorded).empty());
}

TEST(Drill, OnTheStarterNothingIsSentThatShouldNotBe) {
  const PrivateFolder folder;
  std::ofstream(folder.path / "secret") << "an-example-secret-of-32-characters";
  std::filesystem::permissions(folder.path / "secret", std::filesystem::perms::owner_read);
  std::ofstream(folder.path / "c.yaml")
      << "data: never-made\npolicies: " SOURCE_FOLDER "/policies/starter\nplugins: {folder: " BUILD_FOLDER
         "/plugins}\nchannels:\n  - {name: shop, plugin: channel.webhook, settings: {secret: \"${file:secret}\", "
         "deliver_to: \"http://shop.invalid/out\"}}\nmodels:\n  - {name: kb, plugin: model.knowledge, settings: "
         "{folder: "
         "\"" SOURCE_FOLDER "/core/app/demo/knowledge\"}}\nlog: {level: error}\n";
  const auto config = load_config(folder.path / "c.yaml");
  ASSERT_TRUE(config.config) << yaml::to_line(config.problems.front());
  const std::vector<std::string> texts = {"I want my 250 EUR back.", "How do I return shoes?"};
  const auto told = drill(*config.config, "", texts, {"detector", "helpdesk", "store", "clock"}, [](const Act&) {});
  ASSERT_TRUE(told.ok()) << told.error().message;
  EXPECT_FALSE(std::filesystem::exists(folder.path / "never-made"));
  ASSERT_EQ(told->acts.size(), 7U);
  EXPECT_TRUE(told->ai_spoke());
  for (const Act& act : told->acts)
    for (const Row& row : act.rows)
      for (const auto& wrong : row.wrongs) ADD_FAILURE() << act.part << ", " << act.what << ": " << wrong;
  for (std::size_t i = 1; i < told->acts.size(); ++i) {
    const Act& act = told->acts[i];
    const auto where = act.part + ": " + act.what;
    ASSERT_EQ(act.rows.size(), 3U) << where;
    const bool silent = act.part == "store" || act.part == "clock";
    for (const std::size_t row : {0U, 1U}) EXPECT_EQ(act.rows[row].seen.status == 202, !silent) << where;
    const Seen& waited = act.rows[2].seen;
    EXPECT_EQ(waited.meanwhile.empty(), silent)
        << where << ": what was ready before leaves only while it can be recorded";
    EXPECT_EQ(waited.meanwhile.size() + waited.afterwards.size(), 1U) << where << ": it leaves once, sooner or later";
    EXPECT_EQ(act.rows[2].text, "(ready before, not delivered) How do I return shoes?") << "one that AI answers";
    EXPECT_TRUE(by_ai(silent ? waited.afterwards.at(0) : waited.meanwhile.at(0)) || act.part == "detector") << where;
  }
  EXPECT_EQ(told->acts[1].rows[0].seen.state.rfind("with people", 0), 0U) << "a text that nobody could look at";
  EXPECT_FALSE(drill(*config.config, "nowhere", texts, {}, [](const Act&) {}).ok());
}

TEST(DrillOutside, AModelThatRefusedIsGivenBackAtItsOldAddress) {
  StandIn model;
  ASSERT_TRUE(model.start().ok());
  const auto port = model.port();
  const auto answers = [&] {
    auto wire = Loopback::to("127.0.0.1", port);
    if (!wire) return false;
    const auto got = wire->call("POST", "/v1/chat/completions", {}, "{\"messages\":[]}");
    return got.ok() && got->status == 200;
  };
  EXPECT_TRUE(answers());
  model.vanish();
  EXPECT_FALSE(answers());
  ASSERT_TRUE(model.come_back().ok());
  EXPECT_EQ(model.port(), port);
  EXPECT_TRUE(answers());
}

TEST(DrillChoice, TakesWhatTwoPeoplePutInForceAndNotTheFolder) {
  const PrivateFolder folder;
  const auto copy = [&](const char* name) {
    std::filesystem::copy(SOURCE_FOLDER "/policies/starter", folder.path / name,
                          std::filesystem::copy_options::recursive);
  };
  copy("policies");
  Config config;
  config.policies = folder.path / "policies";
  config.data = folder.path / "data";
  const auto now = SystemClock().now();
  const auto which = [&](const std::string& named) {
    const auto choice = Choice::make(config, named, now);
    return choice ? choice->which() : choice.error().message;
  };
  EXPECT_NE(which("").find("which is in force (activation: folder)"), std::string::npos);
  config.activation = Activation::two_people;
  EXPECT_NE(which("").find("with which this installation will begin"), std::string::npos);

  std::filesystem::create_directories(config.data / "keys");
  auto store = store::open_sqlite(config.data / "countersign.db", store::apply_schema);
  ASSERT_TRUE(store.ok());
  const SystemClock clock;
  auto office = activation::Office::open({**store, clock, config.data / "keys/policy.key", config.policies});
  ASSERT_TRUE(office.ok()) << office.error().message;
  std::ofstream(folder.path / "policies/zz.yaml") << "polizy: P\n";  // what the folder says by now
  std::filesystem::path drawn;
  {
    const auto choice = Choice::make(config, "", now);
    ASSERT_TRUE(choice.ok()) << choice.error().message;
    EXPECT_EQ(choice->which(), "the set in force by two people (bundle 1)");
    drawn = choice->config().policies;
    const auto loaded = policy::PolicySet::load(drawn, now);
    ASSERT_TRUE(loaded.ok());
    EXPECT_EQ(loaded.set->digest(), (*office)->in_force().set->digest());
  }
  EXPECT_FALSE(std::filesystem::exists(drawn));
  copy("other");
  EXPECT_NE(which((folder.path / "other").string()).find("which is the same as what is in force"), std::string::npos);
  std::filesystem::remove(folder.path / "other/roles.yaml");
  EXPECT_NE(which((folder.path / "other").string()).find("which is not in force"), std::string::npos);
  ASSERT_TRUE((*store)->commit([](store::Session& session) { session.run("DELETE FROM policy_bundle"); }).ok());
  EXPECT_NE(which("").find("no policies are in force"), std::string::npos);
}

}  // namespace
}  // namespace countersign::app::drill
