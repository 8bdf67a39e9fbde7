#include "flow/valve.hpp"

#include "base/log.hpp"
#include "flow/audit/entry.hpp"

namespace countersign {
namespace {

constexpr std::chrono::seconds kEvery{1};

/// Shut at the limit; open again below four fifths of it.
bool is_over(bool before, std::int64_t count, std::int64_t limit) {
  return before ? count * 5 >= limit * 4 : count >= limit;
}

void add(std::string& why, bool over, std::int64_t count, const std::string& what, std::int64_t limit) {
  if (!over) return;
  why += (why.empty() ? "" : "; ") + std::to_string(count) + " " + what + " (limit " + std::to_string(limit) + ")";
}

}  // namespace

Status Valve::count(Limits& waiting) const {
  return store_.read([&](store::Session& session) {
    session.first("SELECT COUNT(*) FROM conversation WHERE owner='nobody'", {},
                  [&](const store::Row& row) { waiting.people = row.integer(0); });
    session.first("SELECT COUNT(*) FROM review WHERE state='waiting'", {},
                  [&](const store::Row& row) { waiting.reviews = row.integer(0); });
    session.first("SELECT COUNT(*) FROM work WHERE task<>'deadline'", {},
                  [&](const store::Row& row) { waiting.work = row.integer(0); });
  });
}

void Valve::record(const std::string& why, const Limits& waiting) const {
  log::warning(why.empty() ? "backlog_valve_open" : "backlog_valve_shut", {{"why", why}});
  audit::Entry entry;
  entry.kind = why.empty() ? audit::Kind::ai_started : audit::Kind::ai_stopped;
  entry.at = clock_.now();
  entry.actor = "system";
  entry.reason = why;
  entry.more = {{"scope", "backlog"}, {"people", waiting.people}, {"reviews", waiting.reviews}, {"work", waiting.work}};
  const auto kept = store_.commit([&](store::Session& session) { audit::record(session, entry); });
  if (!kept) log::error("backlog_valve_not_recorded", {{"why", kept.error().message}});
}

void Valve::renew(const Limits& limits) {
  const std::lock_guard lock(mutex_);
  limits_ = limits;
  most_questions_ = static_cast<std::size_t>(limits.questions);
}

Valve::State Valve::look() {
  State state;
  {
    const std::lock_guard lock(mutex_);
    const auto now = clock_.now();
    if (now >= counted_ && now - counted_ < kEvery) return state_;
    counted_ = now;
    Limits waiting{0, 0, 0, 0};
    if (!count(waiting)) return state_;
    over_ = {is_over(over_[0], waiting.people, limits_.people), is_over(over_[1], waiting.reviews, limits_.reviews),
             is_over(over_[2], waiting.work, limits_.work)};
    state.waiting = waiting;
    state.no_reviews = over_[0] || over_[1] || over_[2];
    state.no_drafts = over_[2];
    add(state.why, over_[0], waiting.people, "conversations wait for a person", limits_.people);
    add(state.why, over_[1], waiting.reviews, "drafts wait for a signature", limits_.reviews);
    add(state.why, over_[2], waiting.work, "pieces of work wait", limits_.work);
    const bool changed = state.no_reviews != state_.no_reviews || state.no_drafts != state_.no_drafts;
    state_ = state;
    if (!changed) return state;
  }
  record(state.why, state.waiting);
  return state;
}

}  // namespace countersign
