#include "flow/detect/memo.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "flow/detect/detectors.hpp"
#include "flow/detect/sentence_memo.hpp"

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

TEST(SentenceMemo, KeepsWhatWasMadeOfASentenceUntilTwiceAsManyOthersCame) {
  detect::SentenceMemo memo(2);
  const auto key = [](const char* sentence) { return detect::SentenceMemo::key_of(sentence); };
  memo.keep(key("a"), {{1, 4}, {{{"refusal", 700}}, {"legal_threat"}}});
  ASSERT_TRUE(memo.find(key("a")));
  EXPECT_EQ(memo.find(key("a"))->hits, (std::vector<int>{1, 4}));
  EXPECT_EQ(memo.find(key("a"))->hearing.likely.at(0).kind, "refusal");
  EXPECT_EQ(memo.find(key("a"))->hearing.denied.at(0), "legal_threat");
  EXPECT_FALSE(memo.find(key("A")));
  for (const char* other : {"b", "c", "d", "e", "f"}) memo.keep(key(other), {});
  EXPECT_FALSE(memo.find(key("a")));
  EXPECT_TRUE(memo.find(key("f")));
}

TEST(SentenceMemo, ASentenceSeenBeforeSaysTheSameInAnotherText) {
  const auto detector = make_detector({}, 0);
  const auto first = detector->look({"I will sue you.", Author::customer, {}, {}});
  const auto second = detector->look({"Hello there. I will sue you.", Author::customer, {}, {}});
  ASSERT_TRUE(first && second);
  const auto threat = [](const Sight& sight) {
    return std::find_if(sight.findings.begin(), sight.findings.end(), [](const Finding& f) { return f.kind == "legal_threat"; });
  };
  ASSERT_NE(threat(*first), first->findings.end());
  ASSERT_NE(threat(*second), second->findings.end());
  EXPECT_EQ(threat(*second)->start, threat(*first)->start + 13);
}

}  // namespace
}  // namespace countersign
