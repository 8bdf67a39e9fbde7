// Who is on call is told by a webhook: signed, with one key, tried again, and never with a customer's words. The clock
// starts on a Monday at 11:00 in Berlin.
#include "base/crypto.hpp"
#include "support/road_fixture.hpp"

namespace countersign::testing {
namespace {

using namespace std::chrono_literals;

constexpr const char* kDanger = "I want to kill myself";
constexpr const char* kLinks = "https://desk.example/c/{reference}?ticket={ticket}";

/// The pager's server must be there before the configuration that names it.
struct Pager {
  Outside pager;
};

RoadOptions with(const std::string& url, const std::string& reaches) {
  RoadOptions options;
  options.further = "notify:\n  - {name: pager, " + reaches + "url: \"" + url +
                    "/page\", secret: \"${env:ROAD_KEY}\", link: \"" + std::string(kLinks) + "\"}\n";
  return options;
}

class Telling : protected Pager, public Road {
 protected:
  explicit Telling(const std::string& reaches = "") : Road(with(pager.url(), reaches)) {
    write_policy("staffing.yaml", R"(staffing: S
queues:
  - {id: support, time_zone: Europe/Berlin, languages: [en], hours: {monday: "08:00-18:00"}}
  - {id: care-team, time_zone: Europe/Berlin, languages: [en], hours: {monday: "08:00-18:00"}}
  - {id: complaints, time_zone: Europe/Berlin, languages: [en], hours: {monday: "08:00-18:00"}}
  - {id: contracts, time_zone: Europe/Berlin, languages: [en], hours: {monday: "08:00-18:00"}}
  - id: trained-care
    time_zone: Europe/Berlin
    languages: [en]
    hours: {monday: "08:00-18:00"}
    on_call: [{role: care_lead, priorities: [page_someone]}, {who: omar, priorities: [page_someone]}]
    next_on_call_after: 5 minutes
)");
    write_policy("roles.yaml", R"(roles: R
list:
  - {name: team_lead, permission: reviewer, members: []}
  - {name: care_lead, permission: agent, members: [nora]}
)");
    load_policies();
  }
  [[nodiscard]] std::vector<json::Value> paged() const {
    std::vector<json::Value> all;
    for (const auto& request : pager.seen()) all.push_back(*json::parse(request.body));
    return all;
  }
  int told(bool outcome) {
    int count = 0;
    for (const auto& entry : record())
      if (entry.text("kind") == "told" && *entry.find("more")->find("told")->boolean() == outcome) ++count;
    return count;
  }
};

TEST_F(Telling, WhoIsReachedIsToldSignedAndWithoutAnyWordOfTheCustomer) {
  say_and_settle("c-1", kDanger);
  ASSERT_EQ(pager.seen().size(), 1U);
  const auto request = pager.seen()[0];
  const auto body = *json::parse(request.body);
  const auto of = conversation("c-1");
  const auto reference = of.id.substr(of.id.size() - 8);
  EXPECT_EQ(request.path, "/page");
  EXPECT_EQ(body.text("to"), "nora");
  EXPECT_EQ(body.text("reference"), reference);
  EXPECT_EQ(body.text("queue"), "trained-care");
  EXPECT_EQ(body.text("priority"), "page_someone");
  EXPECT_EQ(body.text("due_at").substr(0, 16), to_rfc3339(clock.now() + 5min).substr(0, 16));
  EXPECT_EQ(body.text("link"), "https://desk.example/c/" + reference + "?ticket=" + of.ticket);
  EXPECT_FALSE(of.ticket.empty());
  EXPECT_EQ(body.object()->size(), 7U) << "and nothing else: " << request.body;
  EXPECT_EQ(*request.header("idempotency-key"), body.text("id"));
  const auto signature = *request.header("x-countersign-signature");
  const auto time = signature.substr(2, signature.find(',') - 2);
  EXPECT_EQ(std::stoll(time), micros(clock.now()) / 1'000'000);
  EXPECT_EQ(signature, "t=" + time + ",v1=" +
                           crypto::to_hex(crypto::hmac_sha256("model-key", time + ".notify.pager." + request.body)));
  EXPECT_EQ(told(true), 1);
}

TEST_F(Telling, APagerThatIsAwayIsTriedAgainUnderTheSameKeyAndNobodyIsToldTwice) {
  pager.answers(503);
  say_and_settle("c-1", kDanger);
  pager.answers(200);
  advance(2s);
  settle();
  advance(1min);
  settle();
  const auto calls = paged();
  ASSERT_EQ(calls.size(), 2U);
  EXPECT_EQ(calls[0].text("id"), calls[1].text("id"));
  EXPECT_EQ(told(true), 1);
}

TEST_F(Telling, EachTrySaysTheSameWhateverChangesMeanwhile) {
  pager.answers(503);
  ASSERT_TRUE(say("c-1", kDanger).ok());
  settle({Task::answer, Task::notify});
  EXPECT_TRUE(paged().empty()) << "the ticket that the link names is being made";
  advance(16s);
  settle({Task::notify});
  ASSERT_EQ(paged().size(), 1U) << "a helpdesk that does not answer keeps nobody from being told";
  EXPECT_TRUE(paged()[0].text("link").ends_with("?ticket="));
  settle({Task::file});
  change("UPDATE conversation SET priority='urgent'");
  advance(5s);
  reopen();
  settle({Task::notify});
  ASSERT_EQ(paged().size(), 2U);
  EXPECT_EQ(pager.seen()[0].body, pager.seen()[1].body);
}

TEST_F(Telling, TheNextOneIsToldWhenTheirTimeComesAndTheOneBeforeNotAnyMore) {
  pager.answers(503);
  say_and_settle("c-1", kDanger);
  pager.forget();
  pager.answers(200);
  advance(5min);
  settle({Task::deadline});
  settle();
  const auto calls = paged();
  ASSERT_EQ(calls.size(), 1U);
  EXPECT_EQ(calls[0].text("to"), "omar");
  EXPECT_EQ(value("SELECT COUNT(*) FROM work WHERE task='notify'"), "0");
  EXPECT_EQ(told(false), 1) << "that nora was never told is on the record, and somebody's case";
  EXPECT_EQ(value("SELECT COUNT(*) FROM owned_case WHERE kind='not_told' AND why LIKE 'nora could not be told%'"), "1");
}

TEST_F(Telling, APagerThatRefusesIsACaseAndStopsNothing) {
  pager.answers(404);
  say_and_settle("c-1", kDanger);
  EXPECT_EQ(told(false), 1);
  EXPECT_EQ(value("SELECT why FROM owned_case WHERE kind='not_told'"),
            "nora could not be told by \"pager\": it answered 404; the ticket is the only word of it");
  pager.answers(200);
  advance(5min);
  settle();
  EXPECT_EQ(paged().back().text("to"), "omar");
}

TEST_F(Telling, WhoeverTookItIsNotCalledAfterwards) {
  pager.answers(503);
  say_and_settle("c-1", kDanger);
  pager.forget();
  ASSERT_TRUE(reviews().take_over({"nora", "agent"}, conversation("c-1").id).ok());
  advance(5min);
  settle();
  EXPECT_TRUE(pager.seen().empty());
  EXPECT_EQ(value("SELECT COUNT(*) FROM work WHERE task='notify'"), "0");
}

class TellingARole : public Telling {
 protected:
  TellingARole() : Telling("reaches: [care_lead], ") {}
};

TEST_F(TellingARole, ReachesItsMembersAndNobodyElse) {
  say_and_settle("c-1", kDanger);
  advance(5min);
  settle();
  ASSERT_EQ(pager.seen().size(), 1U);
  EXPECT_EQ(paged()[0].text("to"), "nora");
  EXPECT_EQ(conversation("c-1").assigned_to, "omar") << "told by the ticket alone, which check says";
}

}  // namespace
}  // namespace countersign::testing
