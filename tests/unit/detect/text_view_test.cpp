#include "flow/detect/text_view.hpp"

#include <gtest/gtest.h>

namespace countersign::detect {
namespace {

TEST(TextView, FoldsCaseMarksAndWidth) {
  EXPECT_EQ(folded_view("SEÑOR Straße ﬁn ４１").text, "senor strasse fin 41");
  EXPECT_EQ(folded_view("j’ai").text, "j'ai");
  EXPECT_EQ(folded_view("Łódź").text, "lodz");
}

TEST(TextView, DropsWhatNobodySees) {
  EXPECT_EQ(plain_view("4\u200B1\u20601\uFEFF1").text, "4111");
  EXPECT_EQ(folded_view("ig\u200Bno\u00ADre").text, "ignore");
  EXPECT_EQ(plain_view("\u202Eabc\u202C").text, "abc");
}

TEST(TextView, LeadsBackToTheBytesOfTheOriginal) {
  const std::string text = "né ４\u200B１ x";
  const auto view = plain_view(text);
  const auto at = view.text.find("41");
  ASSERT_NE(at, std::string::npos);
  const auto span = view.original(at, at + 2);
  EXPECT_EQ(text.substr(span.first, span.second - span.first), "４\u200B１");
}

TEST(TextView, AnEmptyStretchHasAnEmptySpan) {
  const auto view = plain_view("ab");
  EXPECT_EQ(view.original(1, 1), Span(0, 0));
  EXPECT_EQ(view.original(0, 9), Span(0, 0));
}

TEST(TextView, ASignOfManyWordsStaysOneSign) {
  EXPECT_EQ(plain_view("\uFDFA").text, "\uFDFA") << "eighteen letters: a megabyte of them would be eighteen";
  EXPECT_EQ(folded_view("\uFDFA").text, "\uFDFA");
  EXPECT_EQ(plain_view("ﬃ ½").text, "ffi 1⁄2");
}

TEST(Sentences, EndAtStopsButNotInsideNumbers) {
  const std::string text = "Pay 8.50 now. Why? no!\n\nNew paragraph";
  const auto found = sentences(text);
  ASSERT_EQ(found.size(), 4U);
  EXPECT_EQ(text.substr(found[0].first, found[0].second - found[0].first), "Pay 8.50 now.");
  EXPECT_EQ(text.substr(found[3].first), "New paragraph");
}

TEST(Sentences, DoNotEndAtTheStopOfAnOrdinal) {
  EXPECT_EQ(sentences("Am 3. März kam nichts. Am 24. auch nicht.").size(), 2U);
  EXPECT_EQ(sentences("I have 300. That is all. It costs 8. 9 is too much.").size(), 4U);
}

TEST(Sentences, AreNeverVeryLong) {
  const std::string words(10000, 'a');
  for (const auto& where : sentences(words)) EXPECT_LE(where.second - where.first, 1300U);
  std::string wide;
  for (int i = 0; i < 5000; ++i) wide += "é";
  for (const auto& where : sentences(wide)) EXPECT_EQ((where.second - where.first) % 2, 0U) << "cut inside a character";
}

}  // namespace
}  // namespace countersign::detect
