// `policy explain`: of a text, and of what was decided about a message of the past; and `policy replay` of the same
// record.
#include "flow/audit/entry.hpp"
#include "policy_program.hpp"
#include "store/sqlite.hpp"

namespace countersign::app {
namespace {

TEST_F(PolicyCommands, ExplainWarnsOfNamesAndRefusesWhatIsNoLanguageOrRegion) {
  complete(folder_).add("p.yaml", rule("brand: acme", "brand: acme"));
  const auto explain = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"explain", folder_.path().string(), "--text", "Hello", "--written-by", "ai"});
    return run(more);
  };
  auto ran = explain({"--channel", "emial", "--brand", "acmee"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(
      ran.err,
      "countersign: warning: --channel: no policy here names the channel \"emial\", and it is no kind of channel. Did "
      "you mean email? (one of: webchat, email, sms, messenger, webhook)\n"
      "countersign: warning: --brand: no policy here names the brand \"acmee\". Did you mean acme? (one of: acme)\n");
  EXPECT_NE(ran.out.find("brand is acmee, not acme"), std::string::npos) << ran.out;
  EXPECT_EQ(explain({"--channel", "email", "--brand", "acme", "--model", "any"}).err, "");
  ran = explain({"--language", "german"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(
      ran.err,
      "countersign: --language: \"german\" is not a language; write its two letters (ISO 639-1). Did you mean de?\n");
  EXPECT_EQ(explain({"--locale", "german-AT"}).code, 2);
  EXPECT_EQ(explain({"--locale", "de-AT"}).code, 0);
  EXPECT_EQ(
      explain({"--region", "Germany"}).err,
      "countersign: --region: \"Germany\" is not a region; write a country (DE, GB) or a part of one (US-CA). Did you "
      "mean DE?\n");
  EXPECT_EQ(run({"explain", "x", "--text", "y", "--written-by", "Kunde"}).code, 2);
  EXPECT_EQ(
      run({"explain", "x", "--text", "y", "--written-by", "persn"}).err,
      "countersign: --written-by: \"persn\" is no word for it. Did you mean person? (one of: customer, ai, ai_edited, "
      "person, system). See --help\n");
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
  const auto put = [&](store::Session& session, const std::string& id, const std::string& author,
                       const std::string& fate, const std::string& answers, const std::string& notice) {
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
  EXPECT_NE(
      ran.out.find("also: countersign policy explain r-1 --config " + config +
                   "   # the reply by ai: hold; now waiting\n" + "also: countersign policy explain m-2 --config " +
                   config + "   # the reply by system (on-hold@2/en): now delivered\n"),
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
  EXPECT_TRUE(
      ran.out.ends_with("what the rules of this set that only watch would have done\n"
                        "w (watching): 1 would be held\n    w m-1\n"))
      << ran.out;
  ran = run({"replay", "--config", config, "--with", folder, "--watch-report", "--format", "json"});
  const auto all = json::parse(ran.out);
  ASSERT_TRUE(all.ok()) << ran.out;
  EXPECT_EQ(json::dump(*all->find("watching")), R"({"w":{"hold":1}})");
  EXPECT_EQ(*all->find("seen")->integer(), 1);
  EXPECT_EQ(run({"replay", "--config", config, "--watch-report"}).out, "no rule was in watch mode\n");
}

}  // namespace
}  // namespace countersign::app
