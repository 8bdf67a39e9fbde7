#include "auditor/canonical.hpp"

#include <gtest/gtest.h>

#include <random>

#include "base/json.hpp"

namespace countersign::auditor {
namespace {

bool canonical(std::string_view text) {
  std::vector<Member> members;
  return !not_canonical(text, members);
}

TEST(Canonical, AcceptsWhatTheRecordWrites) {
  const json::Object all{{"a", 1},
                         {"b", -9223372036854775807},
                         {"c", "quote \" slash / back \\ line \n tab \t bell \a \x1f é 😀 \x7f"},
                         {"d", json::Array{true, false, nullptr, json::Object{}, json::Array{}, 0}},
                         {"e", json::Object{{"x", ""}, {"y", "z"}}}};
  EXPECT_TRUE(canonical(json::dump(all)));
  std::vector<Member> members;
  const auto text = json::dump(all);
  ASSERT_FALSE(not_canonical(text, members));
  ASSERT_EQ(members.size(), 5U);
  EXPECT_EQ(members[0].key, "a");
  EXPECT_EQ(members[0].value, "1");
  EXPECT_EQ(members[4].value, R"({"x":"","y":"z"})");
  EXPECT_EQ(unquoted(member(members[4].value, "y")), "z");
  EXPECT_EQ(members_of(members[3].value).size(), 6U);
  EXPECT_EQ(member("[1]", "y"), "");
}

TEST(Canonical, RefusesEveryOtherSpelling) {
  for (const char* text : {"",
                           "{",
                           "[]",
                           "1",
                           "\"a\"",
                           "{} ",
                           " {}",
                           "{\"a\": 1}",
                           "{\"a\" :1}",
                           "{\"a\":1,}",
                           "{\"a\":1, \"b\":2}",
                           "{\"b\":1,\"a\":2}",
                           "{\"a\":1,\"a\":2}",
                           "{\"a\":01}",
                           "{\"a\":-0}",
                           "{\"a\":1.0}",
                           "{\"a\":1e2}",
                           "{\"a\":+1}",
                           "{\"a\":-}",
                           "{\"a\":\"\\/\"}",
                           "{\"a\":\"\\u0041\"}",
                           "{\"a\":\"\\u000a\"}",
                           "{\"a\":\"\\u001F\"}",
                           "{\"a\":\"\\u00\"}",
                           "{\"a\":\"\n\"}",
                           "{\"a\":\"\\x\"}",
                           "{\"a\":\"x}",
                           "{\"a\":\"\xff\"}",
                           "{\"a\":tru}",
                           "{a:1}",
                           "{\"a\"}",
                           "{\"a\":[1,]}",
                           "{\"a\":[1 ]}",
                           "{\"a\":99999999999999999999}",
                           "{\"a\":1}{}"})
    EXPECT_FALSE(canonical(text)) << text;
  std::string deep = "{\"a\":";
  for (int i = 0; i < 100; ++i) deep += '[';
  EXPECT_FALSE(canonical(deep));
}

/// Whatever is accepted is what our own writer makes of it.
TEST(Canonical, AgreesWithTheWriterOnMutations) {
  std::mt19937 random(5);
  const std::string good =
      R"({"at":"2026","decision":{"rules":[{"met":true,"spans":[[4,9]]}],"verdict":"send"},"n":-12,"t":"a\nb\u001f"})";
  ASSERT_TRUE(canonical(good));
  int accepted = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text = good;
    constexpr std::string_view kBytes = "{}[]\",:\\ua0123-. \n";
    for (int i = 0; i < 2; ++i) text[random() % text.size()] = kBytes[random() % kBytes.size()];
    if (!canonical(text)) continue;
    ++accepted;
    const auto read = json::parse(text);
    ASSERT_TRUE(read.ok()) << text;
    EXPECT_EQ(json::dump(*read), text);
  }
  EXPECT_GT(accepted, 100);
}

}  // namespace
}  // namespace countersign::auditor
