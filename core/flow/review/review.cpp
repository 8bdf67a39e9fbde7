#include "flow/review/review.hpp"

#include "base/ids.hpp"
#include "flow/audit/clearance.hpp"

namespace countersign::review {
namespace {

constexpr std::string_view kColumns =
    "r.id, r.conversation, r.message, r.state, r.digest, r.reasons, r.needs, r.policy_digest, r.revision, r.due_at, "
    "r.created_at, r.sealed, c.customer";

json::Array reasons_json(const Stopped& stopped) {
  const auto at = stopped.composed.find(stopped.reply.text);
  const auto shift = static_cast<std::int64_t>(at == std::string::npos ? 0 : at);
  json::Array reasons;
  for (const auto& rule : stopped.decision.rules) {
    if (rule.mode != "enforce" || rule.met || rule.verdict < Verdict::hold) continue;
    json::Array spans;
    for (const auto& [start, end] : rule.spans)
      spans.push_back(json::Object{{"start", start + shift}, {"end", end + shift}});
    reasons.push_back(
        json::Object{{"policy", rule.policy}, {"rule", rule.rule}, {"why", rule.why}, {"spans", std::move(spans)}});
  }
  if (reasons.empty())
    reasons.push_back(
        json::Object{{"policy", "countersign"},
                     {"rule", "held"},
                     {"spans", json::Array()},
                     {"why", stopped.decision.error.empty() ? "nothing grants that this is sent without a person"
                                                            : stopped.decision.error}});
  return reasons;
}

json::Array needs_json(const policy::Duties& duties) {
  json::Array needs;
  for (const auto& [role, people] : duties.approvals) needs.push_back(json::Object{{"role", role}, {"people", people}});
  if (needs.empty()) needs.push_back(json::Object{{"role", "reviewer"}, {"people", 1}});
  return needs;
}

std::string sealed_json(const Stopped& stopped) {
  return json::dump(json::Object{{"text", stopped.composed}, {"reply", to_json(stopped.reply)}});
}

std::vector<Reason> reasons_from(const json::Value& list) {
  std::vector<Reason> reasons;
  if (list.array() == nullptr) return reasons;
  for (const auto& item : *list.array()) {
    Reason reason{std::string(item.text("policy")), std::string(item.text("rule")), std::string(item.text("why")), {}};
    if (const auto* spans = item.find("spans"); spans != nullptr && spans->array() != nullptr)
      for (const auto& span : *spans->array())
        reason.spans.push_back({static_cast<std::uint32_t>(*span.find("start")->integer()),
                                static_cast<std::uint32_t>(*span.find("end")->integer())});
    reasons.push_back(std::move(reason));
  }
  return reasons;
}

std::vector<Need> needs_from(const json::Value& list) {
  std::vector<Need> needs;
  if (list.array() == nullptr) return needs;
  for (const auto& item : *list.array())
    needs.push_back({std::string(item.text("role")), static_cast<int>(*item.find("people")->integer())});
  return needs;
}

struct Raw {
  Review review;
  std::string reasons;
  std::string needs;
  std::string sealed;
  std::string customer;
};

Raw from_row(const store::Row& row) {
  Raw raw;
  raw.review.id = row.text(0);
  raw.review.conversation = row.text(1);
  raw.review.message = row.text(2);
  raw.review.state = row.text(3);
  raw.review.digest = row.text(4);
  raw.reasons = row.text(5);
  raw.needs = row.text(6);
  raw.review.policy_digest = row.text(7);
  raw.review.revision = row.integer(8);
  raw.review.due_at = from_micros(row.integer(9));
  raw.review.created_at = from_micros(row.integer(10));
  raw.sealed = row.blob(11);
  raw.customer = row.text(12);
  return raw;
}

Result<Review> unseal(const House& house, Raw raw) {
  const auto open = house.keys.open(raw.customer, "review:" + raw.review.id, raw.sealed);
  if (!open) return open.error();
  const auto parsed = json::parse(*open);
  const auto reasons = json::parse(raw.reasons);
  const auto needs = json::parse(raw.needs);
  if (!parsed || !reasons || !needs) return Error{Fault::internal, "review " + raw.review.id + " cannot be read back"};
  auto reply = reply_from_json(std::string(parsed->text("reply")));
  if (!reply) return reply.error();
  Review review = std::move(raw.review);
  review.text = parsed->text("text");
  review.reasons = reasons_from(*reasons);
  review.needs = needs_from(*needs);
  review.reply = std::move(*reply);
  for (const auto& signature : review.reply.signatures)
    if (signature.digest == review.digest) review.signed_by.push_back(signature.user);
  return review;
}

}  // namespace

std::string open(Changes& changes, const House& house, const Conversation& conversation, const Stopped& stopped,
                 Time due_at) {
  const auto now = house.clock.now();
  auto id = new_id(now);
  auto sealed = house.keys.seal(conversation.customer, "review:" + id, sealed_json(stopped));
  if (!sealed) {
    changes.fail(sealed.error());
    return id;
  }
  changes.then([id, conversation = conversation.id, message = stopped.reply.message, digest = stopped.digest,
                reasons = json::dump(reasons_json(stopped)), needs = json::dump(needs_json(stopped.decision.duties)),
                policy = stopped.decision.policy_digest, revision = conversation.revision + 1, due = micros(due_at),
                at = micros(now), sealed = *sealed](store::Session& session) {
    session.run(
        "INSERT INTO review (id, conversation, message, state, digest, reasons, needs, policy_digest, revision, "
        "due_at, created_at, sealed) VALUES ($1,$2,$3,'waiting',$4,$5,$6,$7,$8,$9,$10,$11)",
        {id, conversation, message, digest, reasons, needs, policy, revision, due, at, store::Blob{sealed}});
  });
  changes.add(Work{"", Task::deadline, conversation.id, id, "", due_at, 0});
  return id;
}

void renew(Changes& changes, const House& house, const Conversation& conversation, const std::string& id,
           const Stopped& stopped, std::int64_t revision) {
  auto sealed = house.keys.seal(conversation.customer, "review:" + id, sealed_json(stopped));
  if (!sealed) return changes.fail(sealed.error());
  changes.then([id, digest = stopped.digest, reasons = json::dump(reasons_json(stopped)), revision,
                needs = json::dump(needs_json(stopped.decision.duties)), policy = stopped.decision.policy_digest,
                sealed = *sealed](store::Session& session) {
    if (session.run("UPDATE review SET digest=$2, reasons=$3, needs=$4, policy_digest=$5, revision=$6, sealed=$7 "
                    "WHERE id=$1 AND state='waiting'",
                    {id, digest, reasons, needs, policy, revision, store::Blob{sealed}}) != 1)
      throw store::Rollback({Fault::gone, "this review was decided meanwhile"});
  });
  changes.add(conversation,
              {stopped.reply.message, conversation.id, stopped.reply.written_by, stopped.reply.user, Fate::waiting,
               stopped.reply.in_reply_to, stopped.notice, house.clock.now(), false, stopped.composed});
}

void close(Changes& changes, const std::string& id, const std::string& state, Time now) {
  changes.then([id, state, at = micros(now)](store::Session& session) {
    if (session.run("UPDATE review SET state=$2, decided_at=$3 WHERE id=$1 AND state='waiting'", {id, state, at}) != 1)
      throw store::Rollback({Fault::gone, "this review was decided meanwhile"});
    session.run("DELETE FROM work WHERE subject=$1 AND task='deadline'", {id});
  });
}

void withdraw_ai_texts(Changes& changes, const std::string& conversation, Time now) {
  changes.then([conversation, at = micros(now)](store::Session& session) {
    session.run(
        "DELETE FROM work WHERE task='deadline' AND subject IN (SELECT r.id FROM review r JOIN message m ON "
        "m.id=r.message "
        "WHERE r.conversation=$1 AND r.state='waiting' AND m.author IN ('ai','ai_edited'))",
        {conversation});
    session.run(
        "UPDATE review SET state='withdrawn', decided_at=$2 WHERE conversation=$1 AND state='waiting' AND message IN "
        "(SELECT id FROM message WHERE conversation=$1 AND author IN ('ai','ai_edited'))",
        {conversation, at});
    session.run(
        "UPDATE message SET fate='dropped' WHERE conversation=$1 AND fate='waiting' AND author IN ('ai','ai_edited')",
        {conversation});
  });
}

Result<Review> one(const House& house, const std::string& id) {
  Raw raw;
  const auto sql =
      "SELECT " + std::string(kColumns) + " FROM review r JOIN conversation c ON c.id=r.conversation WHERE r.id=$1";
  const auto read = house.store.read(
      [&](store::Session& session) { session.first(sql, {id}, [&](const store::Row& row) { raw = from_row(row); }); });
  if (!read) return read.error();
  if (raw.review.id.empty()) return Error{Fault::not_found, "there is no review " + id};
  return unseal(house, std::move(raw));
}

Result<std::vector<Review>> list(const House& house, const std::string& state, int limit) {
  std::vector<Raw> rows;
  const auto sql =
      "SELECT " + std::string(kColumns) +
      " FROM review r JOIN conversation c ON c.id=r.conversation WHERE r.state=$1 ORDER BY r.due_at, r.id LIMIT $2";
  const auto read = house.store.read([&](store::Session& session) {
    session.each(sql, {state, std::int64_t{limit}}, [&](const store::Row& row) { rows.push_back(from_row(row)); });
  });
  if (!read) return read.error();
  std::vector<Review> reviews;
  for (auto& raw : rows) {
    auto review = unseal(house, std::move(raw));
    if (review)
      reviews.push_back(std::move(*review));
    else if (review.error().fault != Fault::gone)
      return review.error();
  }
  return reviews;
}

Result<std::vector<std::string>> waiting_in(const House& house, const std::string& conversation) {
  std::vector<std::string> ids;
  const auto read = house.store.read([&](store::Session& session) {
    session.each("SELECT id FROM review WHERE conversation=$1 AND state='waiting'", {conversation},
                 [&](const store::Row& row) { ids.push_back(row.text(0)); });
  });
  if (!read) return read.error();
  return ids;
}

}  // namespace countersign::review
