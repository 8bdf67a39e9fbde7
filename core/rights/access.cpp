#include "rights/access.hpp"

#include <limits>

#include "flow/audit/text_digest.hpp"
#include "flow/state/changes.hpp"
#include "rights/access_rows.hpp"
#include "rights/elsewhere.hpp"
#include "rights/requests.hpp"
#include "rights/wishes.hpp"

namespace countersign::rights {
namespace {

constexpr int kAll = std::numeric_limits<int>::max();

/// With each text its opening: so they can check for themselves that a receipt is of it.
json::Array messages_of(const House& house, const std::string& customer, const std::vector<Message>& messages) {
  json::Array list;
  for (const auto& one : messages) {
    const auto opening = audit::opening_of(house.keys, customer, one.id);
    list.push_back(json::Object{{"id", one.id},
                                {"at", to_rfc3339(one.at)},
                                {"written_by", to_word(one.author)},
                                {"text", one.text},
                                {"opening", opening ? *opening : ""},
                                {"state", to_word(one.fate)},
                                {"notice", one.notice}});
  }
  return list;
}

/// What was decided about them and why, in the words of the record.
json::Object decision_of(const json::Value& entry) {
  json::Object one{{"entry", entry.text("id")}, {"at", entry.text("at")}, {"what", entry.text("kind")}};
  for (const auto* key : {"message", "author", "border", "reason", "notice"})
    if (!entry.text(key).empty()) one[key] = entry.text(key);
  const auto* decision = entry.find("decision");
  if (decision == nullptr) return one;
  one["verdict"] = decision->text("verdict");
  one["policies"] = decision->text("policy");
  if (const auto* legal = decision->find("legal")) one["legal"] = *legal;
  json::Array why;
  if (const auto* rules = decision->find("rules"); rules != nullptr && rules->array() != nullptr)
    for (const auto& rule : *rules->array()) {
      const auto* met = rule.find("met");
      if (met != nullptr && met->boolean() != nullptr && !*met->boolean() && !rule.text("why").empty())
        why.push_back(rule.text("why"));
    }
  if (!why.empty()) one["why"] = std::move(why);
  return one;
}

Result<json::Array> record_of(const House& house, const Conversation& conversation) {
  const auto pseudonym = house.keys.pseudonym(conversation.customer, "conversation", conversation.id);
  if (!pseudonym) return pseudonym.error();
  json::Array list;
  const auto read = house.store.read([&](store::Session& session) {
    session.each("SELECT body FROM entry WHERE conversation=$1 ORDER BY seq", {*pseudonym}, [&](const store::Row& row) {
      if (const auto entry = json::parse(row.blob(0))) list.push_back(decision_of(*entry));
    });
  });
  if (!read) return read.error();
  return list;
}

Result<json::Object> conversation_of(const House& house, const Desk& desk, const Conversation& one) {
  const auto messages = house.messages.of(one.customer, one.id, kAll);
  if (!messages) return messages.error();
  json::Object object{{"conversation", one.name},
                      {"opened_at", to_rfc3339(one.created_at)},
                      {"answered_by", to_word(one.owner)},
                      {"queue", one.queue},
                      {"priority", one.priority},
                      {"language", one.language},
                      {"region", one.region},
                      {"moment", one.moment},
                      {"never_ai", one.never_ai},
                      {"messages", messages_of(house, one.customer, *messages)}};
  const auto put = [&](const char* key, auto part) -> Status {
    if (!part) return part.error();
    object[key] = std::move(*part);
    return {};
  };
  if (const auto done = put("ticket", ticket_of(desk, one)); !done) return done.error();
  if (const auto done = put("decisions", record_of(house, one)); !done) return done.error();
  if (const auto done = put("reviews", reviews_of(house, one)); !done) return done.error();
  if (const auto done = put("cases", cases_of(house, one)); !done) return done.error();
  if (const auto done = put("questions_without_answer", questions_of(house, one)); !done) return done.error();
  return object;
}

Result<json::Array> recipients_of(const House& house, const Customer& customer) {
  const auto places = elsewhere(house, customer, Deed::erase);
  if (!places) return places.error();
  json::Array list;
  for (const auto& place : *places) list.push_back(place.what.substr(0, place.what.find(": ")));
  list.pop_back();  // backups are ours
  return list;
}

Status record_export(const House& house, const Actor& actor, const Customer& customer) {
  Changes changes(house);
  audit::Entry entry;
  entry.kind = audit::Kind::exported;
  entry.actor = "user:" + actor.user;
  entry.channel = customer.channel;
  entry.more = {{"what", "customer"}, {"conversations", customer.conversations.size()}};
  put_pseudonym(house, customer.ref, entry);
  changes.record(std::move(entry));
  changes.then([ref = customer.ref, at = house.clock.now()](store::Session& session) {
    Requests::end(session, ref, "access", at);
  });
  return changes.commit();
}

}  // namespace

Result<json::Object> export_customer(const House& house, const Desk& desk, const Actor& actor, const Customer& customer,
                                     const std::string& id) {
  json::Object who{{"channel", customer.channel}, {"id", id}};
  json::Array conversations;
  for (const auto& each : customer.conversations) {
    const auto conversation = house.conversations.by_id(each);
    if (!conversation) return conversation.error();
    auto one = conversation_of(house, desk, *conversation);
    if (!one) return one.error();
    if (!conversation->customer_name.empty()) who["name"] = conversation->customer_name;  // the newest that is known
    if (!conversation->locale.empty()) who["locale"] = conversation->locale;
    conversations.push_back(std::move(*one));
  }
  auto recipients = recipients_of(house, customer);
  if (!recipients) return recipients.error();
  const auto wishes = Wishes::of(house.store, customer.ref);
  if (!wishes) return wishes.error();
  auto requests = requests_of(house, customer.ref);
  if (!requests) return requests.error();
  auto holds = holds_of(house, customer.ref);
  if (!holds) return holds.error();
  if (const auto recorded = record_export(house, actor, customer); !recorded) return recorded.error();
  return json::Object{{"customer", std::move(who)},
                      {"exported_at", to_rfc3339(house.clock.now())},
                      {"no_ai", wishes->no_ai},
                      {"restricted", wishes->restricted},
                      {"requests", std::move(*requests)},
                      {"legal_holds", std::move(*holds)},
                      {"recipients", std::move(*recipients)},
                      {"conversations", std::move(conversations)}};
}

}  // namespace countersign::rights
