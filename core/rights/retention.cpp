#include "rights/retention.hpp"

#include <algorithm>
#include <exception>

#include "base/log.hpp"
#include "flow/state/changes.hpp"
#include "rights/due.hpp"
#include "store/key_retirement.hpp"

namespace countersign::rights {
namespace {

constexpr std::chrono::hours kEvery{1};
constexpr std::int64_t kConversations = 500;  // of one run: customers' messages go between them
constexpr std::size_t kRowsAtOnce = 1000;     // of one commit
constexpr std::int64_t kKeys = 5000;

json::Object counts_of(const std::map<std::string, std::int64_t>& counts) {
  json::Object object;
  for (const auto& [what, count] : counts) object[what] = count;
  return object;
}

/// Of whom anything is kept that their key may still be needed for. On the writer's thread: behind all that was sealed.
Result<store::Customers> still_kept(store::Store& store, const store::Customers& customers) {
  store::Customers kept;
  const auto looked = store.commit([&](store::Session& session) {
    kept.clear();
    for (const auto& one : customers)
      if (session.first("SELECT 1 FROM conversation WHERE customer=$1 UNION ALL SELECT 1 FROM right_request WHERE "
                        "customer=$1 AND state IN ('asked','confirmed') UNION ALL SELECT 1 FROM legal_hold WHERE "
                        "customer=$1 AND lifted_at IS NULL LIMIT 1",
                        {one}, [](const store::Row&) {}))
        kept.insert(one);
  });
  if (!looked) return looked.error();
  return kept;
}

}  // namespace

std::int64_t Removed::of(const std::string& what) const {
  const auto found = rows.find(what);
  return found == rows.end() ? 0 : found->second;
}

bool Removed::anything() const {
  return keys > 0 || std::any_of(rows.begin(), rows.end(), [](const auto& one) { return one.second > 0; });
}

std::vector<policy::Period> Retention::periods() const {
  return policy::periods(configured_, policy::keep_rules(*house_.rules.get()->set));
}

std::optional<Result<Removed>> Retention::tend() {
  const auto now = house_.clock.steady();
  if (next_ && now < *next_) return std::nullopt;
  next_ = now + kEvery;
  try {
    auto done = run();
    if (!done) log::error("retention_failed", {{"why", done.error().message}});
    return done;
  } catch (const std::exception& failure) {
    log::error("retention_failed", {{"why", failure.what()}});
    return Result<Removed>(Error{Fault::internal, failure.what()});
  }
}

Result<Removed> Retention::run(const std::string& actor) {
  const std::lock_guard lock(running_);
  if (const auto swept = erasure_.sweep(); !swept) return swept.error();
  Removed removed;
  const auto done = remove_all(removed);
  // Also what went before something failed is on record.
  for (auto* counts : {&removed.rows, &removed.held})
    std::erase_if(*counts, [](const auto& one) { return one.second == 0; });
  if (removed.anything() || removed.held != held_before_) {
    if (const auto recorded = record(removed, actor); !recorded) return recorded.error();
    held_before_ = removed.held;
  }
  if (!removed.anything()) return done.ok() ? Result<Removed>(removed) : done.error();
  for (const auto& [what, count] : removed.rows) log::info("retention_removed", {{"what", what}, {"count", count}});
  if (removed.keys > 0) log::info("retention_removed", {{"what", "keys"}, {"count", removed.keys}});
  // Sealed texts of customers whose key stays would lie in the journal until it is used again.
  if (const auto cut = erasure_.cut(); !cut) return cut.error();
  {
    const std::lock_guard counting(counting_);
    for (const auto& [what, count] : removed.rows) total_[what] += count;
    total_["keys"] += removed.keys;
  }
  return done.ok() ? Result<Removed>(removed) : done.error();
}

Status Retention::remove_all(Removed& removed) {
  for (const auto& period : periods())
    if (period.after)
      if (const auto done = remove(period, house_.clock.now(), removed); !done) return done;
  return put_keys_away(removed);
}

Status Retention::remove(const policy::Period& period, Time now, Removed& removed) {
  const auto before = now - *period.after;
  if (period.what == "texts") return remove_texts(before, removed);
  std::vector<std::string> due;
  const auto read = house_.store.read([&](store::Session& session) {
    due = due_rows(session, period.what, before);
    removed.held[period.what] = count_held(session, period.what, before);
  });
  if (!read) return read;
  std::size_t at = 0;
  do {  // requests and staff have none, and are asked once
    const auto end = std::min(due.size(), at + kRowsAtOnce);
    const std::vector<std::string> some(due.begin() + static_cast<std::ptrdiff_t>(at),
                                        due.begin() + static_cast<std::ptrdiff_t>(end));
    std::int64_t gone = 0;
    const auto done =
        house_.store.commit([&](store::Session& session) { gone = remove_due(session, period.what, before, some); });
    if (!done) return done;
    removed.rows[period.what] += gone;
    at = end;
  } while (at < due.size());
  return {};
}

Status Retention::remove_texts(Time before, Removed& removed) {
  std::vector<std::pair<std::string, std::string>> due;  // id, ref
  const auto read = house_.store.read([&](store::Session& session) {
    session.each("SELECT c.id, c.ref FROM conversation c WHERE c.updated_at<$1 AND " + std::string(kFree) + "AND " +
                     std::string(kNotHeld) + "ORDER BY c.updated_at LIMIT $2",
                 {micros(before), kConversations},
                 [&](const store::Row& row) { due.emplace_back(row.text(0), row.text(1)); });
    removed.held["texts"] = count_held(session, "texts", before);
  });
  if (!read) return read;
  for (const auto& [id, ref] : due) {
    const auto lock = house_.locks.hold(ref);
    bool gone = false;
    const auto done = house_.store.commit([&, conversation = id](store::Session& session) {
      // Asked again inside: a message or a hold may have come since.
      std::string customer;
      gone = session.first("SELECT c.customer FROM conversation c WHERE c.id=$1 AND c.updated_at<$2 AND " +
                               std::string(kFree) + "AND " + std::string(kNotHeld),
                           {conversation, micros(before)}, [&](const store::Row& row) { customer = row.text(0); });
      if (!gone) return;
      remove_rows(session, conversation);
      key_may_go(session, customer, house_.clock.now());
    });
    if (!done) return done;
    if (!gone) continue;
    house_.departed->add(id);
    ++removed.rows["texts"];
    if (house_.changed) house_.changed(ref);
  }
  return {};
}

/// What a crash leaves undone, or somebody prevents who used the key a moment ago, the next run does.
Status Retention::put_keys_away(Removed& removed) {
  store::Customers waiting;
  const auto read = house_.store.read([&](store::Session& session) {
    session.each("SELECT customer FROM key_to_go ORDER BY at LIMIT $1", {kKeys},
                 [&](const store::Row& row) { waiting.insert(row.text(0)); });
  });
  if (!read || waiting.empty()) return read;
  const auto gone = store::retire_keys(
      house_.keys, waiting, [&](const store::Customers& customers) { return still_kept(house_.store, customers); });
  if (!gone) return gone.error();
  removed.keys = static_cast<std::int64_t>(gone->size());
  return house_.store.commit([&](store::Session& session) {
    for (const auto& one : *gone) {
      session.run("DELETE FROM key_to_go WHERE customer=$1", {one});
      session.run("DELETE FROM customer_wish WHERE customer=$1 AND no_ai=0 AND restricted=0", {one});
    }
    // Whoever wrote again is named anew when their texts go.
    session.run("DELETE FROM key_to_go WHERE customer IN (SELECT customer FROM conversation)");
  });
}

Status Retention::record(const Removed& removed, const std::string& actor) const {
  Changes changes(house_);
  audit::Entry entry;
  entry.kind = audit::Kind::removed;
  entry.actor = actor;
  entry.reason = "the time for which they are kept was over";
  entry.more = {{"removed", counts_of(removed.rows)}, {"held_back", counts_of(removed.held)}, {"keys", removed.keys}};
  changes.record(std::move(entry));
  return changes.commit();
}

std::int64_t Retention::removed(const std::string& what) const {
  const std::lock_guard counting(counting_);
  const auto found = total_.find(what);
  return found == total_.end() ? 0 : found->second;
}

}  // namespace countersign::rights
