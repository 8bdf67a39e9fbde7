#include "base/json.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

namespace countersign::json {
namespace {

std::string again(std::string_view text) {
  const auto value = parse(text);
  return value.ok() ? dump(*value) : "refused: " + value.error().message;
}

void expect_refused(std::string_view text, std::string_view why) {
  const auto value = parse(text);
  ASSERT_FALSE(value.ok()) << text;
  EXPECT_EQ(value.error().fault, Fault::invalid);
  EXPECT_NE(value.error().message.find(why), std::string::npos) << value.error().message;
}

TEST(Json, WritesSortedKeysWithoutSpaces) {
  EXPECT_EQ(again(R"( { "b" : [ 1 , -2, true, null ] , "a" : { } , "c": [], "B": "x" } )"),
            R"({"B":"x","a":{},"b":[1,-2,true,null],"c":[]})");
}

TEST(Json, CanonicalBytesAreStable) {
  const std::string once = again(R"({"z":{"y":[{"x":1}]},"a":"é\u20ac"})");
  EXPECT_EQ(once, "{\"a\":\"é€\",\"z\":{\"y\":[{\"x\":1}]}}");
  EXPECT_EQ(again(once), once);
}

TEST(Json, EscapesAsRfc8785Says) {
  EXPECT_EQ(dump(std::string("\x01\x1f\b\t\n\f\r\"\\/\x7f<")), "\"\\u0001\\u001f\\b\\t\\n\\f\\r\\\"\\\\/\x7f<\"");
  EXPECT_EQ(dump(std::string("a\0b", 3)), "\"a\\u0000b\"");
  // The string of RFC 8785 section 3.2.2.2.
  EXPECT_EQ(again(R"("\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/")"), "\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
}

TEST(Json, WritesDecimalsAsRfc8785AppendixB) {
  const std::pair<std::uint64_t, const char*> samples[] = {{0x0000000000000000, "0"},
                                                           {0x8000000000000000, "0"},
                                                           {0x0000000000000001, "5e-324"},
                                                           {0x8000000000000001, "-5e-324"},
                                                           {0x7fefffffffffffff, "1.7976931348623157e+308"},
                                                           {0x4340000000000000, "9007199254740992"},
                                                           {0x4430000000000000, "295147905179352830000"},
                                                           {0x44b52d02c7e14af5, "9.999999999999997e+22"},
                                                           {0x44b52d02c7e14af6, "1e+23"},
                                                           {0x444b1ae4d6e2ef4e, "999999999999999700000"},
                                                           {0x444b1ae4d6e2ef50, "1e+21"},
                                                           {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
                                                           {0x3eb0c6f7a0b5ed8d, "0.000001"},
                                                           {0x41b3de4355555553, "333333333.3333332"},
                                                           {0xbecbf647612f3696, "-0.0000033333333333333333"}};
  for (const auto& [bits, text] : samples) EXPECT_EQ(dump(std::bit_cast<double>(bits)), text);
}

TEST(Json, NeverWritesWhatJsonCannotSay) {
  EXPECT_THROW((void)dump(std::numeric_limits<double>::infinity()), std::invalid_argument);
  EXPECT_THROW((void)dump(std::nan("")), std::invalid_argument);
  EXPECT_THROW((void)dump(std::string("\xff")), std::invalid_argument);
  EXPECT_THROW((void)dump(Object{{"\xc3", 1}}), std::invalid_argument);
}

TEST(Json, KeepsEvery64BitInteger) {
  EXPECT_EQ(again("[9223372036854775807,-9223372036854775808,9007199254740993]"),
            "[9223372036854775807,-9223372036854775808,9007199254740993]");
  expect_refused("9223372036854775808", "64 signed bits");
  expect_refused("2.5e20", "64 signed bits");
  EXPECT_TRUE(parse("2.5e21").ok());
  expect_refused("18446744073709551616", "number");
}

TEST(Json, TellsIntegersFromDecimals) {
  EXPECT_NE(parse("1")->integer(), nullptr);
  ASSERT_NE(parse("1.0")->decimal(), nullptr);
  EXPECT_EQ(*parse("2.5e1")->decimal(), 25.0);
}

TEST(Json, RefusesADuplicateKeyAtAnyDepth) {
  expect_refused(R"({"a":1,"a":1})", "twice");
  expect_refused(R"([{"x":{"b":1,"\u0062":2}}])", "twice");
  EXPECT_EQ(again(R"({"a":{"b":1},"b":{"b":2}})"), R"({"a":{"b":1},"b":{"b":2}})");
}

TEST(Json, Takes64LevelsAndNoMore) {
  const auto nested = [](std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); };
  EXPECT_EQ(again(nested(64)), nested(64));
  expect_refused(nested(65), "64 levels");
  expect_refused(std::string(200'000, '['), "");
  EXPECT_EQ(again("[" + std::string(300'000, ' ') + nested(63) + "]"), "[" + nested(63) + "]");
  expect_refused("[" + std::string(300'000, ' ') + nested(64) + "]", "64 levels");
}

TEST(Json, RefusesWhatIsNotUtf8) {
  for (const char* bytes : {"\"\xff\"", "\"\xc0\xaf\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", "\"\xe2\x82\""}) {
    expect_refused(bytes, "");
  }
  expect_refused(R"("\ud800")", "");
  EXPECT_EQ(again(R"("\ud83d\ude00")"), "\"\xf0\x9f\x98\x80\"");
}

TEST(Json, RefusesWhatRfc8259Refuses) {
  for (const char* text :
       {"",       " ",        "{",     "[1,]", "{\"a\":1,}",    "01",    "+1",       "1.",        ".5",  "0x1",
        "NaN",    "Infinity", "tru",   "'a'",  "{a:1}",         "[1 2]", "\"a\nb\"", "\"\\x41\"", "1 2", "{} {}",
        "/* */1", "\"a",      "1e400", "]",    "\xEF\xBB\xBF{}"}) {
    expect_refused(text, "not the JSON we accept");
  }
}

TEST(Json, AnErrorDoesNotQuoteTheInput) {
  const auto value = parse(R"({"secret-word":1,"secret-word":2})");
  ASSERT_FALSE(value.ok());
  EXPECT_EQ(value.error().message.find("secret"), std::string::npos);
}

TEST(Json, FindsMembersAndTexts) {
  const auto value = parse(R"({"a":"x","n":1})");
  EXPECT_EQ(value->text("a"), "x");
  EXPECT_EQ(value->text("n", "none"), "none");
  EXPECT_EQ(value->text("missing", "none"), "none");
  EXPECT_EQ(value->find("missing"), nullptr);
  EXPECT_EQ(Value(3).find("a"), nullptr);
}

}  // namespace
}  // namespace countersign::json
