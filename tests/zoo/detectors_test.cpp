// What is wrong with a detector is named: by the loader, by the kit, and by the face that reads its answers.
#include <gtest/gtest.h>

#include <algorithm>

#include "kit/private_folder.hpp"
#include "plugin/check.hpp"
#include "plugin/detector.hpp"
#include "plugin/loaded.hpp"

namespace countersign::plugin {
namespace {

constexpr const char* kMoody = ZOO_FOLDER "/detect.moody.so";

CheckResult check(const std::string& what, const std::string& name, const std::string& text = "Grüße vom unicorn") {
  const PrivateFolder samples;
  spill(samples.path / "settings.json", R"({"settings": {"what": ")" + what + R"("}, "bad_settings": [{"x": "y"}]})");
  spill(samples.path / "look.json", R"({"call": "look", "in": {"text": ")" + text + R"("}})");
  CheckResult found;
  for (const auto& result : check_plugin(kMoody, {samples.path, std::chrono::minutes(1)}))
    if (result.name == name) found = result;
  return found;
}

class MoodyDetector : public ::testing::Test {
 protected:
  Detecting open(const std::string& what, std::chrono::milliseconds within = std::chrono::minutes(1)) {
    auto loaded = load(kMoody, folder.path, {});
    EXPECT_TRUE(loaded.ok()) << loaded.error().message;
    auto instance = (*loaded)->open({{"what", what}});
    EXPECT_TRUE(instance.ok()) << instance.error().message;
    return {*loaded, std::move(*instance), "house", within};
  }
  PrivateFolder folder;
};

TEST_F(MoodyDetector, FindsWithItsSignature) {
  const auto house = open("fine");
  EXPECT_EQ(house.kinds(), std::vector<std::string>{"house_word"});
  EXPECT_EQ(house.signature().substr(0, 15), "detect.moody@1/");
  EXPECT_EQ(house.signature().size(), 15U + 16U);
  const auto seen = house.look({"Grüße vom unicorn", Author::customer, "de", "de"});
  ASSERT_TRUE(seen.ok()) << seen.error().message;
  ASSERT_EQ(seen->size(), 1U);
  EXPECT_EQ(seen->front().kind, "house_word");
  EXPECT_EQ(seen->front().start, 12U);
  EXPECT_EQ(seen->front().end, 19U);
  EXPECT_EQ(house.complaint(), "");
}

TEST_F(MoodyDetector, WhateverIsWrongWithAnAnswerMakesItAnErrorWithoutAWordOfTheText) {
  for (const char* what : {"throws", "throws a number", "refuses", "outside", "backwards", "far away", "no number",
                           "another kind", "too sure", "a gap", "too many", "no number at all", "half a character"}) {
    const auto house = open(what);
    const auto seen = house.look({"ünicorn secret", Author::customer, "", ""});
    ASSERT_FALSE(seen.ok()) << what;
    EXPECT_NE(seen.error().message.find("\"house\" (plugin `detect.moody`)"), std::string::npos) << what;
    EXPECT_EQ(seen.error().message.find("secret"), std::string::npos) << what;
    EXPECT_NE(house.complaint().find("plugin `detect.moody`: 1 of 1 looks failed"), std::string::npos) << what;
  }
}

TEST_F(MoodyDetector, AnAnswerAfterItsTimeIsNotUsedAndAfterThreeItIsLeftAlone) {
  const auto house = open("slow", std::chrono::milliseconds(1));
  for (int i = 0; i < 3; ++i) {
    const auto seen = house.look({"a unicorn", Author::customer, "", ""});
    ASSERT_FALSE(seen.ok());
    EXPECT_NE(seen.error().message.find("took too long"), std::string::npos) << seen.error().message;
  }
  const auto begin = std::chrono::steady_clock::now();
  const auto seen = house.look({"a unicorn", Author::customer, "", ""});
  ASSERT_FALSE(seen.ok());
  EXPECT_NE(seen.error().message.find("left alone"), std::string::npos) << seen.error().message;
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(60)) << "it was not asked";
}

TEST(Detectors, LoaderRefusesOneWithoutItsTable) {
  const PrivateFolder folder;
  const auto loaded = load(ZOO_FOLDER "/detect.only-a-name.so", folder.path, {});
  ASSERT_FALSE(loaded.ok());
  EXPECT_NE(loaded.error().message.find("countersign.detect/1"), std::string::npos) << loaded.error().message;
}

TEST(Detectors, KitFindsSpansThatCannotBe) {
  using State = CheckResult::State;
  EXPECT_EQ(check("fine", "findings-within-the-text").state, State::pass);
  EXPECT_EQ(check("outside", "findings-within-the-text").state, State::fail);
  EXPECT_NE(check("outside", "findings-within-the-text").detail.find("lies outside the text"), std::string::npos);
  EXPECT_NE(check("half a character", "findings-within-the-text", "ünicorn").detail.find("inside a character"),
            std::string::npos);
  EXPECT_NE(check("another kind", "findings-within-the-text").detail.find("`kind.N`"), std::string::npos);
  EXPECT_NE(check("no kinds", "findings-within-the-text").detail.find("`kind.N`"), std::string::npos);
  EXPECT_NE(check("a reserved kind", "findings-within-the-text").detail.find("belongs to the gateway"),
            std::string::npos);
}

TEST(Detectors, KitFindsTheOneThatChangesItsMind) {
  EXPECT_EQ(check("changes its mind", "same-sample-same-output").state, CheckResult::State::fail);
  EXPECT_EQ(check("changes its mind", "concurrent-equals-serial").state, CheckResult::State::fail);
  EXPECT_EQ(check("crashes", "garbage-never-crashes").state, CheckResult::State::crash);
}

}  // namespace
}  // namespace countersign::plugin
