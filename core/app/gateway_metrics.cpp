// What a scrape of the gateway sees beyond what the road counted: read from the store and the worker at that moment.
#include <algorithm>
#include <map>

#include "app/gateway.hpp"
#include "elsewhere/herald.hpp"
#include "flow/policy/vocabulary.hpp"
#include "plugin/under_way.hpp"
#include "publish/publisher.hpp"
#include "rights/retention.hpp"

namespace countersign::app {
namespace {

struct Waiting {
  std::int64_t count = 0;
  std::int64_t oldest = 0;  // microseconds
};

void show_waiting(metrics::Page& page, store::Store& store, Time now) {
  std::map<std::string, Waiting> work{{"file", {}}, {"answer", {}}, {"deliver", {}}, {"deadline", {}}, {"notify", {}}};
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

void show_calls(metrics::Page& page, const Targets& targets) {
  for (const auto& one : targets.states()) {
    const metrics::Labels target{{"target", one.name}};
    page.gauge("countersign_breaker_open", "1 while calls are kept away from it.", one.breaker.open ? 1 : 0, target);
    page.gauge("countersign_breaker_failures", "Calls that failed in a row.", one.breaker.failures, target);
    page.gauge("countersign_calls_in_flight", "Calls under way.", one.in_flight, target);
    page.gauge("countersign_calls_in_flight_limit", "Its budget of calls at once.", one.budget.in_flight, target);
    page.counter("countersign_call_seconds_total", "Time spent in its calls, those under way too.",
                 std::chrono::duration<double>(one.called).count(), target);
  }
}

void show_lanes(metrics::Page& page, const Worker& worker) {
  for (const auto& [name, lane] : worker.lanes()) {
    const metrics::Labels label{{"lane", name}};
    page.gauge("countersign_lane_waiting", "Due work and steps that wait for a thread.",
               static_cast<double>(lane.waiting), label);
    page.gauge("countersign_lane_oldest_seconds", "For how long what comes next could have been begun.",
               std::chrono::duration<double>(lane.oldest).count(), label);
    page.gauge("countersign_lane_running", "Threads at work.", lane.running, label);
    page.gauge("countersign_lane_threads", "Threads started.", lane.threads, label);
    page.counter("countersign_lane_begun_total", "Work and steps begun.", static_cast<double>(lane.begun), label);
    page.counter("countersign_lane_busy_seconds_total", "Time of all its threads at work.",
                 std::chrono::duration<double>(lane.busy).count(), label);
  }
}

/// 0 for each plugin in force, so that the line is there before it matters.
void show_late_calls(metrics::Page& page, const Connectors& connectors) {
  std::map<std::string, int> late;
  for (const auto& [name, channel] : connectors.channels) late[channel.plugin->plugin().id()] = 0;
  for (const auto& model : connectors.models) late[model->plugin().id()] = 0;
  for (const auto& lookup : connectors.lookups) late[lookup.plugin->plugin().id()] = 0;
  if (connectors.helpdesk) late[connectors.helpdesk->plugin().id()] = 0;
  for (const auto& call : plugin::late_calls()) ++late[call.plugin];
  for (const auto& [plugin, count] : late)
    page.gauge("countersign_plugin_calls_late", "Calls in our own process that are over their limit and do not return.",
               count, {{"plugin", plugin}});
}

void show_valve(metrics::Page& page, const Valve::State& valve) {
  page.gauge("countersign_valve_shut", "1 while AI makes none of these, for too much waits.", valve.no_reviews ? 1 : 0,
             {{"drafts", "for_review"}});
  page.gauge("countersign_valve_shut", "", valve.no_drafts ? 1 : 0, {{"drafts", "all"}});
  page.gauge("countersign_conversations_waiting", "Conversations that wait for a person.",
             static_cast<double>(valve.waiting.people));
}

void show_log(metrics::Page& page, const publish::Publisher& log) {
  const auto state = log.state();
  page.gauge("countersign_log_entries", "Entries in the published log.", static_cast<double>(state.checkpoint.size));
  page.gauge("countersign_log_waiting_entries", "Entries that are recorded and not published yet.",
             static_cast<double>(state.waiting));
  page.gauge("countersign_log_behind_seconds", "For how long the oldest of them waits.",
             std::chrono::duration<double>(state.behind).count());
  page.counter("countersign_log_checkpoints_total", "Checkpoints signed and published.",
               static_cast<double>(state.checkpoints));
  page.gauge("countersign_log_healthy", "1 while the log can be published.", log.trouble().empty() ? 1 : 0);
}

}  // namespace

void Gateway::show_streams(metrics::Page& page) const {
  auto kinds = policy::words_of("kept");
  std::replace(kinds.begin(), kinds.end(), std::string_view("record"), std::string_view("keys"));
  for (const auto kind : kinds) {
    const std::string what(kind);
    page.counter("countersign_retention_removed_total", "What was removed because its time was over.",
                 static_cast<double>(retention_->removed(what)), {{"what", what}});
  }
  for (const auto& stream : streams_) {
    const auto state = stream->state();
    if (!state) continue;
    page.gauge("countersign_stream_behind", "Entries of the record that wait to be handed on.",
               static_cast<double>(state->behind), {{"stream", stream->name()}});
    page.gauge("countersign_stream_unconfirmed", "Entries of the record that were sent and that nobody confirmed yet.",
               static_cast<double>(state->unconfirmed), {{"stream", stream->name()}});
    page.gauge("countersign_stream_failing", "1 while they cannot be.", state->trouble.empty() ? 0 : 1,
               {{"stream", stream->name()}});
  }
}

void Gateway::show(metrics::Page& page) const {
  show_streams(page);
  house_->metrics->show(page);
  show_waiting(page, *store_, clock_.now());
  show_calls(page, egress_->targets());
  show_lanes(page, *worker_);
  show_late_calls(page, *connectors_.get());
  show_valve(page, valve_->look());
  if (log_) show_log(page, *log_);
  for (const auto& place : herald_ ? herald_->states() : std::vector<elsewhere::Herald::State>()) {
    page.gauge("countersign_checkpoint_kept", "1 while the last try to keep a checkpoint elsewhere went well.",
               place.trouble.empty() ? 1 : 0, {{"place", place.name}});
    page.gauge("countersign_checkpoint_kept_entries", "Entries of the newest checkpoint that is kept there.",
               static_cast<double>(place.size), {{"place", place.name}});
  }
  page.gauge("countersign_work_behind_seconds", "How long a message accepted now would wait for the gateway itself.",
             std::chrono::duration<double>(pace_->look().behind).count());
  page.gauge("countersign_admission_waiting", "Webhooks that wait for their turn.",
             static_cast<double>(admission_->waiting()));
  page.gauge("countersign_admission_running", "Webhooks that are worked on.",
             static_cast<double>(admission_->running()));
  const auto counts = store_->counts();
  page.counter("countersign_store_commits_total", "Groups made durable, one sync each.",
               static_cast<double>(counts.commits));
  page.counter("countersign_store_jobs_total", "Transactions made durable.", static_cast<double>(counts.jobs));
  page.counter("countersign_store_jobs_undone_total", "Transactions rolled back alone.",
               static_cast<double>(counts.undone));
  page.histogram("countersign_store_commit_duration_seconds", "From a group's begin to its sync.",
                 store_->groups().seconds);
  page.histogram("countersign_store_group_jobs", "Transactions in a group.", store_->groups().jobs);
  page.gauge("countersign_store_healthy", "1 while the store takes writes.", store_->healthy() ? 1 : 0);
  page.gauge("countersign_clock_healthy", "1 while the machine's clock is believed.",
             fitness_->clock_trouble().empty() ? 1 : 0);
  page.gauge("countersign_disk_healthy", "1 while the disk has `limits: {min_free_disk: …}` left.",
             fitness_->disk_trouble().empty() ? 1 : 0);
  const auto rules = rules_.get();
  page.gauge("countersign_policies_info", "The policy sets in force: one, or two while a canary runs.", 1,
             {{"digest", rules->set->digest()}, {"for", "all"}});
  if (rules->trial)
    page.gauge("countersign_policies_info", "The policy sets in force: one, or two while a canary runs.", 1,
               {{"digest", rules->trial->rules->set->digest()}, {"for", activation::in_words(rules->trial->scope)}});
}

}  // namespace countersign::app
