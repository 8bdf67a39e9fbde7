// A canary: two approved sets in force at once, each conversation with one of them for as long as it runs.
#include "activation/officers.hpp"

namespace countersign::testing {
namespace {

constexpr const char* kQuestion = "What are your opening hours?";

Scope share(int permille) {
  Scope scope;
  scope.permille = permille;
  return scope;
}

TEST(Covers, TheSameConversationsAtAnyTimeAndMoreOfThemAsTheShareGrows) {
  int tenth = 0, half = 0;
  for (int i = 0; i < 10'000; ++i) {
    const auto name = "conversation-" + std::to_string(i);
    const bool in_tenth = covers(share(100), "salt", name, "", ""), in_half = covers(share(500), "salt", name, "", "");
    tenth += in_tenth ? 1 : 0;
    half += in_half ? 1 : 0;
    EXPECT_LE(in_tenth, in_half) << name;
    EXPECT_EQ(in_tenth, covers(share(100), "salt", name, "other", "other"));
  }
  EXPECT_NEAR(tenth, 1000, 150);
  EXPECT_NEAR(half, 5000, 250);
  EXPECT_EQ(activation::scope_from("share=2.5%")->permille, 25);
  EXPECT_EQ(activation::in_words(*activation::scope_from("share=10%")), "share=10%");
  for (const char* wrong : {"", "share=0%", "share=100%", "share=10", "share=1.25%", "channel=", "all", "share=-1%"})
    EXPECT_FALSE(activation::scope_from(wrong).ok()) << wrong;
}

class CanaryRoad : public Officers {
 protected:
  CanaryRoad() : Officers(with_two_channels()) {}
  static RoadOptions with_two_channels() {
    RoadOptions options;
    options.channels =
        "  - {name: mail, plugin: channel.webhook, settings: {secret: \"${env:ROAD_KEY}\", deliver_to: "
        "\"http://127.0.0.1:9\"}}\n";
    return options;
  }
  /// Asks in a conversation and says by which set the reply was judged.
  std::string judged_by(const std::string& name) {
    const auto message = say_and_settle(name, kQuestion);
    const auto entries = column("SELECT body FROM entry WHERE kind IN ('cleared','held') ORDER BY seq DESC LIMIT 1");
    const auto entry = entries.empty() ? Result<json::Value>(json::Object()) : json::parse(entries.front());
    const auto* decision = entry->find("decision");
    return decision == nullptr ? "" : std::string(decision->text("policy"));
  }
};

TEST_F(CanaryRoad, AShareOfTheConversationsTriesTheOtherSetAndStaysWithIt) {
  const auto before = digest(), fresh = agreed(strict_rule());
  ASSERT_TRUE(office().activate("dana", fresh, share(500)).ok());
  EXPECT_EQ(digest(), before);
  std::map<std::string, std::string> by;
  for (int i = 0; i < 12; ++i) by["c-" + std::to_string(i)] = judged_by("c-" + std::to_string(i));
  int tried = 0;
  for (const auto& [name, set] : by) {
    EXPECT_TRUE(set == before || set == fresh) << set;
    tried += set == fresh ? 1 : 0;
    EXPECT_EQ(delivered_by("ai", name).empty(), set == fresh) << name;
  }
  EXPECT_GT(tried, 0);
  EXPECT_LT(tried, 12);
  reopen();
  for (const auto& [name, set] : by) {
    if (set == before) {
      EXPECT_EQ(judged_by(name), before) << name;
    }
  }
  EXPECT_EQ(waiting().size(), static_cast<std::size_t>(tried));

  // Another share of the same set keeps those it had; another set has to wait.
  ASSERT_TRUE(office().activate("dana", fresh, share(700)).ok());
  EXPECT_EQ(waiting().size(), static_cast<std::size_t>(tried));
  const auto other = agreed(strict_rule(2));
  EXPECT_EQ(fault_of(office().activate("dana", other, {})), Fault::conflict);
  EXPECT_EQ(fault_of(office().activate("dana", other, share(10))), Fault::conflict);

  ASSERT_TRUE(office().promote("ben").ok());
  EXPECT_EQ(digest(), fresh);
  EXPECT_EQ(house().rules.get()->trial, nullptr);
  EXPECT_EQ(judged_by("c-new"), fresh);
  EXPECT_EQ(fault_of(office().promote("ben")), Fault::conflict);
}

TEST_F(CanaryRoad, AChannelTriesItAndTheEndTakesItBackForGood) {
  const auto before = digest(), fresh = agreed(strict_rule());
  Scope scope;
  scope.channel = "elsewhere";
  const auto nowhere = office().activate("dana", fresh, scope);
  EXPECT_EQ(fault_of(nowhere), Fault::invalid);
  EXPECT_EQ(nowhere.error().message, "the configuration has no channel elsewhere; it has mail, shop");
  scope.channel = "mail";
  ASSERT_TRUE(office().activate("dana", fresh, scope).ok());
  EXPECT_EQ(judged_by("c-1"), before);
  scope.channel = "shop";
  ASSERT_TRUE(office().activate("dana", fresh, scope).ok());
  EXPECT_EQ(judged_by("c-2"), fresh);
  EXPECT_TRUE(has(activation::as_text(office().state(), ""), "for channel=shop"));
  ASSERT_TRUE(office().end_canary("ben").ok());
  EXPECT_EQ(judged_by("c-3"), before);
  // What waits was judged by the other set: whoever signs sees it judged anew.
  const auto review = the_review();
  const auto act = reviews().approve({"rita", "reviewer"}, review.id, review.digest);
  EXPECT_TRUE(act.changed || act.done) << (act.error ? act.error->message : "");
  EXPECT_EQ(fault_of(office().activate("dana", fresh, {})), Fault::not_found);
  EXPECT_EQ(fault_of(office().end_canary("ben")), Fault::conflict);
}

TEST_F(CanaryRoad, StatusNamesThePeopleOfBothSetsAndOfEachItsOwn) {
  in_force(strict_rule());
  write_policy("new.yaml", strict_rule(2));
  const auto other = office().propose("cleo", policies(), {});
  ASSERT_TRUE(other.ok());
  ASSERT_TRUE(office().approve("dana", other->digest).ok());
  ASSERT_TRUE(office().activate("cleo", other->digest, share(100)).ok());
  const auto text = activation::as_text(office().state(), "");
  EXPECT_TRUE(has(text, "canary by cleo; this set since bundle 2; proposed by dana, approved by ben")) << text;
  EXPECT_TRUE(has(text, "for share=10%; proposed by cleo, approved by dana")) << text;
}

TEST_F(CanaryRoad, TighteningBesideACanaryMayLoosenForNobodyAndEndsIt) {
  const auto fresh = agreed(strict_rule(2));
  ASSERT_TRUE(office().activate("dana", fresh, share(500)).ok());
  // Stricter than what is in force, looser than what the canary tries.
  write_policy("new.yaml", strict_rule(1));
  EXPECT_EQ(fault_of(office().tighten("ben", policies())), Fault::invalid);
  write_policy("new.yaml", strict_rule(2));
  ASSERT_TRUE(office().tighten("ben", policies()).ok());
  EXPECT_EQ(digest(), fresh);
  EXPECT_EQ(house().rules.get()->trial, nullptr);
}

TEST_F(CanaryRoad, ACrashBetweenTheStoreAndTheFileBesideTheKeyTakesNothingBack) {
  const auto fresh = agreed(strict_rule());
  const auto newest = folder.path / "data/keys/policy.newest";
  ASSERT_TRUE(office().activate("dana", fresh, share(500)).ok());
  const auto text = activation::as_text(office().state(), gateway->policies().differs());
  EXPECT_TRUE(has(text, "approved by ben, tried on share=50% now: `countersign policy promote`")) << text;
  EXPECT_TRUE(has(text, "is what the canary tries")) << text;
  const auto before = slurp(newest);
  ASSERT_TRUE(office().promote("ben").ok());
  const auto after = slurp(newest);
  EXPECT_NE(before, after);
  spill(newest, before);
  spill(newest.string() + ".new", after.substr(0, 10));  // half written
  reopen();
  EXPECT_EQ(digest(), fresh);
  EXPECT_EQ(slurp(newest), after);
  EXPECT_EQ(house().rules.get()->trial, nullptr);
  EXPECT_TRUE(office().state().trouble.empty());
}

class BrandRoad : public Officers {
 protected:
  BrandRoad() : Officers(branded()) {}
  static RoadOptions branded() {
    RoadOptions options;
    options.further = "brand: acme\n";
    return options;
  }
};

TEST_F(BrandRoad, ABrandTriesIt) {
  const auto fresh = agreed(strict_rule());
  Scope scope;
  scope.brand = "lite";
  const auto nowhere = office().activate("dana", fresh, scope);
  EXPECT_EQ(fault_of(nowhere), Fault::invalid);
  EXPECT_EQ(nowhere.error().message, "the configuration has no brand lite; it has acme");
  say_and_settle("c-1", kQuestion);
  EXPECT_FALSE(delivered_by("ai", "c-1").empty());
  scope.brand = "acme";
  ASSERT_TRUE(office().activate("dana", fresh, scope).ok());
  say_and_settle("c-2", kQuestion);
  EXPECT_TRUE(delivered_by("ai", "c-2").empty());
}

}  // namespace
}  // namespace countersign::testing
