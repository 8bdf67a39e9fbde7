// `countersign check` over the rooms behind the configuration: one run says everything.
#include <gtest/gtest.h>

#include <sstream>

#include "app/commands/commands.hpp"
#include "app/commands/gateway_commands.hpp"
#include "app/dispatch.hpp"
#include "store/sqlite.hpp"
#include "unit/app/certificate.hpp"
#include "unit/app/scratch.hpp"

namespace countersign::app {
namespace {

class CheckParts : public testing::Test {
 protected:
  /// What `check` prints for `rest` below the usual first lines.
  std::string check(const std::string& rest, const std::string& policies = "p") {
    scratch_.write("secret", "an-example-secret-of-32-characters");
    const auto file = scratch_.write("c.yaml", (policies.find("data:") == std::string::npos ? "data: data\n" : "\n") +
                                                   std::string("policies: ") + policies +
                                                   "\nplugins: {folder: " BUILD_FOLDER "/plugins}\n" + rest);
    Program program;
    program.commands = check_commands(check_parts());
    std::ostringstream out;
    std::ostringstream err;
    EXPECT_EQ(app::run(program, {"check", "--config", file.string()}, out, err), 1);
    return out.str() + err.str();
  }
  Scratch scratch_;
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

const std::string kFtp =
    "  - {name: a, plugin: channel.webhook, settings: {secret: \"${file:secret}\", deliver_to: ftp://x}}\n";

TEST_F(CheckParts, OpensAPluginThoughAnotherBlockHasAnError) {
  const auto said = check("channels:\n" + kFtp +
                          "  - {name: b, plugin: channel.webhook, settings: {secret: plain, deliver_to: ftp://y}}\n");
  EXPECT_TRUE(has(said, "c.yaml:5:")) << said;
  EXPECT_TRUE(has(said, "C041")) << said;
  EXPECT_TRUE(has(said, "deliver_to")) << said;
  EXPECT_TRUE(has(said, "C028")) << said;
  EXPECT_EQ(said.find("C041"), said.rfind("C041")) << "b has an error already, its plugin would only complain\n"
                                                   << said;
}

TEST_F(CheckParts, MistakesOfABlockAndOfItsPluginsSettingsAreToldInOneRun) {
  const auto said = check(
      "channels:\n  - {name: a, plugin: channel.webhook, color: red, when_unknown: guess, settings: {secret: "
      "\"${file:secret}\", deliver_to: ftp://x}}\n");
  EXPECT_TRUE(has(said, "C021") && has(said, "C024")) << said;
  EXPECT_TRUE(has(said, "C041") && has(said, "deliver_to")) << said;
  const auto misspelt = check(
      "channels:\n  - {name: a, plugin: channel.webhook, setings: {secret: \"${file:secret}\", deliver_to: "
      "ftp://x}}\n");
  EXPECT_TRUE(has(misspelt, "Did you mean settings?")) << misspelt;
  EXPECT_FALSE(has(misspelt, "C041")) << "the settings were not read, so none is missing\n" << misspelt;
}

TEST_F(CheckParts, AFileThatIsNoYamlIsToldOnceAndNothingElseIsGuessed) {
  const auto said = check("channels: [\n");
  EXPECT_TRUE(has(said, "C006")) << said;
  EXPECT_TRUE(has(said, "\n1 error\n")) << said;
}

TEST_F(CheckParts, ADataFolderThatCannotBeIsRefused) {
  const auto file = scratch_.write("a-file", "x");
  for (const auto& folder : {file.string(), (file / "below").string(), std::string("/proc/no/such/folder")}) {
    const auto said = check("channels: []\n", "p\ndata: " + folder);
    EXPECT_TRUE(has(said, "C044 data: ")) << folder << "\n" << said;
  }
  EXPECT_FALSE(has(check("channels: []\n", "p\ndata: d/e/f"), "C044"));
}

TEST_F(CheckParts, AnErrorInALaterTopLevelKeyIsNoErrorOfTheBlockAbove) {
  const auto said = check("channels:\n" + kFtp + "log: {level: loud}\n");
  EXPECT_TRUE(has(said, "C041")) << said;
  EXPECT_TRUE(has(said, "C024")) << said;
}

TEST_F(CheckParts, NamesEveryUnknownPluginThoughTheSettingsHaveErrors) {
  const auto said = check(
      "channels:\n  - {name: a, plugin: channel.nowhere, settings: {secret: plain}}\n"
      "models:\n  - {name: m, plugin: model.nowhere}\n");
  EXPECT_TRUE(has(said, "C028")) << said;
  EXPECT_TRUE(has(said, "channel.nowhere")) << said;
  EXPECT_TRUE(has(said, "model.nowhere")) << said;
}

struct Wrong {
  const char* block;              ///< one block of settings, each key in a line of its own from line 6 on
  std::vector<const char*> told;  ///< what must stand in the output, place and words
};

TEST_F(CheckParts, NamesPluginKeyPlaceAndMendForEverySettingOfTheBundledPlugins) {
  const Wrong all[] = {
      {"channels:\n  - name: a\n    plugin: channel.webhook\n    settings:\n      delivr_to: x\n      deliver_to: "
       "\"ftp://x\"\n",
       {":8:7 C041 plugin `channel.webhook`: setting `delivr_to` is unknown: remove it",
        ":9:7 C041 plugin `channel.webhook`: setting `deliver_to` is no http or https address: give",
        ":5:5 C041 plugin `channel.webhook`: `secret` is missing: add it"}},
      {"channels: []\nmodels:\n  - name: m\n    plugin: model.openai\n    settings:\n      key: \"${file:secret}\"\n"
       "      model: m\n      base_url: x\n      temperature: hot\n      max_tokens: -1\n      stream: yes\n",
       {":11:7 C041 plugin `model.openai`: setting `base_url` is no http",
        ":12:7 C041 plugin `model.openai`: setting `temperature` is no number from 0 to 2",
        ":13:7 C041 plugin `model.openai`: setting `max_tokens` is no whole number",
        ":14:7 C041 plugin `model.openai`: setting `stream` is unknown"}},
      {"channels: []\nmodels:\n  - name: m\n    plugin: model.knowledge\n    settings:\n      folder: nowhere\n      "
       "min_score: 7\n",
       {":9:7 C041 plugin `model.knowledge`: setting `folder` cannot be read"}},
      {"channels: []\nhelpdesk:\n  plugin: helpdesk.desk\n  settings:\n    colour: red\n",
       {":8:5 C041 plugin `helpdesk.desk`: setting `colour` is unknown"}},
  };
  for (const auto& one : all) {
    const auto said = check(one.block);
    for (const auto* told : one.told) EXPECT_TRUE(has(said, told)) << told << "\nnot in\n" << said;
  }
}

/// The two files as `tls:` names them; `check` is never fine here, for there are no policies.
TEST_F(CheckParts, OpensTheCertificateAndItsKeyWhereTheConfigurationNamesThem) {
  using std::chrono::hours;
  const std::string tls = "channels: []\ntls: {certificate: a.pem, key: a.key}\n";
  EXPECT_TRUE(has(check(tls), "c.yaml:5:20 C049 tls: " + (scratch_.folder() / "a.pem").string() + ": no certificate"));
  EXPECT_TRUE(has(check(tls), "c.yaml:5:32 C049 tls: " + (scratch_.folder() / "a.key").string() + ": no key in PEM"));

  const auto fresh = certificate_that_ends_in(hours(24 * 15));
  scratch_.write("a.pem", fresh.certificate);
  scratch_.write("a.key", fresh.key);
  EXPECT_FALSE(has(check(tls), "C049"));
  scratch_.write("a.key", certificate_that_ends_in(hours(1)).key);
  EXPECT_TRUE(has(check(tls), "c.yaml:5:32 C049 ")) << "the key of another certificate";

  const auto old = certificate_that_ends_in(hours(-1));
  scratch_.write("a.pem", old.certificate);
  scratch_.write("a.key", old.key);
  EXPECT_TRUE(has(check(tls), "c.yaml:5:20 C049 ")) << "expired";
  const auto soon = certificate_that_ends_in(hours(24 * 13 + 1));
  scratch_.write("a.pem", soon.certificate);
  scratch_.write("a.key", soon.key);
  EXPECT_TRUE(has(check(tls), "c.yaml:5:20 warning: C049") || has(check(tls), "expires in 13 d")) << check(tls);
}

TEST_F(CheckParts, WarnsOfThoseOnCallWhomNothingTells) {
  scratch_.write("secret", "an-example-secret-of-32-characters");
  const std::string policies =
      "channels: []\nnotify:\n  - {name: pager, REACHESurl: \"URL\", secret: \"${file:secret}\"}\n";
  const auto with = [&](const std::string& reaches, const std::string& url) {
    auto text = policies;
    text.replace(text.find("REACHES"), 7, reaches);
    text.replace(text.find("URL"), 3, url);
    return check(text, SOURCE_FOLDER "/policies/starter");
  };
  EXPECT_FALSE(has(with("", "ftp://x"), "C048")) << "one for everybody";
  EXPECT_TRUE(has(with("", "ftp://x"), "C025 url must be an http or https address"));
  EXPECT_FALSE(has(with("reaches: [care_lead], ", "ftp://x"), "C048"));
  EXPECT_TRUE(has(with("reaches: [nora], ", "ftp://x"), "c.yaml:5:1"));
  EXPECT_TRUE(has(with("reaches: [nora], ", "ftp://x"), "on call, but told by the ticket alone: care_lead."));
  EXPECT_TRUE(has(with("", "http://"), "names no server to call"));
}

TEST_F(CheckParts, WarnsWhereTwoPeopleCanNeverAgree) {
  const std::string two = "activation: two_people\nchannels:\n" + kFtp, starter = SOURCE_FOLDER "/policies/starter";
  EXPECT_TRUE(has(check(two, starter), "c.yaml:4:1 C053 warning: two_people needs two officers, and there are none"));
  EXPECT_FALSE(has(check("channels:\n" + kFtp, starter), "C053"));
  const auto loaded = load_config(scratch_.write("d.yaml", "data: data\npolicies: p\nchannels: []\n")).readable;
  auto opened = open_store(loaded, [](std::string_view) -> std::optional<std::string> { return "officer"; });
  ASSERT_TRUE(opened.ok());
  auto& services = (*opened)->services();
  const auto add = [&](const char* name, const char* role) {
    EXPECT_TRUE(users::add(services.store, services.roles, name, role, services.clock.now()).ok());
  };
  add("dana", "officer");
  add("rita", "reviewer");
  EXPECT_TRUE(has(check(two, starter), "and there is one")) << check(two, starter);
  add("ben", "officer");
  EXPECT_FALSE(has(check(two, starter), "C053")) << check(two, starter);
}

TEST_F(CheckParts, WarnsOfNamesThatNobodyHasAndOfAHelpdeskThatNobodyNamed) {
  const std::string starter = SOURCE_FOLDER "/policies/starter";
  const auto said = check("channels:\n" + kFtp +
                              "notify:\n  - {name: pager, reaches: [care_led, support], url: \"https://a/\", "
                              "secret: \"${file:secret}\"}\n",
                          starter);
  EXPECT_TRUE(has(said, "C052 warning: `reaches` names \"care_led\"")) << said;
  EXPECT_TRUE(has(said, "Did you mean care_lead?")) << said;
  EXPECT_FALSE(has(said, "\"support\"")) << said;
  EXPECT_TRUE(has(said, "C054 warning: there is no `helpdesk:`")) << said;
  EXPECT_FALSE(has(check("channels:\n" + kFtp + "helpdesk: {plugin: helpdesk.desk}\n", starter), "C054"));
}

TEST_F(CheckParts, AServerThatDoesNotAnswerIsAWarningUnlessNobodyShallBeAsked) {
  scratch_.write("secret", "an-example-secret-of-32-characters");
  const auto file = scratch_.write("r.yaml", "data: data\npolicies: " SOURCE_FOLDER
                                             "/policies/starter\nplugins: {folder: " BUILD_FOLDER
                                             "/plugins}\nhelpdesk: {plugin: helpdesk.desk}\nchannels:\n  - {name: a, plugin: channel.webhook, settings: "
                                             "{secret: \"${file:secret}\", deliver_to: \"http://127.0.0.1:1/out\"}}\n");
  Program program;
  program.commands = check_commands(check_parts(), {check_reach});
  std::ostringstream out;
  std::ostringstream quiet;
  std::ostringstream err;
  EXPECT_EQ(app::run(program, {"check", "--config", file.string()}, out, err), 0) << out.str();
  EXPECT_TRUE(has(out.str(), "C055 warning: channel a: http://127.0.0.1:1 cannot be reached now")) << out.str();
  EXPECT_EQ(app::run(program, {"check", "--offline", "--config", file.string()}, quiet, err), 0);
  EXPECT_FALSE(has(quiet.str(), "C055")) << quiet.str();
}

TEST_F(CheckParts, PeopleOfThePoliciesWhoAreNoUsersAreTold) {
  scratch_.write("p/roles.yaml", "roles: R\nlist:\n  - {name: team_lead, permission: reviewer, members: [nora]}\n");
  {
    const auto store = store::SqliteStore::open(scratch_.folder() / "countersign.db", gateway_schema);
    ASSERT_TRUE(store.ok()) << store.error().message;
  }
  const auto said = check("channels:\n" + kFtp, "p\ndata: .");
  EXPECT_TRUE(has(said, "C056 warning: the policies name people who are no users: nora")) << said;
}

TEST_F(CheckParts, WarnsWhereWhatIsKeptDoesNotFitWhatThePacksAsk) {
  scratch_.write("p/keep.yaml",
                 "pack: P\nid: own\nversion: 1\nwhy: house_rule\nbinds: us\ncompared_with_law: 2026-07-01\n"
                 "reviewed_by_counsel: nobody\nkeep:\n  - {what: details, at_least: 1 year, why: house_rule}\n");
  const auto said = check("channels:\n" + kFtp + "keep: {details: 20 days, texts: 20 days}\n");
  EXPECT_TRUE(has(said, "C057 warning: keep: details: 20 days by the configuration, but at least 1 year by pack own "
                        "(house_rule), which wins"))
      << said;
  EXPECT_FALSE(has(said, "keep: texts")) << said;
}

TEST_F(CheckParts, ALookupThatSpeaksToNobodyOrFindsByNoPatternIsTold) {
  scratch_.write("o.csv", "order,customer,status\n1,ana,sent\n");
  const auto with = [&](const std::string& find, const std::string& language) {
    return check(
        "channels: []\nlookups:\n  - name: orders\n    plugin: lookup.table\n    settings:\n      file: o.csv\n"
        "      key_column: order\n      customer_column: customer\n      find: '" +
        find +
        "'\n"
        "      answers: {en: \"Where is it?\"}\n      say: {" +
        language + ": \"It is {status}.\"}\n");
  };
  EXPECT_TRUE(has(with("order (\\d+)", "english"),
                  "C041 plugin `lookup.table`: setting `say.english` does not end with a language"));
  EXPECT_TRUE(has(with("order (\\d+", "en"), "C041 plugin `lookup.table`: setting `find` is no RE2 pattern"));
  EXPECT_FALSE(has(with("order (\\d+)", "en"), "C041"));
}

TEST_F(CheckParts, AFolderOfPoliciesThatIsMissingIsToldByExplainAndTest) {
  Program program;
  program.commands = policy_commands();
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"policy", "test", "nowhere"}, {"policy", "explain", "nowhere", "--text", "x"}}) {
    std::ostringstream out;
    std::ostringstream err;
    EXPECT_EQ(app::run(program, words, out, err), 2);
    EXPECT_TRUE(has(err.str(), "nowhere: there is no such folder")) << err.str();
  }
}

}  // namespace
}  // namespace countersign::app
