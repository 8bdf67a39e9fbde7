// Every bundled plugin passes the kit, with its own samples.
#include <gtest/gtest.h>

#include "plugin/check.hpp"

namespace countersign::plugin {
namespace {

class Bundled : public ::testing::TestWithParam<const char*> {};

TEST_P(Bundled, PassesEveryCheckOfTheKit) {
  const auto results = check_plugin(std::string(BUILD_FOLDER "/plugins/") + GetParam() + ".so");
  EXPECT_TRUE(all_fine(results)) << to_text(results);
  for (const auto& result : results) {
    // Only a channel signs its webhooks, only a detector finds; nothing else may be passed over.
    if (result.state != CheckResult::State::skip) continue;
    const bool finding = result.name == "findings-within-the-text";
    EXPECT_TRUE(finding || result.name == "forged-webhook-refused") << result.name;
    EXPECT_EQ(std::string(GetParam()).rfind(finding ? "detect." : "channel.", 0), std::string::npos) << result.detail;
  }
}

std::string readable(const ::testing::TestParamInfo<const char*>& info) {
  std::string name = info.param;
  name.erase(std::remove(name.begin(), name.end(), '.'), name.end());
  return name;
}

INSTANTIATE_TEST_SUITE_P(Plugins, Bundled,
                         ::testing::Values("channel.webhook", "channel.webchat", "model.knowledge", "model.openai", "helpdesk.desk", "lookup.table", "detect.wordlist"),
                         readable);

}  // namespace
}  // namespace countersign::plugin
