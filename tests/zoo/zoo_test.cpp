// Every animal's mistake is named, by the loader where it cannot be used and by the kit where it can.
#include <gtest/gtest.h>

#include <algorithm>

#include "kit/private_folder.hpp"
#include "plugin/check.hpp"
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
                 std::chrono::milliseconds deadline = std::chrono::minutes(1)) {
  const auto results = check_plugin(file_of(animal), {SAMPLES_FOLDER, deadline});
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

TEST(Zoo, KitFindsThePluginThatBelievesEverybody) {
  const auto result = only("accepts-all", "forged-webhook-refused");
  EXPECT_EQ(result.state, State::fail);
  EXPECT_NE(result.detail.find("still verifies"), std::string::npos);
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
