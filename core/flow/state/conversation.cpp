#include "flow/state/conversation.hpp"

#include "base/json.hpp"

namespace countersign {
namespace {

constexpr std::string_view kColumns =
    "id, ref, channel, customer, owner, agent, queue, priority, moment, ai_may, language, region, revision, turn, "
    "ai_turns, "
    "ai_returns, never_ai, notices, ticket, created_at, sealed, routing, assigned_to";

std::string notices_json(const std::vector<policy::NoticeShown>& notices) {
  json::Array list;
  for (const auto& shown : notices) list.push_back(json::Object{{"id", shown.id}, {"at", micros(shown.at)}});
  return json::dump(list);
}

std::vector<policy::NoticeShown> notices_from(const std::string& text) {
  std::vector<policy::NoticeShown> shown;
  const auto parsed = json::parse(text);
  if (!parsed || parsed->array() == nullptr) return shown;
  for (const auto& item : *parsed->array()) {
    const auto* at = item.find("at");
    if (at != nullptr && at->integer() != nullptr)
      shown.push_back({std::string(item.text("id")), from_micros(*at->integer())});
  }
  return shown;
}

Conversation from_row(const store::Row& row) {
  Conversation c;
  c.id = row.text(0);
  c.ref = row.text(1);
  c.channel = row.text(2);
  c.customer = row.text(3);
  c.owner = from_word<Owner>(row.text(4)).value_or(Owner::nobody);
  c.agent = row.text(5);
  c.queue = row.text(6);
  c.priority = row.text(7);
  c.moment = row.text(8);
  c.ai_may = from_word<AiMay>(row.text(9)).value_or(AiMay::nothing);
  c.language = row.text(10);
  c.region = row.text(11);
  c.revision = row.integer(12);
  c.turn = static_cast<int>(row.integer(13));
  c.ai_turns = static_cast<int>(row.integer(14));
  c.ai_returns = row.integer(15) != 0;
  c.never_ai = row.integer(16) != 0;
  c.notices = notices_from(row.text(17));
  c.ticket = row.text(18);
  c.created_at = from_micros(row.integer(19));
  c.routing = row.text(21);
  c.assigned_to = row.text(22);
  return c;
}

std::string sealed_json(const Conversation& c) {
  return json::dump(json::Object{{"name", c.name},
                                 {"customer_id", c.customer_id},
                                 {"customer_name", c.customer_name},
                                 {"locale", c.locale},
                                 {"pseudonyms", c.pseudonyms}});
}

void unseal_into(Conversation& c, const json::Value& open) {
  c.name = open.text("name");
  c.customer_id = open.text("customer_id");
  c.customer_name = open.text("customer_name");
  c.locale = open.text("locale");
  c.pseudonyms = open.text("pseudonyms");
}

void insert(store::Session& session, const Conversation& c, const std::string& sealed, Time now) {
  const auto changed = session.run(
      "INSERT INTO conversation (id, ref, channel, customer, owner, agent, queue, priority, moment, ai_may, language, "
      "region, revision, turn, ai_turns, ai_returns, never_ai, notices, ticket, created_at, updated_at, sealed, routing, "
      "assigned_to) "
      "VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,1,$13,$14,$15,$16,$17,$18,$19,$19,$20,$21,$22) ON CONFLICT DO NOTHING",
      {c.id,
       c.ref,
       c.channel,
       c.customer,
       to_word(c.owner),
       c.agent,
       c.queue,
       c.priority,
       c.moment,
       to_word(c.ai_may),
       c.language,
       c.region,
       std::int64_t{c.turn},
       std::int64_t{c.ai_turns},
       std::int64_t{c.ai_returns},
       std::int64_t{c.never_ai},
       notices_json(c.notices),
       c.ticket,
       micros(now),
       store::Blob{sealed},
       c.routing,
       c.assigned_to});
  if (changed != 1)
    throw store::Rollback({Fault::conflict, "the conversation was opened by another message; try again"});
}

void update(store::Session& session, const Conversation& c, const std::string& sealed, Time now) {
  const auto changed = session.run(
      "UPDATE conversation SET owner=$2, agent=$3, queue=$4, priority=$5, moment=$6, ai_may=$7, language=$8, "
      "region=$9, "
      "revision=revision+1, turn=$10, ai_turns=$11, ai_returns=$12, never_ai=CASE WHEN never_ai=1 THEN 1 ELSE $13 END, notices=$14, ticket=CASE WHEN "
      "ticket='' THEN $15 ELSE ticket END, updated_at=$16, "
      "sealed=$17, routing=$19, assigned_to=$20 WHERE id=$1 AND revision=$18",
      {c.id, to_word(c.owner), c.agent, c.queue, c.priority, c.moment, to_word(c.ai_may), c.language, c.region,
       std::int64_t{c.turn}, std::int64_t{c.ai_turns}, std::int64_t{c.ai_returns}, std::int64_t{c.never_ai},
       notices_json(c.notices), c.ticket, micros(now), store::Blob{sealed}, c.revision, c.routing, c.assigned_to});
  if (changed != 1) throw store::Rollback({Fault::conflict, "the conversation changed meanwhile; try again"});
}

}  // namespace

std::string Conversations::ref(std::string_view channel, std::string_view name) const {
  return keys_.index("conversation", std::string(channel) + "\n" + std::string(name));
}

std::string Conversations::customer_ref(std::string_view channel, std::string_view customer_id) const {
  const auto value = std::string(channel) + "\n" + std::string(customer_id);
  auto ref = keys_.index("customer", value);
  for (int times = 1; keys_.erased(ref); ++times) ref = keys_.index("customer " + std::to_string(times), value);
  return ref;
}

Result<std::optional<Conversation>> Conversations::load(std::string_view where, const std::string& value) const {
  std::optional<Conversation> found;
  std::string sealed;
  const auto sql = "SELECT " + std::string(kColumns) + " FROM conversation WHERE " + std::string(where) + "=$1";
  const auto read = store_.read([&](store::Session& session) {
    session.first(sql, {value}, [&](const store::Row& row) {
      found = from_row(row);
      sealed = row.blob(20);
    });
  });
  if (!read) return read.error();
  if (!found) return std::optional<Conversation>();
  const auto open = keys_.open(found->customer, "conversation:" + found->id, sealed);
  if (!open) return open.error();
  const auto parsed = json::parse(*open);
  if (!parsed) return Error{Fault::internal, "conversation " + found->id + " cannot be read back"};
  unseal_into(*found, *parsed);
  return found;
}

Result<std::optional<Conversation>> Conversations::by_ref(const std::string& ref) const { return load("ref", ref); }

Result<Conversation> Conversations::by_id(const std::string& id) const {
  auto found = load("id", id);
  if (!found) return found.error();
  if (!*found) return Error{Fault::not_found, "there is no conversation " + id};
  return std::move(**found);
}

Result<std::string> Conversations::seal(const Conversation& conversation) const {
  return keys_.seal(conversation.customer, "conversation:" + conversation.id, sealed_json(conversation));
}

void Conversations::save(store::Session& session, const Conversation& conversation, const std::string& sealed,
                         Time now) {
  if (conversation.revision == 0)
    insert(session, conversation, sealed, now);
  else
    update(session, conversation, sealed, now);
}

}  // namespace countersign
