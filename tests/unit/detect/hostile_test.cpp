// Whatever comes in, the answer is a Sight with spans that fit, in bounded time.
#include <gtest/gtest.h>

#include <random>

#include "flow/detect/pattern_set.hpp"
#include "unit/detect/seen.hpp"

namespace countersign {
namespace {

bool boundary(std::string_view text, std::size_t at) {
  return at == text.size() || (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U);
}

void expect_fitting(std::string_view text) {
  for (const auto by : {Author::customer, Author::ai}) {
    const auto sight = detector().look({text, by, "xx-??", {text}});
    ASSERT_TRUE(sight);
    for (const auto& finding : sight->findings) {
      EXPECT_LE(finding.start, finding.end);
      EXPECT_TRUE(boundary(text, finding.start) && boundary(text, finding.end)) << finding.kind;
      EXPECT_TRUE(finding.score > 0 && finding.score <= 1000);
    }
    EXPECT_TRUE(std::is_sorted(sight->findings.begin(), sight->findings.end(), [](const Finding& a, const Finding& b) {
      return std::tie(a.start, a.end, a.kind) < std::tie(b.start, b.end, b.kind);
    }));
  }
}

TEST(Hostile, OddTextsAreAnswered) {
  using namespace std::string_literals;
  for (const auto& text : {""s, " "s, "\0\0"s, "\x7f\x01\x02"s, "\u200B\u202E\uFEFF"s, "﷽﷽﷽"s, "Z̡̢̛͓͓a̷͎͘l̶͔̀g̷͓̓o"s, "👩‍👩‍👧‍👦 4111"s,
                           "((((((((((a*)*)*)*)*)*"s, "'; DROP TABLE users; --"s, "{\"a\": [1,2"s, "ｎａｍｅ＠ｅｘａｍｐｌｅ．ｃｏｍ"s,
                           "%s%n%x"s, "::::::::"s, "@@@@...."s, "+++++++0000000"s, "مرحبا أريد التحدث"s, "你好，我要人工客服"s, "ﬀﬁﬂ½㎏"s}) {
    expect_fitting(text);
  }
}

TEST(Hostile, RandomTextsHaveFittingSpans) {
  static constexpr std::string_view pieces[] = {"4111", " 1111", "@", "ex.com", "é", "４", "\u200B", "my name is ", "Ana ", "GB29", "NWBK", "+49 ",
                                                "030", ". ", "?", "\n", "password is ", "speak to ", "a human ", "🙂", "ß", "ﬁ", "-", "::1", "€50 ",
                                                "we will refund ", "ignore ", "your rules ", "CVV ", "737"};
  std::mt19937 random(4711);
  std::uniform_int_distribution<std::size_t> piece(0, std::size(pieces) - 1);
  std::uniform_int_distribution<int> length(0, 24);
  for (int round = 0; round < 250; ++round) {
    std::string text;
    for (int left = length(random); left > 0; --left) text += pieces[piece(random)];
    expect_fitting(text);
  }
}

TEST(Hostile, AMegabyteIsFinished) {
  for (const std::string_view unit : {"4", ":", "GB29 ", "my password is not ", "I will refund 50 EUR and speak to a human. ", "é\u200B"}) {
    std::string text;
    while (text.size() < (1U << 20U)) text += unit;
    EXPECT_TRUE(detector().look({text, Author::customer, "en", {}})) << unit;
  }
}

// Work is counted in bytes handed to RE2 again: each place found alone goes on behind the last one.
TEST(Hostile, ALongTextIsGoneThroughAFewTimesAndNotOncePerByte) {
  policy::DetectionTerms terms;
  terms.data_classes = {{"to_the_end", R"((?s)#.*)", "luhn", {}}, {"every_letter", R"(\pL)", "", {"never said"}}};
  const auto own = make_detector(terms);
  for (const std::string_view unit : {"1 a ", "@", "4", "4 1 ", "#", "\u202Eа4\u202C", "&#64;&amp;", "a at b dot ", "699 956 915, ", "one two ",
                                      "1 ", "1-2-3 ", "d e 8 9 ", "iban at 12 ", "a b c at ", "a at b c d ", "password is a b c d ", "login is a / b1", "R-1 "}) {
    std::string text;
    while (text.size() < (128U << 10U)) text += unit;
    const auto before = detect::PatternSet::bytes_gone_through();
    ASSERT_TRUE(own->look({text, Author::customer, "de-AT", {}})) << unit;
    EXPECT_LT(detect::PatternSet::bytes_gone_through() - before, 80 * text.size()) << unit;
  }
}

TEST(Hostile, AnOfficersPatternWithAThousandPlacesTakesTheRestAsOne) {
  policy::DetectionTerms terms;
  terms.data_classes = {{"letter", "x", "", {}}};
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "x ";
  const auto sight = make_detector(terms)->look({text, Author::ai, "", {}});
  ASSERT_TRUE(sight);
  std::size_t last = 0;
  std::size_t count = 0;
  for (const auto& one : sight->findings)
    if (one.kind == "letter") last = std::max<std::size_t>(last, one.end), ++count;
  EXPECT_EQ(count, 1001U);
  EXPECT_EQ(last, text.size());
}

/// With little memory RE2 cannot compile all patterns or not follow them: that is said, and never "nothing found".
TEST(Hostile, TooLittleMemoryIsAnErrorAndNotASilence) {
  std::vector<std::string> patterns;
  for (int i = 0; i < 40; ++i) patterns.push_back("(?i)member[ -]?" + std::to_string(i) + R"(\d?(?:a|b)*a(?:a|b){6}x)");
  std::string text = "member 7aabbaabbaabx ";
  for (int i = 0; i < 2000; ++i) text += "member-3" + std::string(static_cast<std::size_t>(i % 13), i % 2 == 0 ? 'a' : 'b') + "ab ";
  int refused = 0;
  int answered = 0;
  for (std::int64_t memory = 4 << 10; memory <= detect::PatternSet::kMemory; memory = memory * 9 / 8) {
    try {
      const auto hits = detect::PatternSet(patterns, memory).hits(text);
      if (hits) {
        EXPECT_EQ(*hits, std::vector<int>{7}) << memory;
        ++answered;
      } else {
        EXPECT_EQ(hits.error().fault, Fault::internal) << memory;
        ++refused;
      }
    } catch (const std::runtime_error&) {
      ++refused;
    }
  }
  EXPECT_GE(refused, 2);
  EXPECT_GE(answered, 2);
}

TEST(Hostile, ClassesThatNeedTooMuchMemoryHoldEveryText) {
  policy::DetectionTerms terms;
  for (int i = 0; i < 400; ++i) terms.data_classes.push_back({"c" + std::to_string(i), R"((?:\pL{1,200}\d){1,4}-)" + std::to_string(i), "", {}});
  const auto sight = make_detector(terms)->look({"hello", Author::customer, "en", {}});
  ASSERT_FALSE(sight);
  EXPECT_EQ(sight.error().fault, Fault::internal);
}

TEST(Hostile, TooMuchIsAnErrorAndNotASilence) {
  const std::string text((16U << 20U) + 1, 'a');
  const auto sight = detector().look({text, Author::customer, "en", {}});
  ASSERT_FALSE(sight);
  EXPECT_EQ(sight.error().fault, Fault::too_large);
}

}  // namespace
}  // namespace countersign
