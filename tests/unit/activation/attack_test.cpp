// activation: two_people. One officer who wants something looser, more than what is said about it, or somebody else to
// be called, and has only `tighten` for it.
#include <algorithm>
#include <map>

#include "activation/officers.hpp"
#include "base/crypto.hpp"

namespace countersign::testing {
namespace {

/// One change of a file of the starter set.
struct Attempt {
  const char* what;
  const char* file;
  const char* old;
  const char* fresh;
};

constexpr Attempt kAttempts[] = {
    {"a rule only watches", "rules/11-promises.yaml", "mode: enforce", "mode: watch"},
    {"a rule is paused", "rules/17-injection.yaml", "mode: enforce", "mode: paused"},
    {"fewer sign", "rules/11-promises-over-100.yaml", "people: 2", "people: 1"},
    {"a higher limit", "rules/11-promises-over-100.yaml", "commitment_over: 100 EUR", "commitment_over: 100.01 EUR"},
    {"another currency", "rules/11-promises-over-100.yaml", "commitment_over: 100 EUR", "commitment_over: 100 USD"},
    {"edited texts are let off", "rules/11-promises.yaml", "written_by: ai,", "written_by: ai_unedited,"},
    {"the notice comes back later", "rules/01-ai-disclosure.yaml", "again_after: 3 hours", "again_after: 181 minutes"},
    {"the notice is not shown on a question", "rules/01-ai-disclosure.yaml", "customer_asks_if_ai, ", ""},
    {"the notice is not shown when AI returns", "rules/01-ai-disclosure.yaml", ", ai_returns", ""},
    {"another notice", "rules/01-ai-disclosure.yaml", "show_notice: ai-notice", "show_notice: received"},
    {"no mark", "rules/01-ai-disclosure.yaml", "  - label: ai\n", ""},
    {"models see a kind of data", "rules/09-data-to-model.yaml", "iban, ", ""},
    {"only where the region is known", "rules/09-data-to-model.yaml", "at: prompt\n",
     "at: prompt\napplies_to: {region: [EEA, US]}\n"},
    {"what is removed is only hidden", "rules/09-data-to-model.yaml", "- remove: {data: [card_security_code, secret]}",
     "- hide: {data: [card_security_code, secret], as: stars}"},
    {"more is kept", "rules/09-never-keep.yaml", "[card_security_code, secret]", "[card_security_code]"},
    {"reviews wait longer", "rules/18-review-deadlines.yaml", "webchat: 10 minutes", "webchat: 11 minutes"},
    {"reviews wait while nobody is there", "rules/18-review-deadlines.yaml", "any_other: 10 minutes",
     "any_other: 10 business minutes"},
    {"AI may more", "journey.yaml", "ai_may: draft", "ai_may: reply"},
    {"a moment is recognised less", "journey.yaml", "or_emotion: [angry, distressed]", "or_emotion: [angry]"},
    {"a moment is recognised by fewer words", "journey.yaml", "ombudsman, ", ""},
    {"a look-alike for a word", "journey.yaml", "[ombudsman,", "[\xD0\xBEmbudsman,"},
    {"nothing is said first", "journey.yaml", "    say_first: hand-over\n", ""},
    {"less urgent", "journey.yaml", "priority: page_someone", "priority: urgent"},
    {"another queue", "journey.yaml", "queue: contracts", "queue: support"},
    {"another queue for what no rule routes", "journey.yaml", "give_to: {queue: support, priority: normal}\nmoments",
     "give_to: {queue: contracts, priority: normal}\nmoments"},
    {"a text in one language", "notices/ai-notice.yaml", "Ich bin eine KI (AI), ein", "Ich bin ein"},
    {"a text on one channel", "notices/ai-notice.yaml", "AI here, not a person.", "Hi, we are here."},
    {"who may sign", "roles.yaml", "permission: reviewer\n    members: []", "permission: agent\n    members: []"},
    {"who is a member", "roles.yaml", "permission: reviewer\n    members: []",
     "permission: reviewer\n    members: [eve, adam]"},
    {"when people are there", "staffing.yaml", "answers_at_once: 40", "answers_at_once: 400"},
    {"who is called", "staffing.yaml", "priorities: [urgent, page_someone]", "priorities: [urgent]"},
    {"what a topic is", "topics.yaml", "[", "[zzz, "},
};

class Attack : public Officers {
 protected:
  [[nodiscard]] std::string in_folder(const std::string& file) const { return slurp(policies() / file); }
  /// What tighten says to the folder as it stands; "" and a failure when it did it.
  std::string refused(const std::string& what) {
    const auto before = bundle();
    const auto done = office().tighten("dana", policies());
    EXPECT_EQ(bundle(), before) << what;
    if (done.ok()) {
      ADD_FAILURE() << what << ": it was done: " << activation::as_text(*done);
      return "";
    }
    EXPECT_EQ(done.error().fault, Fault::invalid) << what;
    return done.error().message;
  }
  void replace(const std::string& file, const std::string& old, const std::string& fresh) {
    auto text = in_folder(file);
    const auto at = text.find(old);
    ASSERT_NE(at, std::string::npos) << file << ": " << old;
    write_policy(file, text.replace(at, old.size(), fresh));
  }
  /// What lies in the folder is agreed on by two; its cases are of no matter here.
  void agree() {
    std::filesystem::remove_all(policies() / "cases");
    const auto proposed = office().propose("dana", policies(), {});
    ASSERT_TRUE(proposed.ok()) << proposed.error().message;
    ASSERT_TRUE(office().approve("ben", proposed->digest).ok());
    ASSERT_TRUE(office().activate("ben", proposed->digest, {}).ok());
  }
};

TEST_F(Attack, NoSingleChangeOfTheStarterSetThatLoosensComesInAlone) {
  for (const Attempt& one : kAttempts) {
    const auto whole = in_folder(one.file);
    write_policy(one.file, whole.substr(0, whole.find("examples:")));  // whoever loosens mends the examples too
    replace(one.file, one.old, one.fresh);
    const auto said = refused(one.what);
    EXPECT_TRUE(has(said, "it takes two: `countersign policy propose`")) << one.what << ": " << said;
    write_policy(one.file, whole);
  }
}

TEST_F(Attack, DocumentsThatReadAlikeAreNotTheSame) {
  const auto people = [](const std::string& on_call) {
    return "staffing: Night\nqueues:\n  - id: night\n    time_zone: UTC\n    languages: [en]\n"
           "    hours: {monday: \"08:00-18:00\"}\n    on_call:\n" +
           on_call;
  };
  write_policy("night.yaml",
               people("      - {who: dana, priorities: [urgent]}\n      - {who: ben, priorities: [urgent]}\n"));
  write_policy("knowledge.yaml",
               "knowledge: Articles\nfolder: k\nowner: o@example.com\narticles:\n"
               "  - {title: Prices, review_by: 2026-12-01}\n");
  agree();
  const auto night = in_folder("night.yaml"), articles = in_folder("knowledge.yaml");
  replace("night.yaml", "{who: dana, priorities: [urgent]}", "{who: \"dana, priorities: [urgent]\"}");
  EXPECT_TRUE(has(refused("nobody of that name"), "not decided by rules: staffing"));
  write_policy("night.yaml",
               people("      - {who: ben, priorities: [urgent]}\n      - {who: dana, priorities: [urgent]}\n"));
  EXPECT_TRUE(has(refused("another is called first"), "stands in another order"));
  write_policy("night.yaml", night);
  replace("knowledge.yaml", "{title: Prices, review_by: 2026-12-01}",
          "{title: \"Prices, review_by: 2026-12-01\", review_by: 2036-12-01}");
  EXPECT_TRUE(has(refused("an article lives longer"), "not decided by rules: knowledge"));
  write_policy("knowledge.yaml", articles);
}

TEST_F(Attack, AWaitThatIsGoneDoesNotHideBehindALongerOneThatStays) {
  const auto wait = [](const std::string& id, const std::string& topic, const std::string& time) {
    return "policy: Wait\nid: " + id +
           "\nversion: 1\nowner: o@example.com\nwhy: [house_rule]\nmode: enforce\nat: reply\napplies_to: {written_by: "
           "person" +
           topic + "}\nmust:\n  - be_approved_by: {role: team_lead, people: 1}\nif_not: hold_for_review\n" + time;
  };
  const auto after = [](const std::string& time) {
    return "if_nobody_answers: {after: {any_other: " + time + "}, then: give_to_a_person}\n";
  };
  for (const char* longer : {"300 hours", "300 business hours"}) {
    write_policy("refunds.yaml", wait("refunds", ", topic: refund", after(longer)));
    write_policy("all.yaml", wait("all", "", after("20 minutes")));
    agree();
    write_policy("all.yaml", wait("all", "", ""));
    EXPECT_TRUE(has(refused(longer), "topic refund: later or no deadline")) << longer;
    write_policy("all.yaml", wait("all", "", after("20 minutes")));
    remove_policy("all.yaml");
    remove_policy("refunds.yaml");
    agree();
  }
}

TEST_F(Attack, AnotherMomentTakesNoWorkFromTheQueueOfEverythingElse) {
  auto text = in_folder("journey.yaml");
  write_policy("journey.yaml", text.replace(text.rfind("ai_may: draft"), 13,
                                            "ai_may: summarise\n    give_to: {queue: contracts, priority: normal}"));
  agree();
  text = in_folder("journey.yaml");
  write_policy("journey.yaml", text + "  - {id: odd, recognise: {finding: refusal}, ai_may: summarise}\n");
  EXPECT_TRUE(has(refused("a moment without a queue"), "or to another one, by: moment odd"));
}

TEST_F(Attack, WhatMayGoToAModelIsNotOpenedByOneWhoAddsARule) {
  const std::string file = "rules/09-data-to-model.yaml";
  write_policy(file, in_folder(file).substr(0, in_folder(file).find("examples:")));
  replace(file, "at: prompt\n", "at: prompt\napplies_to: {channel: [email]}\n");
  remove_policy("rules/10-health-to-model.yaml");
  agree();
  write_policy(
      "more.yaml",
      "policy: More\nid: more\nversion: 1\nowner: o@example.com\nwhy: [house_rule]\nmode: enforce\nat: prompt\n"
      "must:\n  - hide: {data: [email], as: stars}\nif_not: block\n");
  EXPECT_TRUE(has(refused("it opens the prompt"), "verdict hold becomes"));
}

/// Two rules of one person, found by their birthdays, whose sets have digests that begin alike.
class Lookalikes : public Attack {
 protected:
  Lookalikes() {
    for (const auto& file : std::filesystem::recursive_directory_iterator(policies()))
      if (file.path().extension() == ".yaml" && file.path().parent_path().filename() != "cases")
        others_.push_back(crypto::sha256_hex(slurp(file.path())));
    std::sort(others_.begin(), others_.end());
  }
  [[nodiscard]] std::string digest_with(const std::string& rule) const {
    const auto own = crypto::sha256_hex(rule);
    const auto at = std::lower_bound(others_.begin(), others_.end(), own);
    std::string lines;
    for (auto one = others_.begin(); one != at; ++one) lines += *one + "\n";
    lines += own + "\n";
    for (auto one = at; one != others_.end(); ++one) lines += *one + "\n";
    return crypto::sha256_hex(lines);
  }
  /// The good one and the other one.
  [[nodiscard]] std::pair<std::string, std::string> pair() const {
    const auto good = [](int i) { return strict_rule(2) + "# " + std::to_string(i) + "\n"; };
    const auto bad = [](int i) { return strict_rule(1) + "# " + std::to_string(i) + "\n"; };
    std::map<std::string, int> seen;
    for (int i = 0; i < 150'000; ++i) seen.emplace(digest_with(good(i)).substr(0, 8), i);
    for (int i = 0;; ++i)
      if (const auto at = seen.find(digest_with(bad(i)).substr(0, 8)); at != seen.end())
        return {good(at->second), bad(i)};
  }

 private:
  std::vector<std::string> others_;
};

TEST_F(Lookalikes, ASetThatTakesThePlaceOfAnotherUnderItsFirstCharactersIsNotApprovedForIt) {
  const auto [good, bad] = pair();
  write_policy("new.yaml", good);
  const auto shown = office().propose("dana", policies(), {});
  ASSERT_TRUE(shown.ok());
  ASSERT_EQ(shown->digest, digest_with(good));
  const auto name = shown->digest.substr(0, 8);
  ASSERT_TRUE(office().show(name, {}).ok()) << "which ben reads";
  ASSERT_TRUE(office().withdraw("dana", name).ok());
  write_policy("new.yaml", bad);
  const auto other = office().propose("dana", policies(), {});
  ASSERT_TRUE(other.ok());
  ASSERT_EQ(other->digest.substr(0, 8), name);
  const auto refused = office().approve("ben", name);
  EXPECT_EQ(fault_of(refused), Fault::conflict);
  EXPECT_TRUE(has(refused.error().message, "begins the digests of several sets: ")) << refused.error().message;
  EXPECT_EQ(fault_of(office().approve("ben", shown->digest)), Fault::conflict) << "that one was withdrawn";
  EXPECT_TRUE(office().approve("ben", other->digest).ok()) << "by its whole name";
}

TEST_F(Attack, ALongMomentDoesNotHideItsWords) {
  std::string topics = "delivery";
  for (int i = 0; i < 200; ++i) topics += ", delivery";
  auto text = in_folder("journey.yaml");
  write_policy("journey.yaml", text + "  - {id: long, recognise: {topic: [" + topics + "], or_words: [" +
                                   "ombudsperson]}, ai_may: nothing, say_first: hand-over}\n");
  EXPECT_TRUE(has(refused("words"), "not decided by rules: or_words of the journey"));
}

TEST_F(Attack, NobodySilencesTheNoticesOrForgetsWhatCustomersWroteAlone) {
  const std::string head =
      "policy: More\nid: more\nversion: 1\nowner: o@example.com\nwhy: [house_rule]\nmode: enforce\n";
  const std::pair<const char*, const char*> attempts[] = {
      {"at: reply\napplies_to: {written_by: system}\nmust:\n  - be_approved_by: {role: team_lead, people: 1}\nif_not: hold_for_review\n",
       "may hold our own notices"},
      {"at: reply\nmust:\n  - not_contain: {finding: [discloses_ai]}\nif_not: block\n", "may hold our own notices"},
      {"at: arrival\nmust:\n  - not_contain: {finding: [self_harm]}\nif_not: block\n", "leave customers without any answer"},
      {"at: arrival\nmust:\n  - never_keep: {data: [email, phone]}\nif_not: change\n", "gone for good"}};
  for (const auto& [rule, why] : attempts) {
    write_policy("more.yaml", head + rule);
    EXPECT_TRUE(has(refused(rule), why)) << rule;
  }
}

TEST_F(Attack, WhatReallyOnlyTightensStillComesInAlone) {
  write_policy("new.yaml", strict_rule());
  replace("rules/01-ai-disclosure.yaml", "again_after: 3 hours", "again_after: 1 hour");
  const auto tightened = office().tighten("dana", policies());
  ASSERT_TRUE(tightened.ok()) << tightened.error().message;
}

}  // namespace
}  // namespace countersign::testing
