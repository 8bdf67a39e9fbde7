#include "rights/names.hpp"

namespace countersign::rights {

Result<Who> who_is(const House& house, const std::string& ref) {
  Who who;
  if (ref.empty()) return who;
  who.pseudonym = pseudonym_of(house, ref);
  std::string newest;
  const auto read = house.store.read([&](store::Session& session) {
    session.first("SELECT id FROM conversation WHERE customer=$1 ORDER BY updated_at DESC LIMIT 1", {ref},
                  [&](const store::Row& row) { newest = row.text(0); });
  });
  if (!read) return read.error();
  if (newest.empty()) return who;
  const auto conversation = house.conversations.by_id(newest);
  if (!conversation) {  // it went this moment
    const auto fault = conversation.error().fault;
    return fault == Fault::not_found || fault == Fault::gone ? Result<Who>(who) : conversation.error();
  }
  who.id = conversation->customer_id;
  who.name = conversation->customer_name;
  return who;
}

std::string in_words(const Who& who) {
  constexpr std::size_t kEnough = 16;
  if (!who.id.empty()) return who.name.empty() ? who.id : who.id + " (" + who.name + ")";
  if (!who.pseudonym.empty()) return "customer " + who.pseudonym.substr(0, kEnough) + " of the record";
  return "somebody of whom nothing is kept any more";
}

json::Object to_json(const Who& who) {
  json::Object object;
  if (!who.id.empty()) object["id"] = who.id;
  if (!who.name.empty()) object["name"] = who.name;
  if (!who.pseudonym.empty()) object["pseudonym"] = who.pseudonym;
  return object;
}

}  // namespace countersign::rights
