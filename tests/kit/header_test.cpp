// The header as C11: the plugin in plain_c.c was compiled by a C compiler; here it is loaded and spoken to.
#include <gtest/gtest.h>

#include "kit/private_folder.hpp"
#include "plugin/plugin.hpp"

namespace countersign::plugin {
namespace {

class PlainC : public ::testing::Test {
 protected:
  PrivateFolder folder;
  Result<std::shared_ptr<const Plugin>> loaded =
      load(BUILD_FOLDER "/tests/plugins/channel.plain-c.so", folder.path, {});
};

TEST_F(PlainC, LoadsWithItsIdVersionAndKind) {
  ASSERT_TRUE(loaded.ok()) << loaded.error().message;
  EXPECT_EQ((*loaded)->id(), "channel.plain-c");
  EXPECT_EQ((*loaded)->version(), "0.1.0");
  EXPECT_EQ((*loaded)->kind(), Kind::channel);
}

TEST_F(PlainC, GetsEveryFieldAndPutsThemBack) {
  ASSERT_TRUE(loaded.ok()) << loaded.error().message;
  auto opened = (*loaded)->open({});
  ASSERT_TRUE(opened.ok()) << opened.error().message;
  const Fields in{{"op", "webhook"}, {"body", std::string("a\0b", 3)}, {"empty", ""}};
  const Answer answer = (*opened)->read(in);
  EXPECT_EQ(answer.code, Code::ok);
  EXPECT_EQ(answer.out, in);
  EXPECT_EQ((*opened)->verify(in).code, Code::forged);
  EXPECT_EQ((*opened)->verify(in).problem, "nothing is signed here");
}

TEST_F(PlainC, RefusesSettingsByNameInOneSentence) {
  ASSERT_TRUE(loaded.ok()) << loaded.error().message;
  const auto opened = (*loaded)->open({{"x", "y"}});
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().fault, Fault::invalid);
  EXPECT_EQ(opened.error().message, "plugin `channel.plain-c`: this plugin has no settings: remove them");
}

}  // namespace
}  // namespace countersign::plugin
