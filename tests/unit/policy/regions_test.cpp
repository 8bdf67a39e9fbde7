#include "flow/policy/regions.hpp"

#include "policy/world.hpp"

namespace countersign::policy {
namespace {

TEST(Regions, ComeFromTheLocale) {
  const std::pair<const char*, const char*> cases[] = {{"de-AT", "AT"},
                                                       {"de_at", "AT"},
                                                       {"de", ""},
                                                       {"", ""},
                                                       {"zh-Hant-TW", "TW"},
                                                       {"en-US", "US"},
                                                       {"en-US-u-sd-usca", "US-CA"},
                                                       {"en-US-u-ca-gregory-sd-usut", "US-UT"},
                                                       {"en-GB-u-sd-usca", "GB"} /* of another country: not believed */,
                                                       {"en-001", ""},
                                                       {"en-UK", ""} /* no code of a country */,
                                                       {"de-ZZ", ""},
                                                       {"en-EU", "EU"}};
  for (const auto& [locale, region] : cases) EXPECT_EQ(region_of(locale), region) << locale;
}

TEST(Regions, KnowWhatLiesWithinWhat) {
  EXPECT_EQ(where({"EEA"}, "DE"), Where::inside);
  EXPECT_EQ(where({"EEA"}, "NO"), Where::inside);
  EXPECT_EQ(where({"EU"}, "NO"), Where::outside);
  EXPECT_EQ(where({"EU"}, "GB"), Where::outside);
  EXPECT_EQ(where({"US"}, "US-CA"), Where::inside);
  EXPECT_EQ(where({"US-CA"}, "US"), Where::unknown) << "some other state, or that one";
  EXPECT_EQ(where({"US-CA"}, "US-NY"), Where::outside);
  EXPECT_EQ(where({"US-CA", "DE"}, ""), Where::unknown);
  EXPECT_EQ(where({"DE"}, "EU"), Where::unknown) << "somewhere in the Union";
  EXPECT_EQ(where({"NO"}, "EU"), Where::outside);
  EXPECT_EQ(where({"EEA"}, "EU"), Where::inside);
  EXPECT_EQ(where({"FR", "DE"}, "DE"), Where::inside);
}

/// A rule for a region holds where nobody knows the region; a waiver and a moment for it do not.
TEST(Regions, UnknownKeepsADutyAndLoosensNothing) {
  testing::Folder folder;
  testing::complete(folder).add(
      "a.yaml",
      testing::policy("duty",
                      "at: reply\napplies_to: {written_by: ai, region: US-CA}\nmust:\n  - label: ai\nif_not: "
                      "add_the_notice\nexcept:\n  - {for: {region: US-CA, channel: sms}, reason: r, ticket: t, "
                      "approved_by: a, until: 2026-12-01}\n"));
  const auto loaded = folder.load(testing::test_time());
  ASSERT_TRUE(loaded.ok());
  const auto labelled = [&](const char* region, const char* channel) {
    Facts facts;
    facts.border = Border::reply;
    facts.written_by = Author::ai;
    facts.now = testing::test_time();
    facts.region = region;
    facts.channel = facts.channel_kind = channel;
    return decide(*loaded.set, facts).duties.label;
  };
  EXPECT_TRUE(labelled("US-CA", "email"));
  EXPECT_TRUE(labelled("US", "email"));
  EXPECT_TRUE(labelled("", "email"));
  EXPECT_FALSE(labelled("US-NY", "email"));
  EXPECT_FALSE(labelled("US-CA", "sms")) << "waived";
  EXPECT_TRUE(labelled("", "sms")) << "whom the waiver is for is known only in California";
}

TEST(Regions, WhatIsNoneIsAnError) {
  testing::Folder folder;
  testing::complete(folder).add(
      "a.yaml", testing::policy("p",
                                "at: reply\napplies_to: {written_by: ai, region: [UK, Bavaria, ZZ]}\nmust:\n  "
                                "- label: ai\nif_not: add_the_notice\nfrom_pack: nowhere\n"));
  auto found = testing::lines(folder.load(testing::test_time()), folder.path());
  std::erase_if(found, [](const std::string& line) { return line.find("warning") != std::string::npos; });
  const std::vector<std::string> want = {
      "a.yaml:8:39 P140 \"UK\" is not a region; write a country (DE, GB), a part of one (US-CA), EU or EEA. Did you mean GB?",
      "a.yaml:8:43 P140 \"Bavaria\" is not a region; write a country (DE, GB), a part of one (US-CA), EU or EEA",
      "a.yaml:8:52 P140 \"ZZ\" is not a region; write a country (DE, GB), a part of one (US-CA), EU or EEA",
      "a.yaml:12:12 P141 \"nowhere\" is not a pack of this set. (there is none in this set)"};
  EXPECT_EQ(found, want);
}

}  // namespace
}  // namespace countersign::policy
