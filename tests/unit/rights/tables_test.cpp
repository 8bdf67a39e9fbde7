// Every table there is: what it keeps of a customer is in the access export, or one list here says why not; and an
// erasure leaves nothing of it. A new table fails this until somebody has thought about it.
#include <algorithm>
#include <map>

#include "base/crypto.hpp"
#include "people.hpp"

namespace countersign::testing {
namespace {

/// "= key": in the export, under this path; anything else: why it need not be.
const std::map<std::string, std::string> kTables = {
    {"conversation", "= conversations"},
    {"message", "= conversations.messages"},
    {"entry", "= conversations.decisions"},
    {"detail", "the long form of an entry; what decided and why stands in the entry"},
    {"review", "= conversations.reviews"},
    {"owned_case", "= conversations.cases"},
    {"unanswered", "= conversations.questions_without_answer"},
    {"ticket", "= conversations.ticket"},
    {"ticket_note", "= conversations.ticket.notes"},
    {"right_request", "= requests"},
    {"errand", "= requests.left_to_do"},
    {"legal_hold", "= legal_holds"},
    {"customer_wish", "= no_ai"},
    {"event", "look-up values of what came in; the texts are messages"},
    {"work", "what the gateway is about to do with a message; gone when it is done"},
    {"outbox", "the message once more, on its way"},
    {"chat_line", "the message once more, as the chat shows it"},
    {"key_to_go", "that nothing but a key is left of somebody"},
    {"staff", "people who work here"},
    {"user", "people who work here"},
    {"token", "people who work here"},
    {"stop", "nobody's"},
    {"in_force", "nobody's"},
    {"schema_version", "nobody's"},
    {"stream_cursor", "nobody's"},
    {"log_head", "nobody's"},
    {"policy_source", "nobody's"},
    {"policy_bundle", "nobody's"},
    {"policy_proposal", "nobody's"},
};

class TablesTest : public PeopleTest {
 protected:
  /// Somebody who left something in every table.
  TablesTest() {
    say_and_settle("c-1", "How long does delivery take?");
    say_and_settle("c-1", "I want to talk to a person about my order 4711.");
    const auto ticket = conversation("c-1").ticket;
    EXPECT_TRUE(gateway->desk().note(ticket, "agnes", "Called back, nobody answered.").ok());
    const auto id = conversation("c-1").id;
    const auto message = messages("c-1").front().id;
    change("INSERT INTO unanswered (id, conversation, message, model, why, at) VALUES ('q','" + id + "','" + message +
           "','kb','no article',1)");
    change("INSERT INTO owned_case (id, conversation, kind, message, why, state, at) VALUES ('o','" + id +
           "','blocked','" + message + "','why','open',1)");
    const auto sealed = *house().keys.seal(conversation("c-1").customer, "reason:r", "Too vague for Ana.");
    change(
        "INSERT INTO review (id, conversation, message, state, digest, reasons, needs, policy_digest, revision, "
        "due_at, created_at, decided_at, sealed, reason) VALUES ('r','" +
        id + "','" + message + "','rejected','','','','',1,1,1,1,x'00',x'" + crypto::to_hex(sealed) + "')");
    const auto& rights = gateway->rights();
    const auto customer = *rights.customer("shop", "u-1");
    const auto request = *rights.requests.ask(officer, customer, "correct");
    change("INSERT INTO errand (id, request, what, reference, due_at) VALUES ('e','" + request.id +
           "','look','T-1',1)");
    EXPECT_TRUE(rights.wishes.set(officer, customer, {true, false}).ok());
    EXPECT_TRUE(rights.holds.add(officer, customer, "claim").ok());
  }
  /// Whether the export has something under "a.b.c"; of a list, any of its items.
  static bool has(const json::Value& value, const std::string& path) {
    if (const auto* list = value.array(); list != nullptr)
      return std::any_of(list->begin(), list->end(), [&](const json::Value& one) { return has(one, path); });
    if (path.empty()) return !value.is_null() && (value.object() == nullptr || !value.object()->empty());
    const auto dot = path.find('.');
    const auto* next = value.find(path.substr(0, dot));
    return next != nullptr && has(*next, dot == std::string::npos ? "" : path.substr(dot + 1));
  }
  [[nodiscard]] std::vector<std::string> tables() {
    return column("SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%' ORDER BY name");
  }
};

TEST_F(TablesTest, WhatTheyKeepOfACustomerIsInTheExportOrThereIsAReasonWhyNot) {
  const auto answer = as("officer", "GET", "/api/v1/customers/shop/u-1");
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto all = *json::parse(answer.body);
  for (const auto& table : tables()) {
    const auto known = kTables.find(table);
    if (known == kTables.end()) {
      ADD_FAILURE() << "the table " << table
                    << " is new: export and erase what it keeps of customers, or say in kTables why not";
      continue;
    }
    if (!known->second.starts_with("= ")) continue;
    EXPECT_NE(value("SELECT count(*) FROM \"" + table + "\""), "0") << table << " is empty in this test";
    EXPECT_TRUE(has(all, known->second.substr(2))) << table << " is not in the export under " << known->second;
  }
  EXPECT_NE(answer.body.find("Too vague for Ana."), std::string::npos);
  EXPECT_NE(answer.body.find("Called back, nobody answered."), std::string::npos);
  EXPECT_EQ(answer.body.find("agnes"), std::string::npos) << "names of staff are other people's data";
}

TEST_F(TablesTest, AnErasureLeavesNothingOfACustomerInAnyOfThemButTheRecord) {
  const auto customer = conversation("c-1").customer;
  std::vector<std::string> theirs = column("SELECT id FROM message");
  theirs.push_back(conversation("c-1").id);
  theirs.push_back(conversation("c-1").ref);
  theirs.push_back(customer);
  ASSERT_TRUE(gateway->rights().holds.remove(officer, *gateway->rights().customer("shop", "u-1")).ok());
  ASSERT_TRUE(erase("u-1").ok());
  for (const auto& table : tables()) {
    if (table == "entry" || table == "detail") continue;
    for (const auto& field : column("SELECT name FROM pragma_table_info('" + table + "')"))
      for (const auto& one : theirs)
        EXPECT_EQ(value("SELECT count(*) FROM \"" + table + "\" WHERE \"" + field + "\"='" + one + "'"), "0")
            << table << "." << field;
  }
}

TEST_F(TablesTest, EntriesAboutTheSamePersonShowItAndNamesAreShownToThoseWhoAct) {
  const auto requests = as("operator", "GET", "/api/v1/requests");
  ASSERT_EQ(requests.status, 200);
  const auto all = *json::parse(requests.body);
  for (const auto* list : {"requests", "holds"}) {
    const auto& one = all.find(list)->array()->at(0);
    EXPECT_EQ(one.find("customer")->text("id"), "u-1") << list;
    EXPECT_EQ(one.find("customer")->text("name"), "Ana") << list;
  }
  (void)as("officer", "GET", "/api/v1/customers/shop/u-1");
  const auto pseudonym = std::string(all.find("holds")->array()->at(0).find("customer")->text("pseudonym"));
  ASSERT_EQ(pseudonym.size(), 64U);
  ASSERT_TRUE(gateway->rights().holds.remove(officer, *gateway->rights().customer("shop", "u-1")).ok());
  ASSERT_TRUE(erase("u-1").ok());
  for (const auto* kind : {"rights_changed", "hold_set", "exported", "hold_lifted", "erasure_asked", "erased"})
    EXPECT_EQ(json::parse(kinds(kind).at(0))->find("more")->text("customer"), pseudonym) << kind;
  say_and_settle("c-1", "It is me again.");
  (void)as("officer", "GET", "/api/v1/customers/shop/u-1");
  EXPECT_NE(json::parse(kinds("exported").at(1))->find("more")->text("customer"), pseudonym) << "somebody new";
}

}  // namespace
}  // namespace countersign::testing
