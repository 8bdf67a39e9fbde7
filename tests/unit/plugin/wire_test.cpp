#include "plugin/wire.hpp"

#include <gtest/gtest.h>

namespace countersign::plugin {
namespace {

TEST(Utf8, AcceptsEveryLengthAndRefusesWhatTheStandardRefuses) {
  EXPECT_TRUE(valid_utf8("a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80"));
  EXPECT_TRUE(valid_utf8(""));
  for (const char* wrong : {"\x80", "\xC0\xAF", "\xC3", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                            "\xF5\x80\x80\x80", "\xE2\x82"}) {
    EXPECT_FALSE(valid_utf8(wrong));
  }
}

TEST(Printable, IsOneShortLineOfValidText) {
  EXPECT_EQ(printable("a\nb\xFF"), "a?b?");
  EXPECT_LE(printable(std::string(5000, 'x')).size(), 304U);
}

TEST(WebhookFields, KeepTheFirstOfARepeatedHeader) {
  Webhook hook;
  hook.headers = {{"x-a", "1"}, {"x-a", "2"}};
  const Fields fields = to_fields(hook);
  EXPECT_EQ(*find(fields, "header.x-a"), "1");
  EXPECT_EQ(std::count_if(fields.begin(), fields.end(), [](const auto& f) { return f.first == "header.x-a"; }), 1);
}

}  // namespace
}  // namespace countersign::plugin
