#include "rights/retention.hpp"

#include <exception>

#include "base/log.hpp"
#include "flow/state/changes.hpp"

namespace countersign::rights {
namespace {

constexpr std::chrono::hours kEvery{1};
constexpr std::int64_t kConversations = 500;  // of one run: customers' messages go between them
constexpr std::int64_t kRows = 20'000;

/// Nobody works on it, and nobody forbids it.
constexpr std::string_view kFree =
    "NOT EXISTS (SELECT 1 FROM work WHERE work.conversation=c.id) "
    "AND NOT EXISTS (SELECT 1 FROM review WHERE review.conversation=c.id AND review.state='waiting') "
    "AND NOT EXISTS (SELECT 1 FROM right_request r WHERE r.customer=c.customer AND r.state IN ('asked','confirmed')) ";
constexpr std::string_view kNotHeld =
    "NOT EXISTS (SELECT 1 FROM legal_hold h WHERE h.customer=c.customer AND h.lifted_at IS NULL) "
    "AND NOT EXISTS (SELECT 1 FROM customer_wish w WHERE w.customer=c.customer AND w.restricted=1) ";

}  // namespace

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

Result<Removed> Retention::run() {
  if (const auto swept = erasure_.sweep(); !swept) return swept.error();
  Removed removed;
  const auto now = house_.clock.now();
  if (keep_.texts)
    if (const auto done = remove_texts(now - *keep_.texts, removed); !done) return done.error();
  if (keep_.details)
    if (const auto done = remove_details(now - *keep_.details, removed); !done) return done.error();
  if (keep_.requests)
    if (const auto done = remove_requests(now - *keep_.requests, removed); !done) return done.error();
  if (!removed.anything()) return removed;
  texts_ += removed.texts;
  details_ += removed.details;
  requests_ += removed.requests;
  log::info("retention_removed", {{"texts", removed.texts},
                                  {"details", removed.details},
                                  {"requests", removed.requests},
                                  {"held_back", removed.held_back}});
  if (const auto recorded = record(removed); !recorded) return recorded.error();
  return removed;
}

Status Retention::remove_texts(Time before, Removed& removed) {
  std::vector<std::pair<std::string, std::string>> due;  // id, ref
  const auto read = house_.store.read([&](store::Session& session) {
    session.each("SELECT id, ref FROM conversation c WHERE c.updated_at<$1 AND " + std::string(kFree) + "AND " +
                     std::string(kNotHeld) + "ORDER BY c.updated_at LIMIT $2",
                 {micros(before), kConversations},
                 [&](const store::Row& row) { due.emplace_back(row.text(0), row.text(1)); });
    session.first("SELECT count(*) FROM conversation c WHERE c.updated_at<$1 AND NOT (" + std::string(kNotHeld) + ")",
                  {micros(before)}, [&](const store::Row& row) { removed.held_back = row.integer(0); });
  });
  if (!read) return read;
  for (const auto& [id, ref] : due) {
    const auto lock = house_.locks.hold(ref);
    bool gone = false;
    const auto done = house_.store.commit([&, conversation = id](store::Session& session) {
      // Asked again inside: a message or a hold may have come since.
      gone = session.first("SELECT 1 FROM conversation c WHERE c.id=$1 AND c.updated_at<$2 AND " + std::string(kFree) +
                               "AND " + std::string(kNotHeld),
                           {conversation, micros(before)}, [](const store::Row&) {});
      if (gone) remove_rows(session, conversation);
    });
    if (!done) return done;
    if (!gone) continue;
    house_.departed->add(id);
    ++removed.texts;
    if (house_.changed) house_.changed(ref);
  }
  return {};
}

Status Retention::remove_details(Time before, Removed& removed) {
  return house_.store.commit([&](store::Session& session) {
    removed.details = session.run(
        "DELETE FROM detail WHERE entry IN (SELECT entry.id FROM detail d JOIN entry ON entry.id=d.entry WHERE "
        "entry.at<$1 AND NOT EXISTS (SELECT 1 FROM message m JOIN conversation c ON c.id=m.conversation WHERE "
        "m.id=entry.message AND NOT (" +
            std::string(kNotHeld) + ")) LIMIT $2)",
        {micros(before), kRows});
  });
}

Status Retention::remove_requests(Time before, Removed& removed) {
  return house_.store.commit([&](store::Session& session) {
    const auto at = micros(before);
    removed.requests =
        session.run(
            "DELETE FROM right_request WHERE state IN ('done','withdrawn') AND ended_at<$1 AND NOT EXISTS "
            "(SELECT 1 FROM errand e WHERE e.request=right_request.id AND e.done_at IS NULL)",
            {at}) +
        session.run("DELETE FROM errand WHERE done_at<$1", {at}) +
        session.run("DELETE FROM legal_hold WHERE lifted_at<$1", {at});
  });
}

Status Retention::record(const Removed& removed) const {
  Changes changes(house_);
  audit::Entry entry;
  entry.kind = audit::Kind::removed;
  entry.actor = "system";
  entry.reason = "the time for which they are kept was over";
  entry.more = {{"conversations", removed.texts},
                {"details", removed.details},
                {"requests", removed.requests},
                {"held_back", removed.held_back}};
  changes.record(std::move(entry));
  return changes.commit();
}

std::int64_t Retention::removed(std::string_view what) const {
  return what == "texts" ? texts_.load() : what == "details" ? details_.load() : requests_.load();
}

}  // namespace countersign::rights
