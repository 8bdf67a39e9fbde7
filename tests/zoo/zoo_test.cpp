// Every animal's mistake is named, by the loader where it cannot be used and by the kit where it can.
#include <gtest/gtest.h>

#include <algorithm>

#include "kit/private_folder.hpp"
#include "plugin/cell.hpp"
#include "plugin/check.hpp"
#include "plugin/loaded.hpp"
#include "plugin/plugin.hpp"

namespace countersign::plugin {
namespace {

using State = CheckResult::State;

std::string file_of(const std::string& animal) { return std::string(ZOO_FOLDER "/channel.") + animal + ".so"; }

/// Why the loader refuses an animal; "" if it does not.
std::string refusal(const std::string& animal) {
  const PrivateFolder folder;
  const auto loaded = load(file_of(animal), folder.path, {});
  return loaded.ok() ? std::string() : loaded.error().message;
}

/// The result of one check.
CheckResult only(const std::string& animal, const std::string& name,
                 std::chrono::milliseconds deadline = std::chrono::minutes(1),
                 const char* samples = SAMPLES_FOLDER) {
  const auto results = check_plugin(file_of(animal), {samples, deadline});
  CheckResult found;
  for (const auto& result : results) {
    if (result.name == name) found = result;
  }
  return found;
}

TEST(Zoo, LoaderNamesTheFieldThatIsWrong) {
  EXPECT_NE(refusal("wrong-major").find("ABI major is 2, this gateway speaks 1"), std::string::npos);
  EXPECT_NE(refusal("too-small").find("descriptor size is 40"), std::string::npos);
  EXPECT_NE(refusal("no-id").find("id is not `channel.NAME`"), std::string::npos);
  EXPECT_NE(refusal("no-verify").find("`verify` is missing"), std::string::npos);
  EXPECT_NE(refusal("no-entry").find("does not export countersign_plugin_v1"), std::string::npos);
  EXPECT_NE(refusal("throws-at-entry").find("threw an exception"), std::string::npos);
}

TEST(Zoo, AnExceptionAtTheBorderIsAnInternalAnswer) {
  const PrivateFolder folder;
  const auto loaded = load(file_of("throws"), folder.path, {});
  ASSERT_TRUE(loaded.ok()) << loaded.error().message;
  const Answer answer = (*(*loaded)->open({}))->read({});
  EXPECT_EQ(answer.code, Code::internal);
  EXPECT_NE(answer.problem.find("rule 6"), std::string::npos);
}

TEST(Zoo, WhatHangsOrEndsItsProcessIsTriedInACellAndRefusedThere) {
  EXPECT_NE(refusal("aborts-at-entry").find("ends its process when it is loaded (signal 6)"), std::string::npos);
  const auto hangs = try_in_cell(file_of("never-loads"), nullptr, std::chrono::milliseconds(300));
  ASSERT_FALSE(hangs.ok());
  EXPECT_NE(hangs.error().message.find("does not come to an end when it is loaded"), std::string::npos);

  const PrivateFolder folder;
  const auto loaded = load(file_of("moody"), folder.path, {});
  ASSERT_TRUE(loaded.ok()) << loaded.error().message;
  for (const auto& [what, how] : {std::pair{"crashes", "signal 11"}, std::pair{"aborts", "signal 6"}}) {
    const auto opened = (*loaded)->open({{"where", "open"}, {"what", what}});
    ASSERT_FALSE(opened.ok());
    EXPECT_NE(opened.error().message.find("plugin `channel.moody` ends its process when it is opened"),
              std::string::npos)
        << opened.error().message;
    EXPECT_NE(opened.error().message.find(how), std::string::npos) << opened.error().message;
  }
  EXPECT_TRUE((*loaded)->open({{"where", "nowhere"}}).ok()) << "this process lives, and so does the plugin";
}

TEST(Zoo, ACellWritesNoFiles) {
  const PrivateFolder folder;
  const Fields settings{{"diary_file", (folder.path / "diary").string()}, {"deliver_to", "http://127.0.0.1:1"}};
  ASSERT_TRUE(try_in_cell(ZOO_FOLDER "/1/channel.diary.so", &settings).ok());
  EXPECT_EQ(slurp(folder.path / "diary"), "");
}

TEST(Zoo, APluginThatKeepsBeingSlowGetsNoNewWorkForAWhileButIsHeardOut) {
  const PrivateFolder folder;
  const auto loaded = load_for_check(file_of("moody"), folder.path);
  ASSERT_TRUE(loaded.ok()) << loaded.error().message;
  const Border strict{"channel.moody", nullptr, {std::chrono::milliseconds(1), 2, std::chrono::hours(1)}};
  const auto slow = open_instance((*loaded)->descriptor(), strict, {{"where", "write"}, {"what", "slow"}});
  ASSERT_TRUE(slow.ok());
  EXPECT_EQ((*slow)->write({}).code, Code::ok);
  EXPECT_EQ((*slow)->write({}).code, Code::ok);
  EXPECT_EQ((*slow)->write({}).code, Code::retry);
  EXPECT_EQ((*slow)->verify({{"body", "x"}, {"header.x-word", "x"}}).code, Code::retry);
  EXPECT_EQ((*slow)->read({{"op", "response"}, {"status", "200"}}).code, Code::ok) << "what came back is still read";
  EXPECT_NE((*slow)->complaint().find("2 of "), std::string::npos) << (*slow)->complaint();
}

TEST(Zoo, KitFindsThePluginThatBelievesEverybody) {
  const auto result = only("accepts-all", "forged-webhook-refused");
  EXPECT_EQ(result.state, State::fail);
  EXPECT_NE(result.detail.find("still verifies"), std::string::npos);
}

TEST(Zoo, KitFindsATokenOfWhichOnlyTheEndCounts) {
  const auto result = only("half-a-token", "forged-webhook-refused", std::chrono::minutes(1), TOKEN_SAMPLES);
  EXPECT_EQ(result.state, State::fail);
  EXPECT_NE(result.detail.find("header.x-word still verifies with its character 1 changed"), std::string::npos)
      << result.detail;
}

TEST(Zoo, KitFindsWhoSaysThatNoBodyIsSignedThoughItIs) {
  const auto result = only("drifts", "forged-webhook-refused", std::chrono::minutes(1), TOKEN_SAMPLES);
  EXPECT_EQ(result.state, State::fail);
  EXPECT_NE(result.detail.find("leave it out"), std::string::npos) << result.detail;
}

TEST(Zoo, KitFindsTheCrash) {
  EXPECT_EQ(only("crashes-on-garbage", "garbage-never-crashes").state, State::crash);
  EXPECT_EQ(only("crashes-on-garbage", "truncated-at-every-byte").state, State::crash);
  EXPECT_EQ(only("crashes-on-garbage", "samples-hold").state, State::pass);
}

TEST(Zoo, KitFindsWhatNeverEnds) {
  EXPECT_EQ(only("hangs", "truncated-at-every-byte", std::chrono::milliseconds(700)).state, State::late);
}

TEST(Zoo, KitFindsTheRest) {
  EXPECT_EQ(only("drifts", "same-sample-same-output").state, State::fail);
  EXPECT_EQ(only("forgets", "bad-settings-refused").state, State::fail);
  EXPECT_EQ(only("knows-all", "unknown-extension-null").state, State::fail);
  EXPECT_EQ(only("unique", "exports-one-symbol").state, State::fail);
  EXPECT_EQ(only("unique", "no-gnu-unique").state, State::fail);
  EXPECT_EQ(only("wrong-major", "loads").state, State::fail);
  EXPECT_EQ(only("wrong-major", "samples-hold").state, State::fail);
}

TEST(Zoo, KitFindsWhatIsKeptSharedOrOpened) {
  EXPECT_EQ(only("keeps-views", "nothing-retained").state, State::fail);
  EXPECT_EQ(only("one-thread", "concurrent-equals-serial").state, State::fail);
  const auto socket = only("opens-socket", "no-socket-opened");
  EXPECT_EQ(socket.state, State::crash);
  EXPECT_NE(socket.detail.find("rule 2"), std::string::npos);
}

TEST(Zoo, KitSaysItInTextAndInJson) {
  const auto results = check_plugin(file_of("no-entry"), {SAMPLES_FOLDER, std::chrono::minutes(1)});
  EXPECT_FALSE(all_fine(results));
  EXPECT_NE(to_text(results).find("fail  loads: "), std::string::npos);
  EXPECT_NE(to_json(results).find(R"("ok":false)"), std::string::npos);
}

}  // namespace
}  // namespace countersign::plugin
