// Case files: everything about a conversation on one page, each look recorded.
#include "report/case_file.hpp"

#include <map>

#include "flow/audit/text_digest.hpp"
#include "http/users.hpp"
#include "publish/right_edge.hpp"
#include "report/openings.hpp"
#include "report/report.hpp"
#include "report/resources.hpp"
#include "rights/rights.hpp"
#include "support/one_answer.hpp"
#include "support/road_fixture.hpp"

namespace countersign::testing {
namespace {

class CaseFileTest : public Road {
 protected:
  explicit CaseFileTest(const RoadOptions& options = {}) : Road(options) {}
  [[nodiscard]] report::CaseFiles files() { return report::CaseFiles(house(), "olga"); }
  [[nodiscard]] std::size_t views() { return column("SELECT id FROM entry WHERE kind='viewed'").size(); }
};

TEST_F(CaseFileTest, TellsWhatWasSaidByWhomUnderWhichPolicyAndProvesIt) {
  const auto message = say_and_settle("c-1", "How long does delivery take?");
  const auto sheet = files().of_message(message);
  ASSERT_TRUE(sheet.ok()) << sheet.error().message;
  const auto text = report::as_text(*sheet);
  EXPECT_NE(text.find("How long does delivery take?"), std::string::npos);
  EXPECT_NE(text.find("three to five working days"), std::string::npos);
  EXPECT_NE(text.find("AI, delivered"), std::string::npos);
  EXPECT_NE(text.find("at the reply border"), std::string::npos);
  EXPECT_NE(text.find(house().rules.get()->set->digest()), std::string::npos) << "the policies that decided";
  for (const auto& entry : column("SELECT id FROM entry WHERE message='" + message + "'"))
    EXPECT_NE(text.find(entry), std::string::npos) << "each entry is named";
  EXPECT_EQ(views(), 1U);
  EXPECT_EQ(files().of_message("nobody").error().fault, Fault::not_found);
  EXPECT_EQ(views(), 1U);
}

TEST_F(CaseFileTest, NamesThePersonWithTheRoleAndSaysWhatIsSharedOnce) {
  say_and_settle("c-1", "I would like my 50 EUR back, can you refund me?");
  const auto ana = *users::create_token(gateway->store(), gateway->roles(), "ana", "reviewer", clock.now());
  ASSERT_FALSE(ana.empty());
  ASSERT_TRUE(reviews().take_over({"ana", "reviewer"}, conversation("c-1").id));
  ASSERT_TRUE(reviews().write({"ana", "reviewer"}, conversation("c-1").id, "I am looking into it.").ok());
  const auto text = report::as_text(*files().of_conversation("shop", "c-1"));
  EXPECT_NE(text.find("taken_over, by ana (reviewer)"), std::string::npos) << text;
  EXPECT_NE(text.find("a person: ana (reviewer)"), std::string::npos) << text;
  EXPECT_EQ(text.find("user:"), std::string::npos) << "ids of the record are for the record";
}

TEST_F(CaseFileTest, APolicySetIsNamedWithTheActivationThatCountedThen) {
  const auto first = house().rules.get()->set->digest();
  say_and_settle("c-1", "How long does delivery take?");
  advance(std::chrono::hours(1));
  const auto file = folder.path / "policies/rules/11-promises.yaml";
  const auto before = slurp(file);
  spill(
      file,
      before +
          "# another\n"
          "except:\n  - {for: {channel: [sms]}, reason: a trial, ticket: T-1, approved_by: olga, until: 2026-12-01}\n");
  load_policies();
  ASSERT_NE(house().rules.get()->set->digest(), first);
  advance(std::chrono::hours(1));
  spill(file, before);
  load_policies();
  ASSERT_EQ(house().rules.get()->set->digest(), first) << "the first set counts again";
  const auto at = column("SELECT body FROM entry WHERE kind='policy_activated' ORDER BY seq");
  ASSERT_EQ(at.size(), 3U);
  const auto clock_in = [&](std::size_t i) {
    const auto when = std::string(json::parse(at[i])->text("at"));
    return when.substr(0, 10) + " " + when.substr(11, 8);
  };
  const auto proof = [&](const std::string& name) {
    const auto sheet = files().of_conversation("shop", name);
    std::string rows;
    for (const auto& row : sheet->sections.back().tables.front().rows) rows += row[0] + " " + row[1] + "\n";
    return rows;
  };
  EXPECT_EQ(proof("c-1"), first + " " + clock_in(0) + " by system\n") << "not the later one of the same set";
  say_and_settle("c-2", "How long does delivery take?");
  EXPECT_EQ(proof("c-2"), first + " " + clock_in(2) + " by system\n");
}

TEST_F(CaseFileTest, WhoeverIsGivenAnOpeningCanCheckThatAReceiptIsOfItsText) {
  const auto message = say_and_settle("c-1", "How long does delivery take?");
  const auto out = delivered("c-1");
  ASSERT_FALSE(out.empty());
  const auto opening = report::hand_out_opening(house(), out[0].receipt, "olga");
  ASSERT_TRUE(opening.ok()) << opening.error().message;
  const auto entry = json::parse(value("SELECT body FROM entry WHERE id='" + out[0].receipt + "'"));
  EXPECT_EQ(*audit::digest_under(*opening, out[0].text), entry->text("text"));
  EXPECT_NE(*audit::digest_under(*opening, out[0].text + "."), entry->text("text"));
  EXPECT_EQ(*report::hand_out_opening(house(), out[0].id, "olga"), *opening) << "by the message too";
  EXPECT_NE(*report::hand_out_opening(house(), message, "olga"), *opening) << "of another text it is another";
  EXPECT_EQ(column("SELECT id FROM entry WHERE kind='exported'").size(), 3U);
  EXPECT_EQ(report::hand_out_opening(house(), "nothing", "olga").error().fault, Fault::not_found);

  const auto& erasure = gateway->rights().erasure;
  ASSERT_TRUE(erasure.ask_or_confirm({"olga", users::Permission::officer}, "shop", "u-1").ok());
  ASSERT_TRUE(erasure.ask_or_confirm({"oscar", users::Permission::operator_}, "shop", "u-1").ok());
  EXPECT_EQ(report::hand_out_opening(house(), out[0].receipt, "olga").error().fault, Fault::gone);
}

/// A log of its own in memory, made of the record as it is now.
class PublishedNow : public tlog::Files {
 public:
  explicit PublishedNow(const std::vector<std::string>& entries) {
    publish::RightEdge edge;
    for (const auto& entry : entries) edge.append(entry);
    const auto made = edge.take();
    for (const auto& [path, bytes] : made.tiles) files_[path] = bytes;
    files_["checkpoint"] = tlog::sign({"log.example", edge.size(), edge.root()}, key, Time()).bytes();
  }
  [[nodiscard]] Result<std::string> read(const std::string& path) const override {
    const auto found = files_.find(path);
    if (found == files_.end()) return Error{Fault::not_found, path};
    return found->second;
  }
  tlog::SigningKey key = tlog::SigningKey::make("log.example");

 private:
  std::map<std::string, std::string> files_;
};

TEST_F(CaseFileTest, ARowThatWasChangedInTheDatabaseIsMarkedWhereverItIsShown) {
  record_makes_sense = false;
  const auto message = say_and_settle("c-1", "How long does delivery take?");
  const auto published = std::make_shared<PublishedNow>(column("SELECT body FROM entry ORDER BY seq"));
  const report::LogOf log = [&] { return auditor::Comparison::with(published, published->key.verifier()); };
  const report::CaseFiles compared(house(), "olga", {}, log);
  const auto honest = compared.of_message(message);
  EXPECT_TRUE(honest->warnings.empty()) << honest->warnings[0];
  EXPECT_NE(report::as_text(*honest).find("every entry is the log's"), std::string::npos);

  const auto id = value("SELECT id FROM entry WHERE kind='arrived'");
  const auto index = std::to_string(std::stoll(value("SELECT seq FROM entry WHERE kind='arrived'")) - 1);
  change("UPDATE entry SET body=replace(CAST(body AS TEXT), '\"send\"', '\"hold\"') WHERE kind='arrived'");
  const auto told = "entry " + index + " (" + id + ") differs from the published log";
  const auto sheet = compared.of_message(message);
  EXPECT_EQ(sheet->warnings, std::vector<std::string>{told});
  EXPECT_NE(report::as_text(*sheet).find("NOT TO BE TRUSTED: " + told), std::string::npos);
  EXPECT_NE(report::as_html(*sheet).find("<li>" + told), std::string::npos);

  change("UPDATE entry SET conversation='another' WHERE kind='cleared'");
  const auto hidden = report::as_text(*compared.of_message(message));
  EXPECT_NE(hidden.find("is delivered, and no earlier entry cleared it"), std::string::npos) << hidden;
  change("UPDATE entry SET conversation=(SELECT conversation FROM entry WHERE kind='delivered') WHERE kind='cleared'");

  const auto day = std::chrono::hours(24);
  const auto figures = *report::figures_of(house(), clock.now() - day, clock.now(), log);
  EXPECT_EQ(figures.compared.wrong(), std::vector<std::string>{told});
  const auto rules = house().rules.get();
  const report::Period period{clock.now() - day, clock.now(), ""};
  EXPECT_NE(json::dump(report::to_json(figures, period, *rules->set)).find(told), std::string::npos);
  EXPECT_EQ(report::to_sheet(figures, period, *rules->set).warnings, std::vector<std::string>{told});

  change("DELETE FROM entry WHERE kind='drafted'");
  const auto fewer = *report::figures_of(house(), clock.now() - day, clock.now(), log);
  EXPECT_NE(fewer.compared.wrong().back().find("missing in the database"), std::string::npos);
}

class TextsOfACaseTest : public CaseFileTest {
 protected:
  explicit TextsOfACaseTest(const RoadOptions& options = {}) : CaseFileTest(options) {}
  [[nodiscard]] std::vector<std::string> doubts(const std::string& name = "c-1") {
    return files().of_conversation("shop", name)->warnings;
  }
  /// Changes the row of `message`, looks, and puts it back as it was.
  [[nodiscard]] std::vector<std::string> doubts_with(const std::string& what, const std::string& message,
                                                     const std::string& name = "c-1") {
    const auto where = " WHERE id='" + message + "'";
    change("CREATE TABLE kept AS SELECT * FROM message" + where);
    change("UPDATE message SET " + what + where);
    auto found = doubts(name);
    change("DELETE FROM message" + where);
    change("INSERT INTO message SELECT * FROM kept");
    change("DROP TABLE kept");
    return found;
  }
  [[nodiscard]] std::string entry_of(const std::string& message, const std::string& kind) {
    return value("SELECT id FROM entry WHERE kind='" + kind + "' AND message='" + message + "'");
  }
};

TEST_F(TextsOfACaseTest, ARowOfATextThatIsNotAsTheRecordSaysIsMarked) {
  using Doubts = std::vector<std::string>;
  const auto question = say_and_settle("c-1", "How long does delivery take?");
  const auto answer = delivered("c-1").at(0).id;
  EXPECT_EQ(doubts(), Doubts());
  const auto name = "the text of message " + answer;
  const auto cleared = ", and entry " + entry_of(answer, "cleared") + " of the record ";
  EXPECT_EQ(doubts_with("author='person'", answer),
            Doubts{name + " is shown as written by \"person\"" + cleared + "says \"ai\""});
  EXPECT_EQ(doubts_with("author='person', writer='person'", answer).back(),
            name + " is shown as of person" + cleared + "says nobody");
  EXPECT_EQ(doubts_with("fate='refused'", answer),
            Doubts{name + " is shown as \"refused\", and entry " + entry_of(answer, "delivered") +
                   " of the record says \"delivered\""});
  EXPECT_EQ(doubts_with("at=at-86400000000", answer).size(), 1U);
  EXPECT_EQ(doubts_with("fate='refused', at=at-86400000000, author='ai_edited'", answer).size(), 3U);
  EXPECT_EQ(doubts_with("author='ai', fate='delivered'", question).size(), 2U);
  EXPECT_EQ(doubts(), Doubts()) << "it is as it was";

  const auto text = report::as_text(*files().of_message(answer));
  change("UPDATE message SET author='person' WHERE id='" + answer + "'");
  const auto sheet = *files().of_message(answer);
  EXPECT_EQ(text.find("NOT TO BE TRUSTED"), std::string::npos);
  EXPECT_NE(report::as_text(sheet).find("NOT TO BE TRUSTED: " + name), std::string::npos) << "where it is shown too";
}

TEST_F(TextsOfACaseTest, OtherBytesAndATextThatNobodyRecordedAreMarked) {
  say_and_settle("c-1", "How long does delivery take?");
  const auto answer = delivered("c-1").at(0).id;
  Message other;
  other.id = answer;
  other.text = "You get all your money back.";
  const auto sealed = *house().messages.seal(conversation("c-1").customer, other);
  ASSERT_TRUE(gateway->store().commit([&](store::Session& session) {
    session.run("UPDATE message SET sealed=$2 WHERE id=$1", {answer, store::Blob{sealed}});
  }));
  EXPECT_EQ(doubts(), std::vector<std::string>{"the text of message " + answer + " is not the text that entry " +
                                               entry_of(answer, "cleared") + " of the record is of"});
  change("UPDATE entry SET message='another' WHERE message='" + answer + "'");
  record_makes_sense = false;
  const auto all = report::as_text(*files().of_conversation("shop", "c-1"));
  EXPECT_NE(all.find(answer + " is in the database, and no entry of the record is of it"), std::string::npos) << all;
}

TEST_F(TextsOfACaseTest, ATextThatWasTakenOutOfTheDatabaseIsMissing) {
  const auto question = say_and_settle("c-1", "How long does delivery take?");
  const auto answer = delivered("c-1").at(0).id;
  change("DELETE FROM message WHERE id='" + answer + "'");
  const std::vector<std::string> missing{"the text of message " + answer + " is not in the database, and entry " +
                                         entry_of(answer, "delivered") + " of the record says that it is \"delivered\""};
  EXPECT_EQ(doubts(), missing);
  EXPECT_EQ(files().of_message(question)->warnings, missing);
  EXPECT_EQ(files().of_message(answer)->warnings, missing) << "also by its own name";
  change("DELETE FROM message");
  EXPECT_EQ(doubts().size(), 2U);
  const auto alone = *files().of_message(answer);
  EXPECT_EQ(alone.warnings.size(), 1U);
  EXPECT_EQ(report::as_text(alone).find("It was erased"), std::string::npos);
}

class DraftsOfACaseTest : public TextsOfACaseTest {
 protected:
  DraftsOfACaseTest() : TextsOfACaseTest(RoadOptions{{"gpt"}, "resend", "webchat"}) {
    model_server.drafts("We will refund 50 EUR to your account by Friday.");
  }
};

TEST_F(DraftsOfACaseTest, WhatPeopleDidAndWhatItsTimeTookAwayIsNoDoubt) {
  const review::Actor ana{"ana", "reviewer"};
  const std::string question = "Could you tell me what happens with my returned jacket?";
  say_and_settle("c-1", question);
  const auto edited = the_review();
  ASSERT_TRUE(reviews().edit(ana, edited.id, edited.digest, "Thank you, your jacket is with us.").done);
  settle();
  EXPECT_EQ(doubts(), std::vector<std::string>());
  EXPECT_EQ(doubts_with("writer='olga'", edited.message).size(), 1U) << "of whom it is";
  EXPECT_EQ(doubts_with("author='ai', writer=''", edited.message).size(), 2U);
  say_and_settle("c-2", question);
  const auto held = the_review();
  EXPECT_EQ(doubts("c-2"), std::vector<std::string>());
  EXPECT_EQ(doubts_with("author='person'", held.message, "c-2").size(), 1U);
  ASSERT_TRUE(reviews().reject(ana, held.id, "no").ok());
  settle();
  EXPECT_EQ(doubts("c-2"), std::vector<std::string>());
  change("DELETE FROM message WHERE id='" + held.message + "'");
  EXPECT_EQ(doubts("c-2").size(), 1U) << "nothing says that its time was over";
  audit::Entry removed;
  removed.kind = audit::Kind::removed;
  removed.at = clock.now();
  removed.more = {{"removed", json::Object{{"drafts", 1}}}};
  ASSERT_TRUE(gateway->store().commit([&](store::Session& session) { audit::record(session, removed); }));
  EXPECT_EQ(doubts("c-2"), std::vector<std::string>());
}

TEST_F(CaseFileTest, OfAnErasedCustomerOnlyTheRecordIsLeft) {
  const auto message = say_and_settle("c-1", "How long does delivery take?");
  const auto& erasure = gateway->rights().erasure;
  ASSERT_TRUE(erasure.ask_or_confirm({"olga", users::Permission::officer}, "shop", "u-1").ok());
  ASSERT_TRUE(erasure.ask_or_confirm({"oscar", users::Permission::operator_}, "shop", "u-1").ok());
  const auto sheet = files().of_message(message);
  ASSERT_TRUE(sheet.ok());
  const auto text = report::as_text(*sheet);
  EXPECT_EQ(text.find("How long"), std::string::npos);
  EXPECT_NE(text.find("arrived: send"), std::string::npos) << text;
  EXPECT_TRUE(sheet->warnings.empty());
  EXPECT_TRUE(files().of_message(message)->warnings.empty()) << "nor after the first look";
}

TEST_F(CaseFileTest, ASampleTakesOnlyWhatWasAskedForAndRecordsEachLook) {
  for (const auto* name : {"c-1", "c-2", "c-3"}) say_and_settle(name, "How long does delivery take?");
  const auto hour = std::chrono::hours(1);
  EXPECT_EQ(files().of_sample({2, clock.now() - hour, clock.now(), "shop", "en"})->title,
            "Sample of 2 conversations, drawn at random from 3");
  EXPECT_EQ(views(), 2U);
  EXPECT_FALSE(files().of_sample({2, clock.now() - hour, clock.now(), "web", ""}).ok());
  EXPECT_FALSE(files().of_sample({2, clock.now() - hour, clock.now(), "", "de"}).ok());
  EXPECT_FALSE(files().of_sample({2, clock.now() + hour, clock.now() + 2 * hour, "", ""}).ok());
  EXPECT_FALSE(files().of_sample({2, clock.now() - 2 * hour, clock.now() - hour, "", ""}).ok()) << "before they began";
}

TEST_F(CaseFileTest, OverHttpForThoseWhoMaySeeTheRecordOnly) {
  const auto message = say_and_settle("c-1", "How long does delivery <b>take</b>?");
  const auto as = [&](const std::string& role, const std::string& path) {
    const auto token = *users::create_token(gateway->store(), gateway->roles(), role, role, clock.now());
    const auto exchange = std::make_shared<OneAnswer>();
    gateway->router().handle({"GET", path, "", {{"authorization", "Bearer " + token}}, "", ""}, http::Reply(exchange));
    return exchange->response;
  };
  EXPECT_EQ(as("agent", "/api/v1/case-files/messages/" + message).status, 403);
  EXPECT_EQ(as("operator", "/api/v1/report").status, 403);
  const auto page = as("auditor", "/api/v1/case-files/messages/" + message);
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("&lt;b&gt;take"), std::string::npos) << "a customer's words are only text";
  EXPECT_EQ(as("officer", "/api/v1/case-files/conversations/shop/c-1").status, 200);
  EXPECT_EQ(as("officer", "/api/v1/report").status, 200);
  const auto query = [&](const std::string& path, const std::string& words) {
    const auto token = *users::create_token(gateway->store(), gateway->roles(), "officer", "officer", clock.now());
    const auto exchange = std::make_shared<OneAnswer>();
    gateway->router().handle({"GET", path, words, {{"authorization", "Bearer " + token}}, "", ""},
                             http::Reply(exchange));
    return exchange->response;
  };
  const auto drawn = query("/api/v1/case-files/sample", "count=5&channel=shop&since=1d&format=text");
  EXPECT_EQ(drawn.status, 200) << drawn.body;
  EXPECT_NE(drawn.body.find("drawn at random from 1"), std::string::npos) << drawn.body;
  EXPECT_EQ(query("/api/v1/case-files/sample", "count=5&language=de").status, 404);
  EXPECT_EQ(query("/api/v1/case-files/sample", "count=none").status, 422);
  EXPECT_EQ(query("/api/v1/report", "since=2099-01-01").status, 422);
  EXPECT_EQ(as("agent", "/api/v1/case-files/sample").status, 403);
}

}  // namespace
}  // namespace countersign::testing
