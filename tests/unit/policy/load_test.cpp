#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <functional>
#include <random>

#include "policy/folder.hpp"

namespace countersign::policy {
namespace {

using namespace testing;

/// The errors of a set that is whole but for the file a.yaml.
std::vector<std::string> errors_of(const std::string& text) {
  Folder folder;
  complete(folder).add("a.yaml", text);
  const Loaded loaded = folder.load(test_time());
  std::vector<std::string> all = lines(loaded, folder.path());
  std::erase_if(all, [](const std::string& line) { return line.find(" warning: ") != std::string::npos; });
  EXPECT_EQ(loaded.ok(), all.empty());
  return all;
}

struct Wrong {
  std::string text;
  std::string error;
};

void expect_error(const Wrong& wrong) {
  const auto found = errors_of(wrong.text);
  EXPECT_TRUE(std::find(found.begin(), found.end(), wrong.error) != found.end())
      << "expected: " << wrong.error << "\nfound: " << (found.empty() ? "nothing" : found.front());
  EXPECT_EQ(found.size(), 1U) << wrong.error << "\nand: " << (found.size() > 1 ? found.back() : "");
}

const std::string kReplyAi = "at: reply\napplies_to: {written_by: ai}\n";

TEST(Loading, NamesWordsThatDoNotExistAndTheNearestOne) {
  const std::vector<Wrong> all = {
      {policy("a", kReplyAi + "must:\n  - label: ai\nif_not: add_the_notize\n"),
       "a.yaml:11:9 P104 \"add_the_notize\" is not something we can do. Did you mean add_the_notice? (one of: "
       "add_the_notice, "
       "change, hold_for_review, give_to_a_person, block)"},
      {"polizy: P\n",
       "a.yaml:1:1 P101 \"polizy\" is not a kind of document. Did you mean policy? (one of: policy, journey, notice, "
       "roles, staffing, topics, knowledge, data_class, finding, law, pack)"},
      {"[a, b]\n", "a.yaml:1:1 P101 a document starts with its kind and title, such as \"policy: Say it is an AI\""},
      {policy("a", kReplyAi +
                       "must:\n  - be_approved_by: {role: team_lead, poeple: 1, people: 1}\nif_not: hold_for_review\n"),
       "a.yaml:10:39 P103 \"poeple\" is not a key of \"be_approved_by\". Did you mean people? (one of: role, people)"},
      {policy("a", "at: replay\nmust:\n  - not_contain: {finding: advice}\nif_not: block\n"),
       "a.yaml:7:5 P104 \"replay\" is not a word we know here. Did you mean reply? (one of: arrival, prompt, reply, "
       "ticket)"},
      {policy("a", kReplyAi + "must:\n  - label: ai\nif_not: add_the_notice\n", "on"),
       "a.yaml:6:7 P104 \"on\" is not a word we know here. Did you mean enforce? (one of: enforce, watch, paused)"},
      {policy("a", "at: prompt\nmust:\n  - hide: {data: [email], as: starz}\nif_not: block\n"),
       "a.yaml:9:31 P104 \"starz\" is not a word we know here. Did you mean stars? (one of: pseudonym, stars)"},
      {policy("a", kReplyAi + "if_nobody_answers: {after: {webchat: 10 minutes}, then: send_anyway}\n"),
       "a.yaml:9:57 P104 \"send_anyway\" is not something we can do. (one of: give_to_a_person)"},
      {"notice: N\nid: n\nversion: 1\ntexts: {en: {any: hi, smss: hi}}\n",
       "a.yaml:4:23 P104 \"smss\" is not a word we know here. Did you mean sms? (one of: any, webchat, email, sms, "
       "messenger, webhook)"},
      {"notice: N\nid: n\nversion: 1\ntexts: {english: {any: hi}, en: {any: hi}}\n",
       "a.yaml:4:9 P144 \"english\" is not a language; write its two letters (ISO 639-1). Did you mean en?"},
  };
  for (const Wrong& wrong : all) expect_error(wrong);
}

TEST(Loading, ChecksTheFormOfEveryValue) {
  const std::vector<Wrong> all = {
      {policy("a", "at: arrival\nmust:\n  - not_contain: {finding: []}\nif_not: block\n"),
       "a.yaml:9:28 P105 \"finding\" is an empty list; name at least one or delete the key"},
      {policy("a", "at: arrival\nmust: label\nif_not: block\n"),
       "a.yaml:8:7 P105 \"must\" needs a list; start each entry with \"- \""},
      {"knowledge: K\nfolder: k\nowner:\n", "a.yaml:3:1 P105 \"owner\" needs a value here"},
      {"notice: N\nid: n\nversion: 1.5\ntexts: {en: {any: hi}}\n",
       "a.yaml:3:10 P106 \"1.5\" is not a whole number from 1 to 999999"},
      {policy("a", kReplyAi + "must:\n  - show_notice: ai-notice\n    again_after: 3\nif_not: add_the_notice\n"),
       "a.yaml:11:18 P107 \"3\" is not a time with its unit; write \"10 minutes\", \"4 hours\" or \"4 business "
       "hours\""},
      {policy("a", kReplyAi + "if_nobody_answers: {after: {webchat: 10 min}, then: give_to_a_person}\n"),
       "a.yaml:9:38 P107 \"10 min\" is not a time with its unit; write \"10 minutes\" or \"4 business hours\". Did you mean 10 minutes?"},
      {"knowledge: K\nfolder: k\nowner: o\nreview_by: 2027-02-30\n",
       "a.yaml:4:12 P108 \"2027-02-30\" is not a date; write year-month-day, such as 2027-01-31"},
      {policy("a",
              "at: reply\napplies_to: {written_by: ai, commitment_over: 100}\nmust:\n  - not_contain: {finding: "
              "commitment}\nif_not: block\n"),
       "a.yaml:8:47 P109 \"100\" is not an amount with its currency; write \"100 EUR\""},
      {policy("A b", kReplyAi + "must:\n  - label: ai\nif_not: add_the_notice\n"),
       "a.yaml:2:5 P110 \"A b\" is not a name; use lower-case letters, digits, - and _ (at most 64), such as a-b"},
      {"staffing: S\nqueues:\n  - {id: q, time_zone: UTC, languages: [en], hours: {monday: 8-18, tuesday: "
       "\"08:00-09:00\"}}\n",
       "a.yaml:3:62 P124 \"8-18\" are not opening hours; write \"08:00-18:00\". Did you mean 08:00-18:00?"},
      {"staffing: S\nqueues:\n  - {id: q, time_zone: UTC, languages: [en], hours: {}}\n",
       "a.yaml:3:53 P124 this queue is never staffed; write the hours of at least one day"},
      {"staffing: S\nqueues:\n  - {id: q, time_zone: Berlin, languages: [en], hours: {monday: \"08:00-09:00\"}}\n",
       "a.yaml:3:24 P125 \"Berlin\" is not a time zone; write a place such as Europe/Berlin, or UTC. Did you mean Europe/Berlin?"},
      {"data_class: D\nid: d\npattern: \"(a\"\nexamples: a\ncounter_examples: b\n",
       "a.yaml:3:10 P105 this pattern cannot be used (missing ): (a); RE2 has no look-around and no back-references"},
      {"data_class: D\nid: d\npattern: \"K-[0-9]+\"\nexamples: [K-1, L-1]\ncounter_examples: [x]\n",
       "a.yaml:4:17 P121 the pattern does not match this example"},
      {"data_class: D\nid: d\npattern: \"[0-9]*\"\nexamples: ['1']\ncounter_examples: [x]\n",
       "a.yaml:3:10 P105 this pattern also matches an empty text; say what must be there"},
      {"data_class: D\nid: d\npattern: \"[0-9]{8}\"\nchecksum: luhn\nexamples: ['12345674', '12345675']\ncounter_examples: [x]\n",
       "a.yaml:5:24 P121 this example is not of the class: no match of the pattern has the checksum"},
      {"data_class: D\nid: d\npattern: \"[0-9]{8}\"\nchecksum: luhn\nexamples: ['12345674']\ncounter_examples: ['12345675', no 12345674]\n",
       "a.yaml:6:32 P121 the class would find this counter-example"},
      {"data_class: D\nid: d\npattern: \"M[0-9]+\"\ncontext: [member]\nexamples: [M1]\ncounter_examples: [model M1, member M1]\n",
       "a.yaml:6:30 P121 the class would find this counter-example"},
  };
  for (const Wrong& wrong : all) expect_error(wrong);
}

TEST(Loading, NamesWhatIsMissingDoubleOrPointsNowhere) {
  const std::vector<Wrong> all = {
      {"notice: N\nversion: 1\ntexts: {en: {any: hi}}\n", "a.yaml:1:1 P102 \"id\" is missing in \"notice\": its name"},
      {policy("a", "at: arrival\n"), "a.yaml:1:1 P102 \"must\" is missing in \"policy\": what must hold"},
      {policy("a", "at: arrival\nmust:\n  - not_contain: {finding: angry}\n"),
       "a.yaml:1:1 P102 \"if_not\" is missing in \"policy\": what happens where it does not hold"},
      {"notice: N\nid: n\nversion: 1\ntexts: {de: {any: hallo}}\n",
       "a.yaml:4:8 P126 a text in English (en) is missing: it is used where a language has none of its own"},
      {"notice: N\nid: n\nversion: 1\ntexts: {en: {sms: hi}}\n",
       "a.yaml:4:9 P126 the texts in \"en\" need one for \"any\" channel"},
      {"notice: N\nid: n\nversion: 1\ntexts: {en: {any: \"at {promice}\"}}\n",
       "a.yaml:4:19 P122 \"promice\" is not a placeholder. Did you mean promise? (one of: promise, languages, reference, source)"},
      {policy("a", kReplyAi + "must:\n  - show_notice: ai-notise\nif_not: add_the_notice\n"),
       "a.yaml:10:18 P112 \"ai-notise\" is not a notice of this set. Did you mean ai-notice? (one of: ai-label, ai-notice, offer-a-person, source-line)"},
      {policy("a", kReplyAi + "must:\n  - be_approved_by: {role: lead, people: 1}\nif_not: hold_for_review\n"),
       "a.yaml:10:28 P113 \"lead\" is not a role of the roles document. (one of: team_lead)"},
      {policy("a",
              "at: arrival\nmust:\n  - not_contain: {finding: angry}\nif_not: give_to_a_person\ngive_to: {queue: Sup "
              "port, priority: urgent}\n"),
       "a.yaml:11:18 P114 \"Sup port\" is not a queue of the staffing document. Did you mean support? (one of: support)"},
      {policy("a",
              "at: arrival\nmust:\n  - not_contain: {finding: angry}\nif_not: give_to_a_person\ngive_to: {queue: "
              "suport, priority: urgent}\n"),
       "a.yaml:11:18 P114 \"suport\" is not a queue of the staffing document. Did you mean support? (one of: support)"},
      {policy(
           "a",
           "at: arrival\napplies_to: {topic: refunds}\nmust:\n  - be_answered_by: person\nif_not: give_to_a_person\n"),
       "a.yaml:8:21 P116 \"refunds\" is not a topic of the topics document. Did you mean refund? (one of: refund, "
       "delivery)"},
      {"roles: R\nlist:\n  - {name: team_lead, permission: reviewer}\n",
       "roles.yaml:3:12 P111 there is already a role team_lead (a.yaml:3); rename or delete one"},
      {"journey: K\nmoments:\n  - {id: m, ai_may: reply}\n",
       "journey.yaml:2:1 P111 there is already a journey of this set (a.yaml:1); rename or delete one"},
  };
  for (const Wrong& wrong : all) expect_error(wrong);
  const auto law = errors_of(
      "policy: P\nid: a\nversion: 1\nowner: o\nwhy: gdpr_23\nmode: enforce\nat: arrival\nmust:\n  - not_contain: "
      "{finding: angry}\nif_not: block\n");
  ASSERT_EQ(law.size(), 1U);
  EXPECT_EQ(law[0].rfind("a.yaml:5:6 P115 \"gdpr_23\" is not a key of the law table. Did you mean gdpr_22?", 0), 0U)
      << law[0];
}

TEST(Loading, RefusesRequirementsThatCannotBeKept) {
  const std::vector<Wrong> all = {
      {policy("a", "at: arrival\nmust:\n  - hide: {data: email, as: stars}\nif_not: change\n"),
       "a.yaml:7:5 P120 hide cannot be kept at arrival; it belongs at: prompt, reply, ticket"},
      {policy("a", kReplyAi + "must:\n  - be_approved_by: {role: team_lead, people: 1}\nif_not: block\n"),
       "a.yaml:11:9 P120 block does not go with be_approved_by; choose one of: hold_for_review"},
      {policy("a", "at: reply\nmust:\n  - label: ai\nif_not: add_the_notice\n"),
       "a.yaml:9:3 P120 label is for texts by AI; add applies_to: {written_by: [ai]}"},
      {policy("a", "at: ticket\nmust:\n  - not_contain: {finding: health}\nif_not: give_to_a_person\n"),
       "a.yaml:10:9 P120 give_to_a_person has no meaning at ticket; choose change, hold_for_review or block"},
      {policy("a", "at: reply\nmust:\n  - not_contain: {finding: health}\nif_not: give_to_a_person\n"),
       "a.yaml:10:9 P120 a person's reply cannot be given to a person; add applies_to: {written_by: [ai]} or "
       "hold_for_review"},
      {policy("a", "at: arrival\nif_nobody_answers: {after: {any_other: 1 hour}, then: give_to_a_person}\n"),
       "a.yaml:8:20 P120 reviews happen at reply; \"if_nobody_answers\" belongs to a policy at: reply"},
      {policy("a", kReplyAi + "must:\n  - label: ai\n    offer_a_person: {}\nif_not: add_the_notice\n"),
       "a.yaml:10:5 P119 each entry of \"must\" asks for exactly one thing; this one asks for 2"},
      {policy("a", kReplyAi + "must:\n  - label: ai\n    again_after: 3 hours\nif_not: add_the_notice\n"),
       "a.yaml:11:18 P119 \"again_after\" belongs to show_notice only; delete it or move it there"},
  };
  for (const Wrong& wrong : all) expect_error(wrong);
  Folder folder;
  complete(folder).add("notice.yaml",
                       "notice: N\nid: ai-notice\nversion: 1\ntexts: {en: {any: " + std::string(500, 'x') + "}}\n");
  folder.add("a.yaml", policy("a", kReplyAi + "must:\n  - show_notice: ai-notice\nif_not: add_the_notice\n"));
  const auto found = lines(folder.load(test_time()), folder.path());
  EXPECT_TRUE(std::find(found.begin(), found.end(),
                        "a.yaml:10:18 P127 the \"en\" text of ai-notice is too long for an SMS (459 bytes); give the "
                        "notice a shorter text for sms") != found.end());
}

std::string waiver(const std::string& until) {
  return policy("a", kReplyAi +
                         "must:\n  - label: ai\nif_not: add_the_notice\nexcept:\n  - {for: {brand: x}, reason: r, "
                         "ticket: t, approved_by: b, until: " +
                         until + "}\n");
}

TEST(Loading, BoundsWaivers) {
  expect_error({waiver("2027-03-01"), "a.yaml:13:68 P117 a waiver lasts at most 90 days; choose an earlier \"until\""});
  EXPECT_TRUE(errors_of(waiver("2027-02-19")).empty());
  Folder folder;
  complete(folder).add("a.yaml", waiver("2026-11-20"));
  const Loaded loaded = folder.load(test_time());
  ASSERT_TRUE(loaded.ok());
  const auto found = lines(loaded, folder.path());
  EXPECT_TRUE(std::find(found.begin(), found.end(),
                        "a.yaml:13:68 P118 warning: this waiver is over and no longer applies; delete it or have it "
                        "approved again") != found.end());
}

TEST(Loading, FindsAllProblemsOfAllFilesInOneRun) {
  Folder folder;
  complete(folder)
      .add("b.yaml", "polcy: x\n")
      .add("sub/c.yaml", "notice: N\nid: 'A B'\nversion: x\ntexts: 3\n")
      .add("d.yaml", "a: \"\n");
  const auto loaded = folder.load(test_time());
  EXPECT_FALSE(loaded.ok());
  const auto found = lines(loaded, folder.path());
  EXPECT_GE(found.size(), 5U);
  EXPECT_TRUE(std::is_sorted(loaded.problems.begin(), loaded.problems.end(),
                             [](const auto& a, const auto& b) { return a.place.file < b.place.file; }));
}

TEST(Loading, SurvivesAnyMixtureOfItsOwnWords) {
  const std::vector<std::string> words = {
      "policy", "id",        "must",     "if_not", "at",         "reply",    "applies_to", "written_by", "[ai]",
      "{",      "}",         ":",        "\n",     "\n  ",       "- ",       "hide",       "journey",    "moments",
      "texts",  "en",        "any",      "except", "for",        "until",    "2026-12-01", "after",      "give_to",
      "queue",  "recognise", "or_words", "list",   "hours",      "staffing", "queues",     "monday",     "show_notice",
      "notice", "given",     "examples", "topics", "data_class", "pattern"};
  std::mt19937 random(7);
  const auto any = [&] { return words[random() % words.size()]; };
  for (int round = 0; round < 150; ++round) {
    std::string text = any() + ": x\n";
    for (unsigned i = 0; i < random() % 12; ++i)
      text += any() + ": " + (random() % 2 == 0 ? any() : "{" + any() + ": " + any() + "}") + "\n";
    Folder folder;
    complete(folder).add("a.yaml", text);
    const Loaded loaded = folder.load(test_time());
    EXPECT_TRUE(loaded.ok() || !loaded.problems.empty()) << text;
    EXPECT_FALSE(loaded.ok()) << text;  // none of these says enough
  }
}

TEST(Loading, SaysWhenThereIsNothingToLoad) {
  Folder folder;
  EXPECT_EQ(lines(folder.load(test_time()), folder.path()).back(),
            ":1:1 P129 warning: there is no journey document, so AI may do nothing; write one to allow more");
  EXPECT_FALSE(folder.load(test_time()).ok());
  const Loaded gone = PolicySet::load(folder.path() / "nowhere", test_time());
  ASSERT_EQ(gone.problems.size(), 1U);
  EXPECT_EQ(gone.problems[0].message, "this folder cannot be read; check that it exists and may be opened");
}

}  // namespace
}  // namespace countersign::policy
