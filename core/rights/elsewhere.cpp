#include "rights/elsewhere.hpp"

#include <map>

#include "base/json.hpp"

namespace countersign::rights {
namespace {

std::string counted(std::int64_t count, const std::string& one) {
  return std::to_string(count) + " " + one + (count == 1 ? "" : "s");
}

/// How often each model and lookup was asked, by the record of these conversations.
struct Asked {
  std::map<std::string, std::int64_t> models, lookups;
};

Status read_asked(const House& house, const std::vector<std::string>& pseudonyms, Asked& asked) {
  return house.store.read([&](store::Session& session) {
    for (const auto& pseudonym : pseudonyms)
      session.each("SELECT kind, body FROM entry WHERE conversation=$1 AND kind IN ('prompted','looked_up')",
                   {pseudonym}, [&](const store::Row& row) {
                     const auto entry = json::parse(row.blob(1));
                     const auto* more = entry ? entry->find("more") : nullptr;
                     if (more == nullptr) return;
                     if (row.text(0) == "prompted") ++asked.models[std::string(more->text("model"))];
                     if (row.text(0) == "looked_up") ++asked.lookups[std::string(more->text("lookup"))];
                   });
  });
}

void add_tickets(const Connectors& now, const std::vector<std::string>& tickets, Deed deed,
                 std::vector<Place>& places) {
  if (!now.helpdesk || tickets.empty() || now.helpdesk->plugin().id() == "helpdesk.desk")
    return;  // ours goes with the rest
  std::string numbers;
  for (const auto& one : tickets) numbers += (numbers.empty() ? "" : ", ") + one;
  const auto count = counted(static_cast<std::int64_t>(tickets.size()), "ticket");
  places.push_back(
      {"the helpdesk (" + now.helpdesk->plugin().id() +
           "): " + (deed == Deed::erase ? "delete " + count + " and" : "correct the name in " + count + " and in") +
           " the customer's profile there",
       numbers});
}

void add_models(const Connectors& now, const Asked& asked, std::vector<Place>& places) {
  for (const auto& [name, times] : asked.models) {
    bool local = false;
    for (const auto& model : now.models) local = local || (model->name() == name && model->origins().empty());
    if (!local)
      places.push_back({"the provider of the model \"" + name + "\" got " + counted(times, "prompt") +
                            " (personal data replaced): have them deleted, or note when its logs end",
                        ""});
  }
}

void add_lookups(const Asked& asked, Deed deed, std::vector<Place>& places) {
  for (const auto& [name, times] : asked.lookups) {
    if (name.empty()) continue;
    places.push_back({"the system behind the lookup \"" + name + "\" was asked " + std::to_string(times) +
                          (times == 1 ? " time" : " times") +
                          (deed == Deed::erase ? ": erase the customer there, unless a law wants it kept"
                                               : ": correct the customer's name there"),
                      ""});
  }
}

void add_channel(const Connectors& now, const Customer& customer, Deed deed, std::vector<Place>& places) {
  const auto channel = now.channels.find(customer.channel);
  if (channel != now.channels.end() && channel->second.keeps_chat && deed == Deed::erase) return;  // ours, all of it
  const auto count = customer.conversations.empty()
                         ? std::string("what is kept of them")
                         : counted(static_cast<std::int64_t>(customer.conversations.size()), "conversation");
  places.push_back({deed == Deed::erase
                        ? "the channel \"" + customer.channel + "\" itself (its mailbox or service): delete " + count +
                              " and what was sent"
                        : "the channel \"" + customer.channel +
                              "\" itself: correct the name there, or the next conversation brings the old one again",
                    ""});
}

}  // namespace

Result<std::vector<Place>> elsewhere(const House& house, const Customer& customer, Deed deed) {
  std::vector<std::string> pseudonyms, tickets;
  for (const auto& id : customer.conversations) {
    const auto pseudonym = house.keys.pseudonym(customer.ref, "conversation", id);
    if (!pseudonym) return pseudonym.error();
    pseudonyms.push_back(*pseudonym);
  }
  Asked asked;
  if (const auto read = read_asked(house, pseudonyms, asked); !read) return read.error();
  const auto read = house.store.read([&](store::Session& session) {
    session.each("SELECT ticket FROM conversation WHERE customer=$1 AND ticket<>'' ORDER BY ticket", {customer.ref},
                 [&](const store::Row& row) { tickets.push_back(row.text(0)); });
  });
  if (!read) return read.error();
  const auto now = house.connectors.get();
  std::vector<Place> places;
  add_channel(*now, customer, deed, places);
  add_tickets(*now, tickets, deed, places);
  if (deed == Deed::erase) add_models(*now, asked, places);
  add_lookups(asked, deed, places);
  if (deed == Deed::correct) return places;
  places.push_back(
      {"backups of the folder keys/ made before now still open old backups of the database: let them run out "
       "or destroy them; copy erased.list beside those that stay",
       ""});
  return places;
}

}  // namespace countersign::rights
