// What is no language, no region, no clause, and what was meant.
#include "flow/policy/languages.hpp"

#include <gtest/gtest.h>

#include "flow/policy/reading.hpp"
#include "flow/policy/regions.hpp"
#include "policy/folder.hpp"

namespace countersign::policy {
namespace {

using namespace testing;

/// The errors of a whole set with one more file.
std::vector<std::string> errors_with(const std::string& text) {
  Folder folder;
  complete(folder).add("a.yaml", text);
  auto all = lines(folder.load(test_time()), folder.path());
  std::erase_if(all, [](const std::string& line) { return line.find(" warning: ") != std::string::npos; });
  return all;
}

std::string for_language(const std::string& language) {
  return policy("a", "at: reply\napplies_to: {written_by: ai, language: " + language +
                         "}\nmust:\n  - label: ai\nif_not: add_the_notice\n");
}

TEST(Languages, AreMeantByTheirNamesAndOldCodes) {
  const std::pair<const char*, const char*> cases[] = {
      {"german", "de"},   {"German", "de"},     {"Deutsch", "de"},   {"deu", "de"},     {"DE", "de"},
      {"de-AT", "de"},    {"de_at", "de"},      {"pt-BR", "pt"},     {"zh-Hant-TW", "zh"}, {"français", "fr"},
      {"Francais", "fr"}, {"frensh", "fr"},     {"polski", "pl"},    {"中文", "zh"},    {"русский", "ru"},
      {"iw", "he"},       {"nb", "no"},         {"Bokmål", "no"},    {"jp", "ja"},      {"portugese", "pt"},
      {"xx", ""},         {"klingon", ""},      {"", ""},            {"a language", ""}};
  for (const auto& [written, code] : cases) EXPECT_EQ(language_meant(written), code) << written;
  EXPECT_TRUE(is_language("de") && is_language("uk") && is_language("no"));
  EXPECT_FALSE(is_language("nb") || is_language("xx") || is_language("DE") || is_language("") || is_language("e"));
}

TEST(Languages, WhatIsNoneIsAnErrorWithTheOneThatIsMeant) {
  const std::vector<std::pair<std::string, std::string>> all = {
      {for_language("german"),
       "a.yaml:8:40 P144 \"german\" is not a language; write its two letters (ISO 639-1). Did you mean de?"},
      {for_language("[de, xx]"),
       "a.yaml:8:45 P144 \"xx\" is not a language; write its two letters (ISO 639-1), such as en, de or fr"},
      {for_language("de-AT"),
       "a.yaml:8:40 P144 \"de-AT\" is a language and a region; write de, and the country, if it matters, as region"},
      {policy("a", "at: arrival\nmust:\n  - be_answered_by: person\nif_not: give_to_a_person\nexamples:\n  - {given: "
                   "{language: Englisch}, expect: give_to_a_person}\n"),
       "a.yaml:12:24 P144 \"Englisch\" is not a language; write its two letters (ISO 639-1). Did you mean en?"},
      {"notice: N\nid: n\nversion: 1\ntexts: {en: {any: hi}, pt-BR: {any: oi}}\n",
       "a.yaml:4:24 P144 \"pt-BR\" is a language and a region; write pt: texts are told apart by language alone"},
      {"roles: R\nlist:\n  - {name: lead, permission: reviewer, languages: [English]}\n",
       "a.yaml:3:52 P144 \"English\" is not a language; write its two letters (ISO 639-1). Did you mean en?"},
  };
  for (const auto& [text, error] : all) EXPECT_EQ(errors_with(text), std::vector<std::string>{error});
}

TEST(Regions, AreMeantByTheirNames) {
  const std::pair<const char*, const char*> cases[] = {
      {"Germany", "DE"}, {"Deutschland", "DE"}, {"de", "DE"},          {"DEU", "DE"},      {"UK", "GB"},
      {"USA", "US"},     {"California", "US-CA"}, {"US-California", "US-CA"}, {"us_ca", "US-CA"}, {"New York", "US-NY"},
      {"Österreich", "AT"}, {"France", "FR"},   {"Polska", "PL"},      {"europe", "EU"},   {"Germny", "DE"},
      {"ZZ", ""},        {"Bavaria", ""},       {"", ""}};
  for (const auto& [written, code] : cases) EXPECT_EQ(region_meant(written), code) << written;
}

TEST(Citations, MeanAKeyOfTheLawTable) {
  const std::vector<std::string_view> keys = {"eu_ai_act_50_1", "eu_ai_act_50_2", "eu_ai_act_12", "gdpr_5",
                                              "gdpr_22",        "uk_gdpr_22a",    "us_ftc_5",     "us_hipaa_164_312",
                                              "us_ny_gbl_1702", "pci_dss_3",      "house_rule"};
  const std::pair<const char*, const char*> cases[] = {{"GDPR Art. 22", "gdpr_22"},
                                                       {"Art. 22 DSGVO", "gdpr_22"},
                                                       {"Article 22 (1) GDPR", "gdpr_22"},
                                                       {"UK GDPR Art 22A", "uk_gdpr_22a"},
                                                       {"EU AI Act, Article 50(1)", "eu_ai_act_50_1"},
                                                       {"AI Act Art. 50", "eu_ai_act_50_1 or eu_ai_act_50_2"},
                                                       {"FTC Act § 5", "us_ftc_5"},
                                                       {"HIPAA § 164.312", "us_hipaa_164_312"},
                                                       {"PCI-DSS 3", "pci_dss_3"},
                                                       {"House Rule", "house_rule"},
                                                       {"gdpr_23", ""},
                                                       {"22", ""},
                                                       {"our own idea", ""}};
  for (const auto& [written, key] : cases) EXPECT_EQ(law_meant(written, keys), key) << written;
  const auto found = errors_with(
      "policy: P\nid: a\nversion: 1\nowner: o\nwhy: [GDPR Art. 22]\nmode: enforce\nat: arrival\nmust:\n  - "
      "not_contain: {finding: angry}\nif_not: block\n");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].rfind("a.yaml:5:7 P115 \"GDPR Art. 22\" is not a key of the law table. Did you mean gdpr_22?", 0),
            0U)
      << found[0];
}

}  // namespace
}  // namespace countersign::policy
