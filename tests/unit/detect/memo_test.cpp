#include "flow/detect/memo.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace countersign {
namespace {

/// Sees the text's length, and counts how often it looks.
class Counting final : public Detector {
 public:
  explicit Counting(int& looks) : looks_(looks) {}
  Result<Sight> look(const Glimpse& glimpse) const noexcept override {
    ++looks_;
    if (glimpse.text == "broken") return Error{Fault::internal, "broken"};
    EXPECT_TRUE(glimpse.earlier.empty()) << "what was said before is no part of what is remembered";
    Sight sight;
    const auto end = static_cast<std::uint32_t>(glimpse.text.size());
    const std::size_t findings = glimpse.text == "crowded" ? 65 : 1;
    for (std::size_t i = 0; i < findings; ++i) sight.findings.push_back({"email", 0, end});
    return sight;
  }

 private:
  int& looks_;
};

class Memo : public ::testing::Test {
 protected:
  int looks = 0;
  std::unique_ptr<const Detector> detector = remembering(std::make_unique<const Counting>(looks), 3);
  Result<Sight> look(std::string_view text, Author by = Author::customer, std::string_view locale = "en",
                     std::vector<std::string_view> earlier = {}) {
    return detector->look({text, by, locale, std::move(earlier)});
  }
};

TEST_F(Memo, ATextIsLookedAtOnceByAnAuthorInALocale) {
  for (int i = 0; i < 3; ++i) {
    const auto sight = look("hello");
    ASSERT_TRUE(sight.ok());
    ASSERT_EQ(sight->findings.size(), 1U);
    EXPECT_EQ(sight->findings[0].end, 5U);
  }
  EXPECT_EQ(looks, 1);
  ASSERT_TRUE(look("hello", Author::ai).ok());
  ASSERT_TRUE(look("hello", Author::customer, "de").ok());
  ASSERT_TRUE(look("Hello").ok());
  EXPECT_EQ(looks, 4);
}

TEST_F(Memo, OnlyTheLastTextsAreRemembered) {
  for (const char* text : {"a", "b", "c", "d", "e", "f", "g"}) ASSERT_TRUE(look(text).ok());
  EXPECT_EQ(looks, 7);
  ASSERT_TRUE(look("g").ok());
  EXPECT_EQ(looks, 7);
  ASSERT_TRUE(look("a").ok());
  EXPECT_EQ(looks, 8);
}

TEST_F(Memo, WhatIsAskedForAgainStays) {
  for (const char* text : {"a", "b", "c", "d", "a", "e", "f", "a", "g", "h", "a"}) ASSERT_TRUE(look(text).ok());
  EXPECT_EQ(looks, 8);
}

TEST_F(Memo, WhatWasSaidBeforeIsAskedAtEachLook) {
  const std::string_view text = "where is my parcel please";
  EXPECT_EQ(look(text)->findings.size(), 1U);
  const auto again = look(text, Author::customer, "en", {text});
  ASSERT_EQ(again->findings.size(), 2U);
  EXPECT_EQ(again->findings[0].kind, "repeats_itself");
  EXPECT_EQ(again->emotion, Level::medium);
  EXPECT_EQ(look(text)->findings.size(), 1U);
  EXPECT_EQ(look(text)->emotion, Level::low);
  EXPECT_EQ(look(text, Author::ai, "en", {text})->findings[0].kind, "repeats_reply");
  EXPECT_EQ(looks, 2);
}

TEST_F(Memo, AnErrorIsNotRemembered) {
  EXPECT_FALSE(look("broken").ok());
  EXPECT_FALSE(look("broken").ok());
  EXPECT_EQ(looks, 2);
}

TEST_F(Memo, ATextWithVeryManyFindingsTakesNoRoom) {
  ASSERT_TRUE(look("crowded").ok());
  ASSERT_TRUE(look("crowded").ok());
  EXPECT_EQ(looks, 2);
}

TEST_F(Memo, CanBeSwitchedOff) {
  const auto forgetful = remembering(std::make_unique<const Counting>(looks), 0);
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(forgetful->look({"a", Author::customer, "en", {}}).ok());
  EXPECT_EQ(looks, 2);
}

}  // namespace
}  // namespace countersign
