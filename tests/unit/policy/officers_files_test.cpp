// Files as officers write them who do not program: pasted from a word processor, indented by eye, in their own language,
// with dates and amounts as at home. Each mistake has one message, and that says what to do.
#include <gtest/gtest.h>

#include <algorithm>

#include "flow/policy/meant.hpp"
#include "policy/folder.hpp"

namespace countersign::policy {
namespace {

using namespace testing;

const std::string kRule =
    "policy: No guarantees\nid: a\nversion: 1\nowner: dpo@example.com\nwhy: house_rule\nmode: enforce\nat: reply\n"
    "applies_to: {written_by: ai}\nmust:\n  - be_approved_by: {role: team_lead, people: 1}\nif_not: hold_for_review\n";

std::string with(const std::string& what, const std::string& instead) {
  auto text = kRule;
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), instead);
}

std::vector<std::string> errors_of(const std::string& text) {
  Folder folder;
  complete(folder).add("a.yaml", text);
  auto all = lines(folder.load(test_time()), folder.path());
  std::erase_if(all, [](const std::string& line) { return line.find(" warning: ") != std::string::npos; });
  for (auto& line : all)  // the words that would do are tried elsewhere
    if (const auto rest = line.find(" (one of: "); rest != std::string::npos) line.resize(rest);
  return all;
}

struct Wrong {
  std::string text, error;
};

void expect_one_error_each(const std::vector<Wrong>& all) {
  for (const auto& [text, error] : all) EXPECT_EQ(errors_of(text), std::vector<std::string>{error}) << text;
}

TEST(OfficersFiles, ThatAreFineAreTaken) {
  EXPECT_TRUE(errors_of(kRule).empty());
  EXPECT_TRUE(errors_of("\xEF\xBB\xBF" + kRule).empty()) << "with the mark that Windows puts in front";
  std::string windows;
  for (const char c : kRule) windows += c == '\n' ? std::string("\r\n") : std::string(1, c);
  EXPECT_TRUE(errors_of(windows).empty());
  EXPECT_TRUE(errors_of(with("version: 1", "version: \"1\"")).empty());
  EXPECT_TRUE(errors_of(with("No guarantees", "“No” guarantees")).empty()) << "curly quotes in a text are its author's";
}

TEST(OfficersFiles, FromOtherProgramsAreToldByWhatTheyAre) {
  std::string utf16 = "\xFF\xFE";
  for (const char c : kRule) utf16 += std::string{c, '\0'};
  std::string old_mac = kRule;
  std::replace(old_mac.begin(), old_mac.end(), '\n', '\r');
  const std::string word =
      "a.yaml:1:1 P001 this is a document of a word processor; copy its text into a plain text file (UTF-8)";
  expect_one_error_each(
      {{std::string("PK\x03\x04\x14\0", 6), word},
       {"{\\rtf1\\ansi policy", word},
       {utf16, "a.yaml:1:1 P001 this file is UTF-16; save it as UTF-8"},
       {old_mac,
        "a.yaml:1:1 P001 the lines end as those of very old programs do (CR); save the file with line ends of Unix or "
        "Windows"},
       {with("No guarantees", "Gew\xE4hr"), "a.yaml:1:12 P001 this byte is not UTF-8; save the file as UTF-8"},
       {with("  - be", "\u00A0\u00A0- be"),
        "a.yaml:10:1 P003 a blank that is none (pasted from a word processor?); delete it and type blanks"},
       {"Dear team,\n\nplease guarantee nothing.\n",
        "a.yaml:1:1 P101 a document starts with its kind and title, such as \"policy: Say it is an AI\""},
       {"```yaml\n" + kRule + "```\n",
        "a.yaml:1:1 P006 this is not valid YAML: ``` marks code in other texts; delete this line"},
       {"// mine\n" + kRule, "a.yaml:1:1 P006 this is not valid YAML: a comment begins with #"}});
}

TEST(OfficersFiles, WithQuotesAndSignsThatAreNotMeant) {
  const std::string yaml = " P006 this is not valid YAML: ";
  expect_one_error_each(
      {{with("No guarantees", "\"No guarantees"),
        "a.yaml:1:9" + yaml + "the quote that opens here is never closed; write the closing one"},
       {with("No guarantees", "\"No\" guarantees"),
        "a.yaml:1:9" + yaml + "the text goes on behind its closing quote; put all of it between one pair of quotes"},
       {with("No guarantees", "'We can't say'"),
        "a.yaml:1:9" + yaml + "the apostrophe in it ends this text; put the text between double quotes (\"...\")"},
       {with("No guarantees", "Guarantees: none"),
        "a.yaml:1:9" + yaml + "there is a colon in this text; put all of it between quotes"},
       {with("No guarantees", "“Guarantees: none”"),
        "a.yaml:1:9" + yaml + "curly quotes (“) count as letters; write straight ones (\")"},
       {with("No guarantees", "[AI] none"),
        "a.yaml:1:9" + yaml + "the text goes on behind the bracket; put all of it between quotes"},
       {with("No guarantees", "*None*"), "a.yaml:1:9" + yaml + "a text cannot begin with *; put it between quotes"},
       {with("dpo@example.com", "@dpo"), "a.yaml:4:8" + yaml + "a text cannot begin with @; put it between quotes"},
       {kRule + "check_afterwards: {share: %5}\n",
        "a.yaml:12:19" + yaml + "a text cannot begin with %; put it between quotes"},
       {"data_class: D\nid: d\npattern: \"M\\d+\"\nexamples: M1\ncounter_examples: x\n",
        "a.yaml:3:10" + yaml +
            "between double quotes a backslash begins a sign of its own; put this text between single quotes ('...')"},
       {with("No guarantees", "| None"),
        "a.yaml:1:9" + yaml +
            "after | the text begins in the next line, further in; or put it between quotes here"},
       {with("{written_by: ai}", "{written_by: ai"),
        "a.yaml:8:13" + yaml + "the bracket that opens here is never closed; write }"},
       {with("house_rule", "[\"house_rule]"),
        "a.yaml:5:7" + yaml + "the quote that opens here is never closed; write the closing one"},
       {with("No guarantees", "#1 none"),
        "a.yaml:1:1 P105 \"policy\" needs a value here; what begins with # is a comment: put it between quotes if it is "
        "meant"},
       {with("No guarantees", "!None"),
        "a.yaml:1:9 P009 tags (!name) are not used here; delete it, or put the text between quotes"},
       {with("enforce", "“enforce”"), "a.yaml:6:7 P104 \"“enforce”\" is not a word we know here. Did you mean enforce?"},
       {with("mode", "“mode”"), "a.yaml:6:1 P103 \"“mode”\" is not a key of \"policy\". Did you mean mode?"},
       {with("enforce", "enforce;"), "a.yaml:6:7 P104 \"enforce;\" is not a word we know here. Did you mean enforce?"}});
}

TEST(OfficersFiles, WithBlanksAndIndentsByEye) {
  const std::string yaml = " P006 this is not valid YAML: ", list = "must:\n  - be_approved_by: {role: team_lead, people: 1}";
  expect_one_error_each(
      {{with("  - be", "\t- be"), "a.yaml:10:1 P002 a tab; use spaces"},
       {with("mode: enforce", " mode: enforce"),
        "a.yaml:6:2" + yaml + "this line begins further in than the one before it; begin both in the same column"},
       {with("mode: enforce", "mode:enforce"), "a.yaml:6:1" + yaml + "write a blank behind the colon of \"mode\""},
       {with("mode: enforce", "mode = enforce"),
        "a.yaml:6:1" + yaml + "write a colon and a blank behind \"mode\", no ="},
       {with("  - be", "  -be"),
        "a.yaml:10:3 P105 \"must\" needs a list; start each entry with \"- \" (a blank behind the hyphen)"},
       {with("  - be", "  • be"),
        "a.yaml:10:3 P105 \"must\" needs a list; start each entry with \"- \" (a hyphen and a blank), not with \"•\""},
       {with("  - be", "  – be"),
        "a.yaml:10:3 P105 \"must\" needs a list; start each entry with \"- \" (a hyphen and a blank), not with \"–\""},
       {with("  - be", "  be"), "a.yaml:10:3 P105 \"must\" needs a list; start each entry with \"- \""},
       {with(list, "must:\n  - be_approved_by:\n      role: team_lead\n    people: 1"),
        "a.yaml:12:5 P103 \"people\" belongs below \"be_approved_by\"; begin such a line further right than "
        "\"be_approved_by\""},
       {with(list, "must:\n  - be_approved_by:\n    role: team_lead\n    people: 1"),
        "a.yaml:11:5 P103 \"role\" and \"people\" belong below \"be_approved_by\"; begin such a line further right than "
        "\"be_approved_by\""},
       {with("\nif_not", "\n    if_not"),
        "a.yaml:11:5 P103 \"if_not\" is a key of \"policy\", not of \"must\"; begin its line further left, where the keys of "
        "\"policy\" begin"},
       {with("{written_by: ai}", "\nwritten_by: ai"),
        "a.yaml:9:1 P103 \"written_by\" belongs below \"applies_to\"; begin such a line further right than \"applies_to\""},
       {kRule + "examples:\n  - given: {written_by: ai, expect: send}\n",
        "a.yaml:13:29 P103 \"expect\" is a key of \"examples\", not of \"given\"; begin its line further left, where the "
        "keys of \"examples\" begin"},
       {kRule + "examples:\n- given: {written_by: ai}\n    expect: send\n",
        "a.yaml:14:5" + yaml + "this line begins further in than the one before it; begin both in the same column"},
       {with("written_by: ai", "written_by: ai, person"),
        "a.yaml:8:30 P103 \"person\" stands alone; a list has brackets: written_by: [ai, person]"},
       {with("policy: No guarantees\nid: a", "id: a\npolicy: No guarantees"),
        "a.yaml:1:1 P101 a document starts with its kind and title; move \"policy: ...\" (line 2) to the top"},
       {"notice: N\nid: n\nversion: 1\ntexts:\n  en:\n    any: |\n    Hello there\n    you\n",
        "a.yaml:7:5" + yaml + "a text of several lines begins further right than its key, in each of its lines"},
       {"notice: N\nid: n\nversion: 1\ntexts:\n  en:\n    any: |\n    Hello: there\n",
        "a.yaml:7:5 P105 a text of several lines begins further right than its key, in each of its lines"},
       {"notice: N\nid: n\nversion: 1\ntexts:\n  - en: Hello\n",
        "a.yaml:5:3 P105 \"texts\" needs keys and values below it, without hyphens before them"},
       {with("at: reply", "at: [reply, ticket]"), "a.yaml:7:5 P105 \"at\" takes one word or text here, not a list"},
       {with("{written_by: ai}", "ai"), "a.yaml:8:13 P105 \"applies_to\" needs keys and values below it, or {}"},
       {"notice: N\nid: n\nversion: 1\ntexts:\n  en: Hello.\n",
        "a.yaml:5:3 P126 the texts in \"en\" need one for \"any\" channel; write {any: \"the text\"}"}});
}

TEST(OfficersFiles, InTheirOwnWords) {
  expect_one_error_each(
      {{"richtlinie: Keine Garantien\nkennung: x\n",
        "a.yaml:1:1 P101 \"richtlinie\" is not a kind of document. Did you mean policy?"},
       {with("if_not", "wenn_nicht"), "a.yaml:11:1 P103 \"wenn_nicht\" is not a key of \"policy\". Did you mean if_not?"},
       {with("owner", "verantwortlich"),
        "a.yaml:4:1 P103 \"verantwortlich\" is not a key of \"policy\". Did you mean owner?"},
       {with("owner", "wessen_sache"), "a.yaml:4:1 P103 \"wessen_sache\" is not a key of \"policy\". Did you mean owner?"},
       {with("applies_to: {", "applies_to.written_by: {"),
        "a.yaml:8:1 P103 \"applies_to.written_by\" is not a key of \"policy\". Did you mean applies_to?"},
       {with("enforce", "yes"), "a.yaml:6:7 P104 \"yes\" is not a word we know here. Did you mean enforce?"},
       {with("enforce", "aus"), "a.yaml:6:7 P104 \"aus\" is not a word we know here. Did you mean paused?"},
       {with("mode", "Mode"), "a.yaml:6:1 P103 \"Mode\" is not a key of \"policy\". Did you mean mode?"},
       {with("written_by: ai", "written_by: KI"),
        "a.yaml:8:26 P104 \"KI\" is not a word we know here. Did you mean ai?"},
       {with("hold_for_review", "Hold for review"),
        "a.yaml:11:9 P104 \"Hold for review\" is not something we can do. Did you mean hold_for_review?"},
       {with("team_lead", "Team Lead"),
        "a.yaml:10:28 P113 \"Team Lead\" is not a role of the roles document. Did you mean team_lead?"}});
}

TEST(OfficersFiles, WithDatesAmountsAndTimesAsAtHome) {
  const auto except = [](const std::string& until) {
    return kRule + "except:\n  - {for: {brand: acme}, reason: r, ticket: t, approved_by: x, until: " + until + "}\n";
  };
  expect_one_error_each(
      {{except("31.12.2026"),
        "a.yaml:13:71 P108 \"31.12.2026\" is not a date; write year-month-day, such as 2027-01-31. Did you mean "
        "2026-12-31?"},
       {kRule + "check_afterwards: {share: 5%}\n",
        "a.yaml:12:27 P142 \"5%\" is not a share; write 1 percent to 100 percent. Did you mean 5 percent?"},
       {with("{written_by: ai}", "{written_by: ai, commitment_over: \"1.000,50 €\"}"),
        "a.yaml:8:47 P109 \"1.000,50 €\" is not an amount with its currency; write \"100 EUR\". Did you mean 1000.50 "
        "EUR?"},
       {with("{written_by: ai}", "{written_by: ai, commitment_over: 100€}"),
        "a.yaml:8:47 P109 \"100€\" is not an amount with its currency; write \"100 EUR\". Did you mean 100 EUR?"},
       {kRule + "if_nobody_answers: {after: {email: 4h}, then: give_to_a_person}\n",
        "a.yaml:12:36 P107 \"4h\" is not a time with its unit; write \"10 minutes\" or \"4 business hours\". Did you mean "
        "4 hours?"},
       {"staffing: S\nqueues:\n  - {id: q, time_zone: UTC, languages: [en], hours: {monday: 9:00 – 17:00 Uhr}}\n",
        "a.yaml:3:62 P124 \"9:00 – 17:00 Uhr\" are not opening hours; write \"08:00-18:00\". Did you mean 09:00-17:00?"},
       {"staffing: S\nqueues:\n  - {id: q, time_zone: UTC, languages: [en], hours: {monday: \"08:00-18:00\"}, holidays: "
        "[24.12.2026 – 26.12.2026]}\n",
        "a.yaml:3:89 P108 \"24.12.2026 – 26.12.2026\" is not a date; write year-month-day, such as 2027-01-31, or "
        "\"2026-12-24 to 2027-01-01\". Did you mean 2026-12-24 to 2026-12-26?"},
       {"staffing: S\nqueues:\n  - {id: q, time_zone: UTC, languages: [en], hours: {Montag: \"08:00-18:00\"}}\n",
        "a.yaml:3:54 P103 \"Montag\" is not a key of \"hours\". Did you mean monday?"}});
}

TEST(Meant, IsWhatCanBeToldFromValuesAsPeopleWriteThem) {
  const std::pair<const char*, const char*> dates[] = {
      {"31.12.2026", "2026-12-31"}, {"1.2.2027", "2027-02-01"},  {"2026-1-5", "2026-01-05"}, {"12/31/2026", "2026-12-31"},
      {"31/12/2026", "2026-12-31"}, {"03/04/2026", ""},          {"2026/12/31", "2026-12-31"}, {"31.2.2026", ""},
      {"tomorrow", ""},             {"31.12.26", ""},            {"1.2.3.4", ""},            {"", ""}};
  for (const auto& [written, date] : dates) EXPECT_EQ(date_meant(written), date) << written;
  const std::pair<const char*, const char*> amounts[] = {
      {"100€", "100 EUR"},   {"€100", "100 EUR"},          {"EUR 100", "100 EUR"},  {"100 Euro", "100 EUR"},
      {"$1,000", "1000 USD"}, {"1.000,50 EUR", "1000.50 EUR"}, {"99,5 EUR", ""},    {"100", ""},
      {"100 pieces", ""},    {"£ 20.00", "20.00 GBP"},     {"100 eur", "100 EUR"},  {"", ""}};
  for (const auto& [written, amount] : amounts) EXPECT_EQ(amount_meant(written), amount) << written;
  const std::pair<const char*, const char*> spans[] = {{"10 min", "10 minutes"}, {"4h", "4 hours"}, {"1 Stunde", "1 hour"},
                                                       {"2 weeks", "14 days"},   {"3", ""},         {"soon", ""},
                                                       {"0 min", ""},            {"4 Business Hours", "4 business hours"}};
  for (const auto& [written, span] : spans) EXPECT_EQ(span_meant(written), span) << written;
  const std::pair<const char*, const char*> hours[] = {
      {"8-18", "08:00-18:00"},   {"8:30 - 17:00 Uhr", "08:30-17:00"}, {"08.00–18.00", "08:00-18:00"},
      {"9am-5pm", "09:00-17:00"}, {"9 to 17", "09:00-17:00"},          {"all day", ""},
      {"8", ""},                 {"8-8", ""},                         {"", ""}};
  for (const auto& [written, span] : hours) EXPECT_EQ(hours_meant(written), span) << written;
  EXPECT_EQ(share_meant("2 %"), "2 percent");
  EXPECT_EQ(share_meant("200%"), "");
}

}  // namespace
}  // namespace countersign::policy
