#include "rights/customers.hpp"

#include <set>

namespace countersign::rights {
namespace {

Result<std::vector<std::string>> channels_of(const House& house) {
  std::set<std::string> channels;
  const auto read = house.store.read([&](store::Session& session) {
    session.each("SELECT DISTINCT channel FROM conversation ORDER BY channel", {},
                 [&](const store::Row& row) { channels.insert(row.text(0)); });
  });
  if (!read) return read.error();
  for (const auto& [name, desk] : house.connectors.get()->channels) channels.insert(name);
  return std::vector<std::string>(channels.begin(), channels.end());
}

/// Whether anything tells of them besides a conversation.
Result<bool> leaves_a_trace(const House& house, const std::string& ref) {
  const auto key = house.keys.pseudonym(ref, "customer", ref);
  if (key.ok()) return true;
  if (key.error().fault != Fault::not_found && key.error().fault != Fault::gone) return key.error();
  bool found = false;
  const auto read = house.store.read([&](store::Session& session) {
    found = session.first(
        "SELECT 1 FROM right_request WHERE customer=$1 UNION ALL SELECT 1 FROM legal_hold WHERE "
        "customer=$1 UNION ALL SELECT 1 FROM customer_wish WHERE customer=$1 LIMIT 1",
        {ref}, [](const store::Row&) {});
  });
  if (!read) return read.error();
  return found;
}

}  // namespace

std::string pseudonym_of(const House& house, const std::string& ref) {
  const auto made = house.keys.pseudonym(ref, "customer", ref);
  return made ? *made : std::string();
}

void put_pseudonym(const House& house, const std::string& ref, audit::Entry& entry) {
  if (auto pseudonym = pseudonym_of(house, ref); !pseudonym.empty()) entry.more["customer"] = std::move(pseudonym);
}

Result<Customer> customer_of(store::Store& store, const std::string& channel, const std::string& ref) {
  Customer found{channel, ref, {}, 0};
  const auto read = store.read([&](store::Session& session) {
    session.each("SELECT id FROM conversation WHERE customer=$1 ORDER BY id", {ref},
                 [&](const store::Row& row) { found.conversations.push_back(row.text(0)); });
    session.first("SELECT count(*) FROM message WHERE conversation IN (SELECT id FROM conversation WHERE customer=$1)",
                  {ref}, [&](const store::Row& row) { found.messages = row.integer(0); });
  });
  if (!read) return read.error();
  return found;
}

Result<Customer> find_customer(const House& house, const std::string& channel, const std::string& id) {
  auto channels = channel.empty() ? channels_of(house) : Result<std::vector<std::string>>(std::vector{channel});
  if (!channels) return channels.error();
  std::vector<Customer> known;
  for (const auto& one : *channels) {
    auto found = customer_of(house.store, one, house.conversations.customer_ref(one, id));
    if (!found) return found.error();
    const auto there = found->conversations.empty() ? leaves_a_trace(house, found->ref) : Result<bool>(true);
    if (!there) return there.error();
    if (*there) known.push_back(std::move(*found));
  }
  if (known.size() == 1) return std::move(known.front());
  if (known.empty())
    return Error{Fault::not_found, "nothing is kept of this customer" +
                                       (channel.empty() ? std::string() : " of channel \"" + channel + "\"") +
                                       "; the id is the one that the channel uses"};
  std::string names;
  for (const auto& one : known) names += (names.empty() ? "" : ", ") + one.channel;
  return Error{Fault::invalid, "several channels know a customer by this id (" + names + "): say which with --channel"};
}

void remove_rows(store::Session& session, const std::string& conversation) {
  session.run("DELETE FROM event WHERE message IN (SELECT id FROM message WHERE conversation=$1)", {conversation});
  session.run("DELETE FROM ticket_note WHERE ticket IN (SELECT id FROM ticket WHERE conversation=$1)", {conversation});
  for (const auto* sql :
       {"DELETE FROM message WHERE conversation=$1", "DELETE FROM work WHERE conversation=$1",
        "DELETE FROM outbox WHERE conversation=$1", "DELETE FROM review WHERE conversation=$1",
        "DELETE FROM owned_case WHERE conversation=$1", "DELETE FROM unanswered WHERE conversation=$1",
        "DELETE FROM ticket WHERE conversation=$1", "DELETE FROM conversation WHERE id=$1"})
    session.run(sql, {conversation});
  ChatLines::forget(session, conversation);
}

void key_may_go(store::Session& session, const std::string& customer, Time now) {
  session.run(
      "INSERT INTO key_to_go (customer, at) SELECT $1, $2 WHERE NOT EXISTS (SELECT 1 FROM conversation WHERE "
      "customer=$1) ON CONFLICT DO NOTHING",
      {customer, micros(now)});
}

}  // namespace countersign::rights
