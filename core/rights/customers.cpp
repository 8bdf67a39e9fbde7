#include "rights/customers.hpp"

namespace countersign::rights {
namespace {

Result<std::vector<std::string>> channels_of(const House& house) {
  std::vector<std::string> channels;
  const auto read = house.store.read([&](store::Session& session) {
    session.each("SELECT DISTINCT channel FROM conversation ORDER BY channel", {},
                 [&](const store::Row& row) { channels.push_back(row.text(0)); });
  });
  if (!read) return read.error();
  return channels;
}

}  // namespace

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
    if (!found->conversations.empty()) known.push_back(std::move(*found));
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

}  // namespace countersign::rights
