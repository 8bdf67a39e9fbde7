#include "flow/audit/entry.hpp"

#include <gtest/gtest.h>

#include <set>

#include "base/crypto.hpp"
#include "flow/audit/staff.hpp"
#include "store/schema.hpp"
#include "store/sqlite.hpp"
#include "unit/store/folder.hpp"

namespace countersign::audit {
namespace {

constexpr std::string_view id = "01ARYZ6S41TSV4RRFFQ69G5FAV";

Entry small() {
  Entry entry;
  entry.kind = Kind::delivered;
  entry.at = from_micros(1'795'255'200'000'000);
  entry.conversation = "ab12";
  entry.message = "m1";
  entry.channel = "shop";
  entry.author = "ai";
  entry.actor = "system";
  entry.border = "reply";
  entry.text_digest = "77";
  entry.notice = "ai-notice@4/en";
  entry.more = {{"tries", 2}};
  return entry;
}

policy::Decision decision() {
  policy::Decision made;
  made.verdict = Verdict::hold;
  made.looked = 9;
  made.moment = "invoice";
  made.policy_digest = "d1";
  made.duties.approvals = {{"team_lead", 1}};
  made.duties.label = true;
  policy::RuleOutcome rule;
  rule.policy = "refunds";
  rule.version = 3;
  rule.rule = "be_approved_by";
  rule.mode = "enforce";
  rule.verdict = Verdict::hold;
  rule.why = "an amount was promised";
  rule.spans = {{4, 9}};
  rule.legal = {"eu-ai-act-50", "de-bgb-312"};
  made.rules.push_back(rule);
  rule.rule = "show";
  rule.waiver = "refunds#2 until 2027-01-01";
  rule.legal = {"eu-ai-act-50"};
  made.rules.push_back(rule);
  return made;
}

policy::Facts facts() {
  policy::Facts known;
  known.channel = "shop";
  known.region = "DE";
  known.topics = {"invoice"};
  known.findings = {{.kind = "email", .start = 1, .end = 5, .score = 600},
                    {.kind = "email", .start = 9, .end = 12, .score = 900},
                    {.kind = "commitment", .commitment = Commitment{"money", 12'345, "EUR", "by next Tuesday, Anna"}}};
  return known;
}

TEST(Entry, IsOneCanonicalLine) {
  EXPECT_EQ(write(small(), id).bytes,
            R"({"actor":"system","at":"2026-11-21T10:00:00.000000Z","author":"ai","border":"reply","channel":"shop",)"
            R"("conversation":"ab12","id":"01ARYZ6S41TSV4RRFFQ69G5FAV","kind":"delivered","message":"m1",)"
            R"("more":{"tries":2},"notice":"ai-notice@4/en","retention":"delivery","text":"77","v":1})");
  EXPECT_EQ(write(small(), id).detail, "");
}

TEST(Entry, LeavesEmptyMembersOut) {
  Entry entry;
  entry.kind = Kind::ai_stopped;
  const auto value = json::parse(write(entry, id).bytes);
  ASSERT_TRUE(value.ok());
  EXPECT_EQ(value->object()->size(), 5U);
  EXPECT_EQ(value->text("retention"), "config");
}

TEST(Entry, ReadingAndWritingAgainGivesTheSameBytes) {
  Entry entry = small();
  const auto made = decision();
  const auto known = facts();
  entry.decision = &made;
  entry.facts = &known;
  const std::string bytes = write(entry, id).bytes;
  const auto value = json::parse(bytes);
  ASSERT_TRUE(value.ok());
  EXPECT_EQ(json::dump(*value), bytes);
  EXPECT_EQ(write(entry, id).bytes, bytes);
}

TEST(Entry, SaysWhoDecidedAndOnWhichGround) {
  Entry entry = small();
  const auto made = decision();
  entry.decision = &made;
  const auto value = json::parse(write(entry, id).bytes);
  const json::Value* said = value->find("decision");
  ASSERT_NE(said, nullptr);
  EXPECT_EQ(said->text("verdict"), "hold");
  EXPECT_EQ(said->text("policy"), "d1");
  EXPECT_EQ(said->text("moment"), "invoice");
  EXPECT_EQ(json::dump(*said->find("legal")), R"(["de-bgb-312","eu-ai-act-50"])");
  EXPECT_EQ(json::dump(*said->find("waivers")), R"(["refunds#2 until 2027-01-01"])");
  EXPECT_EQ(json::dump(*said->find("duties")), R"({"approvals":{"team_lead":1},"label":true})");
  EXPECT_EQ(json::dump(said->find("rules")->array()->front()),
            R"({"legal":["eu-ai-act-50","de-bgb-312"],"met":false,"mode":"enforce","policy":"refunds",)"
            R"("rule":"be_approved_by","spans":[[4,9]],"verdict":"hold","version":3,"why":"an amount was promised"})");
}

TEST(Entry, FactsAreCountsScoresAndAmountsNotWords) {
  Entry entry = small();
  const auto known = facts();
  entry.facts = &known;
  const std::string bytes = write(entry, id).bytes;
  const auto value = json::parse(bytes);
  const json::Value* said = value->find("facts");
  ASSERT_NE(said, nullptr);
  EXPECT_EQ(json::dump(*said->find("findings")),
            R"({"commitment":{"count":1,"score":1000,"whole":1},"email":{"count":2,"score":900}})");
  EXPECT_EQ(json::dump(*said->find("commitments")), R"([{"cents":12345,"currency":"EUR","what":"money"}])");
  EXPECT_EQ(bytes.find("Anna"), std::string::npos) << "a date 'as written' is somebody's words";
}

TEST(Entry, AForeignCodeThatIsNoCodeIsLeftOut) {
  Entry entry = small();
  auto known = facts();
  known.language = "I am Anna";
  known.region = "Anna-from-Bonn";
  known.findings.back().commitment->currency = "\xE2\x82\xAC";
  entry.facts = &known;
  const std::string bytes = write(entry, id).bytes;
  EXPECT_EQ(bytes.find("Anna"), std::string::npos);
  EXPECT_EQ(bytes.find("currency"), std::string::npos);
}

TEST(Entry, AFractionIsABugOfTheCaller) {
  Entry entry = small();
  entry.more = {{"list", json::Array{1, json::Object{{"score", 0.5}}}}};
  EXPECT_THROW((void)write(entry, id), std::invalid_argument);
}

TEST(Entry, EveryKindHasItsOwnWordAndAClass) {
  std::set<std::string> words;
  std::set<std::string> classes;
  for (int kind = 0; kind <= static_cast<int>(Kind::expired); ++kind) {
    Entry entry;
    entry.kind = static_cast<Kind>(kind);
    words.insert(std::string(to_word(entry.kind)));
    classes.insert(std::string(json::parse(write(entry, id).bytes)->text("retention")));
  }
  EXPECT_EQ(words.size(), 27U);
  EXPECT_EQ(classes, (std::set<std::string>{"config", "decision", "delivery"}));
  EXPECT_EQ(to_word(Kind::arrived), "arrived");
  EXPECT_EQ(to_word(Kind::taken_over), "taken_over");
  EXPECT_EQ(to_word(Kind::ai_stopped), "ai_stopped");
  EXPECT_EQ(to_word(Kind::expired), "expired");
}

class Recorded : public testing::Test {
 protected:
  Recorded() {
    auto opened = store::open_sqlite(folder / "a.db", store::apply_schema);
    if (opened.ok()) base = std::move(*opened);
  }
  std::int64_t count(std::string_view sql) {
    std::int64_t found = -1;
    const Status read = base->read([&](store::Session& session) {
      session.first(sql, {}, [&](const store::Row& row) { found = row.integer(0); });
    });
    return read.ok() ? found : -1;
  }
  store::Folder folder;
  std::unique_ptr<store::Store> base;
};

TEST_F(Recorded, TheRowHoldsTheExactBytes) {
  ASSERT_NE(base, nullptr);
  std::string made;
  ASSERT_TRUE(base->commit([&](store::Session& session) { made = record(session, small()); }).ok());
  EXPECT_TRUE(base->read([&](store::Session& session) {
                    EXPECT_TRUE(session.first("SELECT body, at, kind, conversation, message FROM entry WHERE id = $1",
                                              {std::string_view(made)}, [&](const store::Row& row) {
                                                EXPECT_EQ(row.blob(0), write(small(), made).bytes);
                                                EXPECT_EQ(row.integer(1), 1'795'255'200'000'000);
                                                EXPECT_EQ(row.text(2), "delivered");
                                                EXPECT_EQ(row.text(3), "ab12");
                                                EXPECT_EQ(row.text(4), "m1");
                                              }));
                  })
                  .ok());
}

TEST_F(Recorded, AnUndoneJobLeavesNoEntryAndNoGap) {
  ASSERT_NE(base, nullptr);
  const auto write_one = [](store::Session& session) { (void)record(session, small()); };
  ASSERT_TRUE(base->commit(write_one).ok());
  ASSERT_FALSE(base->commit([&](store::Session& session) {
                     write_one(session);
                     throw store::Rollback({Fault::conflict, "moved on"});
                   })
                   .ok());
  ASSERT_TRUE(base->commit(write_one).ok());
  EXPECT_EQ(count("SELECT count(*) FROM entry"), 2);
  EXPECT_EQ(count("SELECT max(seq) FROM entry"), 2);
}

TEST_F(Recorded, ALongEntryHasItsDetailBesideIt) {
  ASSERT_NE(base, nullptr);
  auto made = decision();
  made.rules.resize(1000, made.rules.front());
  Entry entry = small();
  entry.decision = &made;
  ASSERT_TRUE(base->commit([&](store::Session& session) { (void)record(session, entry); }).ok());
  EXPECT_EQ(count("SELECT count(*) FROM detail JOIN entry ON entry.id = detail.entry"), 1);
}

TEST_F(Recorded, NobodyWhoWorksHereIsNamed) {
  ASSERT_NE(base, nullptr);
  auto entry = small();
  entry.actor = "user:ana";
  entry.more = {{"signed_by", json::Array{"user:ana", "user:bob"}}, {"deeper", json::Object{{"by", "user:cleo"}}}};
  auto once = entry;
  ASSERT_TRUE(unname(*base, once).ok());
  auto again = once;
  ASSERT_TRUE(unname(*base, again).ok());
  EXPECT_EQ(json::dump(again.more), json::dump(once.more)) << "an id stays as it is";
  std::string body;
  ASSERT_TRUE(base->commit([&](store::Session& session) { (void)record(session, entry); }).ok());
  std::map<std::string, std::string> names;
  ASSERT_TRUE(base->read([&](store::Session& session) {
    session.first("SELECT body FROM entry", {}, [&](const store::Row& row) { body = row.blob(0); });
    names = names_in(session, body);
  }).ok());
  for (const char* name : {"ana", "bob", "cleo"}) EXPECT_EQ(body.find(name), std::string::npos) << body;
  EXPECT_NE(body.find(once.actor), std::string::npos) << "the same person keeps the same id";
  ASSERT_EQ(names.size(), 3U);
  EXPECT_EQ(names.at(once.actor), "ana");
}

}  // namespace
}  // namespace countersign::audit
