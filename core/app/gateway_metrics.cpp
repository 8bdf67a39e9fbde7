// What a scrape of the gateway sees beyond what the road counted: read from the store and the worker at that moment.
#include <map>

#include "app/gateway.hpp"

namespace countersign::app {
namespace {

struct Waiting {
  std::int64_t count = 0;
  std::int64_t oldest = 0;  // microseconds
};

void show_waiting(metrics::Page& page, store::Store& store, Time now) {
  std::map<std::string, Waiting> work{{"file", {}}, {"answer", {}}, {"deliver", {}}, {"deadline", {}}};
  std::int64_t reviews = 0;
  const auto read = store.read([&](store::Session& session) {
    session.each("SELECT task, COUNT(*), MIN(due_at) FROM work GROUP BY task", {}, [&](const store::Row& row) {
      work[row.text(0)] = {row.integer(1), row.integer(2)};
    });
    session.first("SELECT COUNT(*) FROM review WHERE state='waiting'", {},
                  [&](const store::Row& row) { reviews = row.integer(0); });
  });
  if (!read) return;  // countersign_store_healthy says it
  for (const auto& [task, waiting] : work) {
    page.gauge("countersign_work_backlog", "Work that is still to do, due or not.", static_cast<double>(waiting.count),
               {{"task", task}});
    const auto late = waiting.count == 0 ? 0 : std::max<std::int64_t>(0, micros(now) - waiting.oldest);
    page.gauge("countersign_work_oldest_seconds", "For how long the oldest due work waits.",
               static_cast<double>(late) / 1e6, {{"task", task}});
  }
  page.gauge("countersign_reviews_waiting", "Texts that wait for a person.", static_cast<double>(reviews));
}

}  // namespace

void Gateway::show(metrics::Page& page) const {
  house_->metrics->show(page);
  show_waiting(page, *store_, clock_.now());
  const auto counts = store_->counts();
  page.counter("countersign_store_commits_total", "Groups made durable, one sync each.",
               static_cast<double>(counts.commits));
  page.counter("countersign_store_jobs_total", "Transactions made durable.", static_cast<double>(counts.jobs));
  page.counter("countersign_store_jobs_undone_total", "Transactions rolled back alone.",
               static_cast<double>(counts.undone));
  page.counter("countersign_store_commit_seconds_total", "Time spent in committing groups.", counts.commit_seconds);
  page.gauge("countersign_store_healthy", "1 while the store takes writes.", store_->healthy() ? 1 : 0);
  page.gauge("countersign_policies_info", "The policy set in force.", 1, {{"digest", rules_.get()->set->digest()}});
}

}  // namespace countersign::app
