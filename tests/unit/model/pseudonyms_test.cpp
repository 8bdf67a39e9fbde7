#include "flow/model/pseudonyms.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <stdexcept>

namespace countersign {
namespace {

using policy::Mask;

Finding span(std::string kind, std::string_view text, std::string_view value) {
  const auto at = static_cast<std::uint32_t>(text.find(value));
  return {std::move(kind), at, at + static_cast<std::uint32_t>(value.size())};
}

const Masks all{
    {"email", Mask::pseudonym}, {"phone", Mask::pseudonym}, {"card_number", Mask::stars}, {"health", Mask::removed}};

constexpr std::string_view letter = "Mail ana@example.com or bo@example.com, ana@example.com is better.";

std::vector<Finding> emails() { return {{"email", 5, 20}, {"email", 24, 38}, {"email", 40, 55}}; }

Time at(int days) { return Time(std::chrono::hours(24 * days)); }

/// Of a conversation with this secret, on some day.
Pseudonyms names_of(std::string_view stored = "", const std::string& secret = "secret of c-1", int day = 1) {
  auto opened = Pseudonyms::open(stored, secret, at(day), std::chrono::hours(24 * 30));
  EXPECT_TRUE(opened);
  return std::move(*opened);
}

std::string hidden(Pseudonyms& names, const std::string& kind, std::string_view value) {
  return names.hide(value, {{kind, 0, static_cast<std::uint32_t>(value.size())}}, {{kind, Mask::pseudonym}});
}

TEST(Pseudonyms, TheSameValueHasTheSamePlaceholder) {
  auto names = names_of();
  const auto hidden = names.hide(letter, emails(), all);
  EXPECT_EQ(hidden.find("example"), std::string::npos);
  const auto first = hidden.substr(5, hidden.find(' ', 5) - 5);
  EXPECT_EQ(first.substr(0, 4), "[ZQE");
  EXPECT_EQ(first.size(), 13U);
  EXPECT_NE(hidden.find(first, 10), std::string::npos);
  EXPECT_EQ(*names.restore(hidden), letter);
}

TEST(Pseudonyms, StayTheSameOverTurnsAndStorage) {
  auto names = names_of();
  const auto hidden = names.hide(letter, emails(), all);
  auto later = names_of(names.serialise());
  EXPECT_EQ(later.hide(letter, emails(), all), hidden);
  EXPECT_EQ(*later.restore(hidden), letter);
  auto another_node = names_of();
  EXPECT_EQ(another_node.hide(letter, emails(), all), hidden)
      << "the same secret gives the same placeholders, stored or not";
}

TEST(Pseudonyms, AConversationWithoutAnyStartsEmpty) {
  EXPECT_TRUE(names_of().empty());
  for (const auto* bad :
       {"{}", "[]", "x", R"({"epoch":0,"until":9,"values":[{"kind":"email"}]})", R"({"epoch":0,"values":[]})"})
    EXPECT_FALSE(Pseudonyms::open(bad, "s", Time(), std::chrono::hours(1))) << bad;
}

TEST(Pseudonyms, AnotherConversationGivesTheSameValueAnotherPlaceholderAndRestoresNone) {
  auto mine = names_of();
  auto other = names_of("", "secret of c-2");
  for (const auto* value : {"ana@example.com", "bo@example.com", "cy@example.org", "d.e@example.net"}) {
    const auto here = hidden(mine, "email", value);
    const auto there = hidden(other, "email", value);
    EXPECT_NE(here, there);
    EXPECT_EQ(mine.restore(there).error().fault, Fault::invalid);
    EXPECT_FALSE(other.restore("Dear " + here + "!"));
  }
}

TEST(Pseudonyms, WhatWasNotUsedForLongIsForgottenAndNeverComesBack) {
  auto names = names_of();
  const auto first = hidden(names, "email", "ana@example.com");
  auto in_time = names_of(names.serialise(), "secret of c-1", 31);
  EXPECT_EQ(*in_time.restore(first), "ana@example.com");
  auto used = names_of(in_time.serialise(), "secret of c-1", 60);
  EXPECT_TRUE(used.restore(first)) << "each use counts";
  auto late = names_of(in_time.serialise(), "secret of c-1", 62);
  EXPECT_TRUE(late.empty());
  EXPECT_FALSE(late.restore(first));
  EXPECT_NE(hidden(late, "email", "ana@example.com"), first);
  EXPECT_FALSE(late.restore(first));
  EXPECT_EQ(late.serialise().find(first.substr(1, 11)), std::string::npos);
}

TEST(Pseudonyms, InventedAndDamagedPlaceholdersAreRefused) {
  auto names = names_of();
  const auto hidden = names.hide("x ana@example.com", {{"email", 2, 17}}, all);
  const auto token = hidden.substr(2);
  const auto inner = token.substr(1, token.size() - 2);
  std::string small = token;
  for (char& c : small) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  std::string other_letter = inner;
  other_letter.back() = other_letter.back() == 'B' ? 'C' : 'B';
  for (const auto& text : {std::string("[ZQE2345BCDF]"),
                           other_letter,
                           "[" + other_letter + "]",
                           "[" + inner,
                           inner + "]",
                           inner + "s",
                           "x" + inner,
                           inner.substr(0, 7),
                           inner.substr(4),
                           "[" + inner.substr(0, 5) + "-" + inner.substr(5) + "]",
                           token + " ZQ",
                           inner.substr(0, 3) + "\u200B" + inner.substr(3),
                           "\uFF3A\uFF31" + inner.substr(2),
                           std::string("[EMAIL_1]"),
                           std::string("<EMAIL_1>"),
                           std::string("[EMAIL_9_ABCD]"),
                           std::string("[Phone 3]"),
                           std::string("{{first_name}}"),
                           std::string("[Your Name]"),
                           std::string("[removed]")})
    EXPECT_FALSE(names.restore("Dear " + text + "!")) << text;
  for (const auto* end : {"[", "[Z", "[ZQ", "ZQ", "ZQE"})
    EXPECT_FALSE(names.restore(std::string("Write to ") + end)) << end;
  for (const auto* fine :
       {"See [1], (2) and step_3.", "Order AB12345678 [blue], {x}", "Zq", "Gr\u00FC\u00DFe, Sch\u00F6ne Zeit", ""}) {
    if (std::string_view(fine) == "Zq")
      EXPECT_FALSE(names.restore(fine));
    else
      EXPECT_EQ(*names.restore(fine), fine);
  }
}

TEST(Pseudonyms, APlaceholderSurvivesCaseAndLostBracketsAndAnEnding) {
  auto names = names_of();
  const auto token = hidden(names, "person_name", "Anna");
  std::string small = token;
  for (char& c : small) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const auto inner = token.substr(1, 11);
  EXPECT_EQ(*names.restore(small), "Anna");
  EXPECT_EQ(*names.restore(inner + ", (" + inner + ")"), "Anna, (Anna)");
  EXPECT_EQ(*names.restore(token + "s Paket, " + token + "'s"), "Annas Paket, Anna's");
  EXPECT_EQ(*names.restore(token + token + "-" + small), "AnnaAnna-Anna");
}

TEST(Pseudonyms, OneValueWrittenInManyWaysHasOnePlaceholder) {
  const std::vector<std::pair<std::string, std::vector<std::string>>> same = {
      {"phone", {"+49 151 2345678", "0049-151-2345678", "+49 (0)151/2345678", "0151 234 56 78", "+491512345678"}},
      {"email",
       {"Ana.Lopez@Example.com", "ana.lopez@example.com", "ana.lopez (at) example dot com",
        "mailto:ana.lopez@example.com"}},
      {"iban", {"DE89 3704 0044 0532 0130 00", "de89370400440532013000", "DE89-3704-0044-0532-0130-00"}},
      {"card_number", {"4111 1111 1111 1111", "4111-1111-1111-1111", "4111111111111111"}},
      {"person_name", {"Jan Kowalski", "JAN KOWALSKI", "Jana Kowalskiego", "Janowi Kowalskiemu", "jan  kowalski"}}};
  for (const auto& [kind, forms] : same) {
    auto names = names_of();
    const auto first = hidden(names, kind, forms.front());
    for (const auto& form : forms) EXPECT_EQ(hidden(names, kind, form), first) << form;
    EXPECT_EQ(*names.restore(first), forms.front());
  }
  auto names = names_of();
  const auto anna = hidden(names, "person_name", "Anna");
  EXPECT_EQ(hidden(names, "person_name", "Annas"), anna + "s");
  EXPECT_EQ(hidden(names, "person_name", "ANNA"), anna);
  EXPECT_EQ(hidden(names, "person_name", "Anna\u2019s"), anna + "\u2019s");
}

TEST(Pseudonyms, AKnownPersonIsHiddenInOtherFormsToo) {
  auto names = names_of();
  const auto peter = hidden(names, "person_name", "Peter Müller");
  for (const auto* form : {"Müller, Peter", "MÜLLER PETER", "PETER MUELLER", "peter mueller", "Peter Muller", "peter müller"})
    EXPECT_EQ(names.hide(std::string("it is ") + form + ".", {}, {}), "it is " + peter + ".") << form;
  const auto juergen = hidden(names, "person_name", "Jürgen");
  EXPECT_EQ(names.hide("Jürgens Paket", {}, {}), juergen + "s Paket");
  EXPECT_EQ(names.hide("a peter and a miller, Mullers", {}, {}), "a peter and a miller, Mullers");
}

TEST(Pseudonyms, ANameIsHiddenInEveryFormThatItsTextHas) {
  auto names = names_of();
  const std::string text = "KOWALSKA ANNA wrote; I am Anna Kowalska";
  const auto out = names.hide(text, {{"person_name", 26, 39, 900}}, {{"person_name", policy::Mask::pseudonym}});
  EXPECT_EQ(out.find("ANNA"), std::string::npos) << out;
  EXPECT_EQ(out.substr(0, 12), out.substr(out.size() - 13, 12)) << out;
}

TEST(Pseudonyms, OnePolishNameInItsCasesIsOnePerson) {
  for (const auto& forms : std::vector<std::vector<std::string>>{
           {"Anna Kowalska", "Annę Kowalską", "Annie Kowalskiej", "Anny Kowalskiej", "Anną Kowalską"},
           {"Annę Kowalską", "Anna Kowalska", "Annie Kowalskiej"},
           {"Piotr Nowicki", "Piotra Nowickiego", "Piotrowi Nowickiemu"}}) {
    auto names = names_of();
    const auto first = hidden(names, "person_name", forms.front());
    for (const auto& form : forms) EXPECT_EQ(hidden(names, "person_name", form), first) << form;
  }
  auto names = names_of();
  EXPECT_NE(hidden(names, "person_name", "Anna Kowalska"), hidden(names, "person_name", "Anne Kowalska"));
}

TEST(Pseudonyms, DifferentValuesHaveDifferentPlaceholders) {
  const std::vector<std::pair<std::string, std::vector<std::string>>> apart = {
      {"phone", {"+49 151 2345678", "+43 151 2345679", "0152 2345678", "+44 151 2345678"}},
      {"person_name", {"Jan", "Jana", "Anne", "Anna", "Thomas", "Tom"}},
      {"secret", {"Welcome1", "welcome1"}},
      {"email", {"a@example.com", "a@example.org", "ab@example.com"}}};
  for (const auto& [kind, values] : apart) {
    auto names = names_of();
    std::set<std::string> seen;
    for (const auto& value : values) EXPECT_TRUE(seen.insert(hidden(names, kind, value)).second) << value;
  }
}

TEST(Pseudonyms, AKnownNameIsHiddenInAnyCaseAndASecretLetterByLetter) {
  auto names = names_of();
  const auto anna = hidden(names, "person_name", "Anna Berg");
  const auto key = hidden(names, "secret", "welcome1");
  EXPECT_EQ(names.hide("Dear ANNA BERG, welcome1?", {}, {}), "Dear " + anna + ", " + key + "?");
  EXPECT_EQ(names.hide("Welcome1, anna berg", {}, {}), "Welcome1, " + anna) << "two words that belong together";
  const auto rose = hidden(names, "person_name", "Rose");
  EXPECT_EQ(names.hide("Rose got a rose", {}, {}), rose + " got a rose");
}

TEST(Pseudonyms, KnownValuesAreHiddenWhereNothingWasDetected) {
  auto names = names_of();
  (void)names.hide("ana@example.com", {{"email", 0, 15}}, all);
  EXPECT_EQ(names.hide("cc ana@example.com!", {}, all).find("ana@"), std::string::npos);
  EXPECT_EQ(names.hide("nana@example.community", {}, all), "nana@example.community");
}

TEST(Pseudonyms, StarsKeepTheLastFourOfALongNumberOnly) {
  auto names = names_of();
  const std::string card = "4111 1111 1111 1234";
  EXPECT_EQ(names.hide(card, {span("card_number", card, card)}, all), "**** **** **** 1234");
  EXPECT_EQ(names.hide("12345", {{"card_number", 0, 5}}, all), "*****");
  EXPECT_EQ(names.hide("é1", {{"card_number", 0, 3}}, all), "**");
}

TEST(Pseudonyms, RemovedLeavesAMarkAndOtherKindsStay) {
  auto names = names_of();
  const std::string text = "I have diabetes, Ana";
  EXPECT_EQ(names.hide(text, {span("health", text, "diabetes"), span("person_name", text, "Ana")}, all),
            "I have [removed], Ana");
}

TEST(Pseudonyms, OverlappingFindingsAreCoveredByTheStrictest) {
  auto names = names_of();
  EXPECT_EQ(names.hide("abcdef", {{"email", 0, 4}, {"health", 2, 6}}, all), "[removed]");
}

TEST(Pseudonyms, AFindingOfAnotherTextThrows) {
  auto names = names_of();
  EXPECT_THROW((void)names.hide("short", {{"email", 0, 99}}, all), std::out_of_range);
  EXPECT_THROW((void)names.hide("é", {{"email", 0, 1}}, all), std::out_of_range);
  EXPECT_THROW((void)names.hide("abc", {{"email", 2, 1}}, all), std::out_of_range);
}

TEST(Pseudonyms, HidingAndRestoringGivesTheTextBackForAnySpans) {
  std::mt19937 random(7);
  std::uniform_int_distribution<int> letters('a', 'y');
  std::uniform_int_distribution<std::uint32_t> at(0, 40);
  for (int round = 0; round < 400; ++round) {
    std::string text;
    for (int i = 0; i < 40; ++i) text += random() % 6 == 0 ? ' ' : static_cast<char>(letters(random));
    std::vector<Finding> findings;
    for (int i = 0; i < 4; ++i) {
      const auto a = at(random);
      const auto b = at(random);
      findings.push_back({i % 2 == 0 ? "email" : "phone", std::min(a, b), std::max(a, b)});
    }
    auto names = names_of();
    const auto hidden = names.hide(text, findings, all);
    const auto restored = names.restore(hidden);
    ASSERT_TRUE(restored) << hidden;
    ASSERT_EQ(*restored, text);
    ASSERT_EQ(*names_of(names.serialise()).restore(hidden), text);
  }
}

}  // namespace
}  // namespace countersign
