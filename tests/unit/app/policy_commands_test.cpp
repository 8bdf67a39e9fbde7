// The officer's commands as they are typed: what they print, and with which exit code they end.
#include <gtest/gtest.h>

#include <sstream>

#include "app/commands/gateway_commands.hpp"
#include "app/commands/problem_report.hpp"
#include "app/dispatch.hpp"
#include "flow/audit/entry.hpp"
#include "kit/private_folder.hpp"
#include "policy/folder.hpp"
#include "store/sqlite.hpp"

namespace countersign::app {
namespace {

struct Ran {
  int code = 0;
  std::string out, err;
};

class PolicyCommands : public ::testing::Test {
 protected:
  Ran run(std::vector<std::string> words) {
    words.insert(words.begin(), "policy");
    Program program;
    program.commands = policy_commands();
    std::ostringstream out, err;
    const int code = app::run(program, words, out, err);
    return {code, out.str(), err.str()};
  }
  /// A set that is whole, and one more file with two mistakes.
  std::string broken() {
    complete(folder_).add("bad.yaml", "notice: N\nid: n\nversion: 1.5\ntexts: {en: {any: hi, smss: hi}}\n");
    return folder_.path().string();
  }
  /// The entry whose `key` says `value`; an empty one, and a failure, if there is none.
  static const json::Value& with(const json::Array& entries, std::string_view key, std::string_view value) {
    static const json::Value none;
    for (const auto& one : entries)
      if (one.text(key) == value) return one;
    ADD_FAILURE() << "no " << key << " " << value;
    return none;
  }
  /// A rule for these, with an example that gives those.
  static std::string rule(const std::string& applies, const std::string& given) {
    return policy::testing::policy("p", "at: reply\napplies_to: {written_by: ai, " + applies +
                                            "}\nmust:\n  - label: ai\nif_not: add_the_notice\nexamples:\n  - {given: "
                                            "{written_by: ai, " +
                                            given + "}, expect: add_the_notice}\n");
  }
  policy::testing::Folder folder_, home_;
};

TEST_F(PolicyCommands, CheckSaysEveryMistakeWhereItIsReadAboutAndTheSum) {
  const auto ran = run({"check", broken()});
  EXPECT_EQ(ran.code, 1);
  const auto file = folder_.path().string() + "/bad.yaml";
  EXPECT_EQ(ran.out.find("\x1b["), std::string::npos) << "no colours where no terminal is";
  EXPECT_NE(ran.out.find(file + ":3:10 P106 \"1.5\" is not a whole number from 1 to 999999\n" + file +
                         ":4:23 P104 \"smss\" is not a word we know here. Did you mean sms?"),
            std::string::npos)
      << ran.out;
  EXPECT_NE(ran.out.find("more about P104, P106: policies/README.md#every-word\n"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("2 errors; this set would not be put in force\n"), std::string::npos) << ran.out;
}

TEST_F(PolicyCommands, CheckTellsProgramsTheSame) {
  const auto all = json::parse(run({"check", broken(), "--format", "json"}).out);
  ASSERT_TRUE(all.ok());
  const auto& first = with(*all->array(), "code", "P106");
  EXPECT_EQ(first.text("level"), "error");
  EXPECT_EQ(*first.find("line")->integer(), 3);
  EXPECT_EQ(first.text("chapter"), "policies/README.md#every-word");
}

TEST_F(PolicyCommands, CheckWritesSarifForToolsOfCodeReview) {
  const auto log = json::parse(run({"check", broken(), "--format", "sarif"}).out);
  ASSERT_TRUE(log.ok());
  EXPECT_EQ(log->text("version"), "2.1.0");
  const auto& run = log->find("runs")->array()->front();
  const auto& rule = with(*run.find("tool")->find("driver")->find("rules")->array(), "id", "P104");
  EXPECT_EQ(rule.find("shortDescription")->text("text"), "a word that does not exist");
  const auto& result = with(*run.find("results")->array(), "ruleId", "P104");
  EXPECT_EQ(result.text("level"), "error");
  const auto* place = result.find("locations")->array()->front().find("physicalLocation");
  EXPECT_EQ(place->find("artifactLocation")->text("uri"), "file://" + folder_.path().string() + "/bad.yaml");
  EXPECT_EQ(place->find("artifactLocation")->find("uriBaseId"), nullptr) << "a whole URI has no base";
  EXPECT_EQ(*place->find("region")->find("startColumn")->integer(), 23);
}

/// Whatever is called here is called in `folder`.
template <class Call>
auto in_folder(const std::filesystem::path& folder, const Call& call) {
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder);
  auto result = call();
  std::filesystem::current_path(before);
  return result;
}

TEST_F(PolicyCommands, FilesAreNamedAsTheFolderWasGivenAndInSarifAsUris) {
  folder_.add("my set/größe #1.yaml", "polizy: P\n");
  const auto check = [&](const std::string& given, const std::string& format) {
    return in_folder(folder_.path(), [&] { return run({"check", given, "--format", format}).out; });
  };
  EXPECT_NE(check("my set", "text").find("\nmy set/größe #1.yaml:1:1 P101 "), std::string::npos) << check("my set", "text");
  EXPECT_NE(check("./my set/", "text").find("\nmy set/größe #1.yaml:1:1 P101 "), std::string::npos);
  EXPECT_NE(check("../" + folder_.path().filename().string() + "/my set", "text").find("\n../countersign-policy-"),
            std::string::npos);
  const auto place = [&](const std::string& given) {
    const auto log = json::parse(check(given, "sarif"));
    const auto& of_run = log->find("runs")->array()->front();
    EXPECT_EQ(of_run.find("originalUriBaseIds")->find("%SRCROOT%")->text("uri"),
              "file://" + std::filesystem::canonical(folder_.path()).string() + "/");
    const auto& result = with(*of_run.find("results")->array(), "ruleId", "P101");
    const auto* at = result.find("locations")->array()->front().find("physicalLocation")->find("artifactLocation");
    return std::string(at->text("uri")) + " " + std::string(at->text("uriBaseId"));
  };
  EXPECT_EQ(place("my set"), "my%20set/gr%C3%B6%C3%9Fe%20%231.yaml %SRCROOT%");
  EXPECT_EQ(place("../" + folder_.path().filename().string() + "/my set"),
            "file://" + std::filesystem::canonical(folder_.path()).string() + "/my%20set/gr%C3%B6%C3%9Fe%20%231.yaml ");
  complete(folder_);
  std::filesystem::remove_all(folder_.path() / "my set");
  folder_.add("p.yaml", rule("brand: acme", "brand: other"));
  const auto junit = in_folder(folder_.path(), [&] { return run({"test", ".", "--format", "junit"}).out; });
  EXPECT_NE(junit.find("file=\"p.yaml\""), std::string::npos) << junit;
}

TEST_F(PolicyCommands, ARuleForAChannelThatNobodyHasIsToldAlsoWhereItsExampleHolds) {
  complete(folder_).add("p.yaml", rule("channel: emial", "channel: emial"));
  const auto told = folder_.path().string() +
                    "/p.yaml:8:39 P145 warning: \"emial\" is no kind of channel (webchat, email, sms, messenger, webhook). "
                    "Did you mean email?";
  auto ran = run({"check", folder_.path().string()});
  EXPECT_EQ(ran.code, 0);
  EXPECT_NE(ran.out.find(told), std::string::npos) << ran.out;
  ran = run({"test", folder_.path().string()});
  EXPECT_EQ(ran.code, 0);
  EXPECT_NE(ran.out.find(told), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("1 of 1 rules reached"), std::string::npos) << ran.out;
  ran = run({"test", folder_.path().string(), "--format", "json"});
  EXPECT_NE(ran.err.find(told), std::string::npos) << "programs read the rest";
}

TEST_F(PolicyCommands, WithAConfigurationItsNamesCount) {
  complete(folder_).add("p.yaml", rule("channel: shop, brand: acmee, model: gtp", "brand: acmee"));
  home_.add("countersign.yaml",
             "data: data\npolicies: policies\nbrand: acme\nchannels:\n  - {name: shop, plugin: channel.webchat}\n"
             "models:\n  - {name: gpt, plugin: model.knowledge, settings: {folder: k}}\n");
  const auto config = (home_.path() / "countersign.yaml").string();
  const auto ran = run({"check", folder_.path().string(), "--config", config});
  EXPECT_EQ(ran.out.find("\"shop\""), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("p.yaml:8:52 P145 warning: the configuration has no brand \"acmee\", so this never matches. Did "
                         "you mean acme? (one of: acme)"),
            std::string::npos)
      << ran.out;
  EXPECT_NE(ran.out.find("P145 warning: the configuration has no model \"gtp\", so this never matches. Did you mean gpt?"),
            std::string::npos)
      << ran.out;
}

TEST_F(PolicyCommands, ExplainWarnsOfNamesAndRefusesWhatIsNoLanguageOrRegion) {
  complete(folder_).add("p.yaml", rule("brand: acme", "brand: acme"));
  const auto explain = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"explain", folder_.path().string(), "--text", "Hello", "--written-by", "ai"});
    return run(more);
  };
  auto ran = explain({"--channel", "emial", "--brand", "acmee"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(ran.err,
            "countersign: warning: --channel: no policy here names the channel \"emial\", and it is no kind of channel. Did "
            "you mean email? (one of: webchat, email, sms, messenger, webhook)\n"
            "countersign: warning: --brand: no policy here names the brand \"acmee\". Did you mean acme? (one of: acme)\n");
  EXPECT_NE(ran.out.find("brand is acmee, not acme"), std::string::npos) << ran.out;
  EXPECT_EQ(explain({"--channel", "email", "--brand", "acme", "--model", "any"}).err, "");
  ran = explain({"--language", "german"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.err,
            "countersign: --language: \"german\" is not a language; write its two letters (ISO 639-1). Did you mean de?\n");
  EXPECT_EQ(explain({"--locale", "german-AT"}).code, 2);
  EXPECT_EQ(explain({"--locale", "de-AT"}).code, 0);
  EXPECT_EQ(explain({"--region", "Germany"}).err,
            "countersign: --region: \"Germany\" is not a region; write a country (DE, GB) or a part of one (US-CA). Did you "
            "mean DE?\n");
  EXPECT_EQ(run({"explain", "x", "--text", "y", "--written-by", "Kunde"}).code, 2);
  EXPECT_EQ(run({"explain", "x", "--text", "y", "--written-by", "persn"}).err,
            "countersign: --written-by: \"persn\" is no word for it. Did you mean person? (one of: customer, ai, ai_edited, "
            "person, system). See --help\n");
}

TEST_F(PolicyCommands, CheckTellsWhichExampleNoLongerProvesItsPolicy) {
  complete(folder_).add("p.yaml",
                        policy::testing::policy("p",
                                                "at: reply\napplies_to: {written_by: ai}\nmust:\n"
                                                "  - not_contain: {finding: advice}\nif_not: block\nexamples:\n"
                                                "  - {given: {text: You should take two pills a day.}, expect: block}\n"
                                                "  - {given: {text: Good morning.}, expect: block}\n"));
  const auto ran = run({"check", folder_.path().string()});
  EXPECT_EQ(ran.code, 0);
  EXPECT_NE(
      ran.out.find(
          "p.yaml:14:1 P139 warning: this example of p expects block and gets send; mend the policy or the example"),
      std::string::npos)
      << ran.out;
  EXPECT_EQ(ran.out.find("p.yaml:13:1"), std::string::npos) << ran.out;
}

/// An installation with one decision on record.
class ExplainMessage : public PolicyCommands {
 protected:
  ExplainMessage() {
    complete(folder_);
    home_.add("countersign.yaml", "data: data\npolicies: " + folder_.path().string() + "\n");
    std::filesystem::create_directories(home_.path() / "data");
    auto store = store::open_sqlite(home_.path() / "data/countersign.db", gateway_schema);
    EXPECT_TRUE(store.ok());
    const auto set = folder_.load(policy::testing::test_time()).set;
    policy::Facts facts;
    facts.border = Border::reply;
    facts.written_by = Author::ai;
    facts.ai_may = AiMay::draft;
    const auto decision = policy::decide(*set, facts);
    EXPECT_TRUE((*store)
                    ->commit([&](store::Session& session) {
                      audit::Entry entry;
                      entry.kind = audit::Kind::held;
                      entry.message = "m-1";
                      entry.decision = &decision;
                      entry.facts = &facts;
                      audit::record(session, entry);
                    })
                    .ok());
  }
  Ran explain(const std::string& id) {
    return run({"explain", id, "--config", (home_.path() / "countersign.yaml").string()});
  }
};

TEST_F(ExplainMessage, SaysWhatWasDecidedThenAndByWhom) {
  const auto ran = explain("m-1");
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find(" held\nIt waits for a person's review. (reply, ai: hold)\n- journey"), std::string::npos)
      << ran.out;
  EXPECT_NE(ran.out.find("ai_may: hold. At this moment AI may draft at most; a person sends."), std::string::npos)
      << ran.out;
}

TEST_F(ExplainMessage, EndsWithTheWayToWhatWasDecidedBesides) {
  auto store = store::open_sqlite(home_.path() / "data/countersign.db", gateway_schema);
  ASSERT_TRUE(store.ok());
  const auto put = [&](store::Session& session, const std::string& id, const std::string& author, const std::string& fate,
                       const std::string& answers, const std::string& notice) {
    session.run(
        "INSERT INTO message (id, conversation, author, writer, fate, in_reply_to, notice, at, asks_if_ai, sealed) "
        "VALUES ($1,'c-1',$2,'',$3,$4,$5,0,0,'')",
        {id, author, fate, answers, notice});
  };
  ASSERT_TRUE((*store)
                  ->commit([&](store::Session& session) {
                    put(session, "m-0", "customer", "kept", "", "");
                    put(session, "m-1", "ai", "waiting", "m-0", "");
                    put(session, "m-2", "system", "delivered", "m-0", "on-hold@2/en");
                    session.run(
                        "INSERT INTO review (id, conversation, message, state, digest, reasons, needs, policy_digest, "
                        "revision, due_at, created_at, sealed) VALUES ('r-1','c-1','m-1','open','','','','',0,0,0,'')",
                        {});
                    policy::Decision filed;  // the note in the ticket goes out whatever becomes of the text
                    audit::Entry note;
                    note.kind = audit::Kind::ticketed;
                    note.message = "m-1";
                    note.border = to_word(Border::ticket);
                    note.decision = &filed;
                    audit::record(session, note);
                    policy::Decision arrived;
                    arrived.verdict = Verdict::send;
                    audit::Entry entry;
                    entry.kind = audit::Kind::arrived;
                    entry.message = "m-0";
                    entry.decision = &arrived;
                    audit::record(session, entry);
                  })
                  .ok());
  const auto config = (home_.path() / "countersign.yaml").string();
  const auto ran = explain("m-0");
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("also: countersign policy explain r-1 --config " + config + "   # the reply by ai: hold; now waiting\n" +
                         "also: countersign policy explain m-2 --config " + config +
                         "   # the reply by system (on-hold@2/en): now delivered\n"),
            std::string::npos)
      << ran.out;
  EXPECT_NE(explain("r-1").out.find("also: countersign policy explain m-0 --config " + config +
                                    "   # the customer's message that it answers\n"),
            std::string::npos)
      << explain("r-1").out;
}

TEST_F(ExplainMessage, TellsWhenThePoliciesAreOthersNow) {
  folder_.add("more.yaml", "notice: N\nid: more\nversion: 1\ntexts: {en: {any: hi}}\n");
  EXPECT_NE(explain("m-1").out.find("Decided under another set of policies ("), std::string::npos);
}

TEST_F(ExplainMessage, TellsWhereIdsStandWhenTheRecordKnowsNone) {
  const auto ran = explain("m-2");
  EXPECT_EQ(ran.code, 2);
  EXPECT_NE(ran.err.find("the record knows no message or review m-2"), std::string::npos) << ran.err;
  EXPECT_NE(run({"explain", "m-1"}).err.find("name what to explain"), std::string::npos);
}

TEST_F(ExplainMessage, ReplaySaysBesideWhatChangesWhatTheWatchingRulesOfTheSetWouldHaveDone) {
  policy::testing::Folder with;
  complete(with).add("w.yaml", policy::testing::policy("w",
                                                       "at: reply\napplies_to: {written_by: ai}\nmust:\n"
                                                       "  - be_approved_by: {role: team_lead, people: 1}\n"
                                                       "if_not: hold_for_review\n",
                                                       "watch"));
  const auto config = (home_.path() / "countersign.yaml").string(), folder = with.path().string();
  auto ran = run({"replay", "--config", config, "--with", folder, "--watch-report", "--list"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_TRUE(ran.out.starts_with("1 decision replayed: 0 would be stricter, 0 looser\n")) << ran.out;
  EXPECT_TRUE(ran.out.ends_with("what the rules of this set that only watch would have done\n"
                                "w (watching): 1 would be held\n    w m-1\n"))
      << ran.out;
  ran = run({"replay", "--config", config, "--with", folder, "--watch-report", "--format", "json"});
  const auto all = json::parse(ran.out);
  ASSERT_TRUE(all.ok()) << ran.out;
  EXPECT_EQ(json::dump(*all->find("watching")), R"({"w":{"hold":1}})");
  EXPECT_EQ(*all->find("seen")->integer(), 1);
  EXPECT_EQ(run({"replay", "--config", config, "--watch-report"}).out, "no rule was in watch mode\n");
}

TEST(ProblemReport, ShowsErrorsInRedAndWarningsInYellowOnATerminal) {
  const std::vector<yaml::Problem> problems = {{{"a.yaml", 1, 2}, "P104", "no", false},
                                               {{"a.yaml", 3, 4}, "P118", "over", true}};
  EXPECT_EQ(
      problems_as_text(problems, true),
      "\x1b[1ma.yaml:1:2\x1b[0m \x1b[31mP104\x1b[0m no\n\x1b[1ma.yaml:3:4\x1b[0m \x1b[33mP118\x1b[0m warning: over\n"
      "more about P104: policies/README.md#every-word\nmore about P118: policies/README.md#one-policy-read-aloud\n");
}

TEST_F(PolicyCommands, KindsOfDetectorPluginsAreCheckedAgainstTheConfigurationThatIsNamed) {
  complete(folder_).add("house.yaml", "finding: Words of the house\nid: house_word\n");
  const auto policies = folder_.path().string();
  auto ran = run({"check", policies});
  EXPECT_EQ(ran.code, 0);
  EXPECT_NE(ran.out.find("house.yaml:2:5 C051 warning: `house_word` is found by a detector plugin"), std::string::npos)
      << ran.out;

  const PrivateFolder place;
  const auto config = (place.path / "countersign.yaml").string();
  const auto configure = [&](const std::string& kind) {
    spill(place.path / "words.txt", "unicorn\n");
    spill(config, "data: data\npolicies: policies\nplugins: {folder: \"" BUILD_FOLDER
                  "/plugins\"}\nchannels: []\ndetectors:\n  - name: house\n    plugin: detect.wordlist\n    "
                  "settings: {file: words.txt, kind: " +
                      kind + "}\n");
  };
  configure("house_word");
  ran = run({"check", policies, "--config", config});
  EXPECT_EQ(ran.code, 0) << ran.out;
  EXPECT_EQ(ran.out.find("C051"), std::string::npos) << ran.out;
  EXPECT_NE(
      run({"explain", policies, "--config", config, "--text", "A Unicorn!"}).out.find("saw house_word: \"Unicorn\""),
      std::string::npos);
  configure("another_word");
  ran = run({"check", policies, "--config", config});
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.out.find("C050 this detector gives `another_word`"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("C051 no detector gives `house_word`"), std::string::npos) << ran.out;
}

TEST_F(PolicyCommands, ExplainSaysWhatEachSentenceOfAnAnswerRestsOn) {
  const auto ran = run({"explain", SOURCE_FOLDER "/policies/starter", "--written-by", "ai", "--source",
                        "You can return unworn shoes within 30 days.", "--text",
                        "You can return unworn shoes within 30 days. We also pay a bonus voucher."});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("rests on source (100 %): \"You can return unworn shoes within 30 days.\"\n"),
            std::string::npos)
      << ran.out;
  EXPECT_NE(
      ran.out.find("rests on none (0 %): \"We also pay a bonus voucher.\" - too little of it stands in any source"),
      std::string::npos)
      << ran.out;
  EXPECT_NE(ran.out.find("saw ungrounded: \"We also pay a bonus voucher.\""), std::string::npos) << ran.out;
}

}  // namespace
}  // namespace countersign::app
