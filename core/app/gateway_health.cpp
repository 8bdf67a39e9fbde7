// What an operator sees of the gateway: who does not work, since when, and what to do. In words, for /healthz and
// /readyz.
#include <algorithm>

#include "app/gateway.hpp"
#include "base/log.hpp"
#include "elsewhere/herald.hpp"
#include "plugin/under_way.hpp"
#include "publish/publisher.hpp"
#include "rights/retention.hpp"

namespace countersign::app {

/// Each target in words, so that an operator sees at a glance who does not work, since when, and what happens next.
json::Object Gateway::calls() const {
  const auto lanes = worker_->lanes();
  json::Object all;
  for (const auto& one : egress_->targets().states()) {
    const auto lane = lanes.find(one.name);
    const auto now = lane == lanes.end() ? Worker::LaneState() : lane->second;
    all[one.name] = json::Object{{"breaker", in_words(one.breaker)},
                                 {"in_flight", now.running},
                                 {"in_flight_at_most", one.budget.in_flight},
                                 {"waiting", now.waiting}};
  }
  return all;
}

json::Object Gateway::streams_health() const {
  json::Object all;
  for (const auto& stream : streams_) {
    const auto state = stream->state();
    const auto trouble = state ? state->trouble : state.error().message;
    all[stream->name()] = json::Object{{"state", trouble.empty() ? "fine" : trouble},
                                       {"behind", state ? state->behind : 0},
                                       {"unconfirmed", state ? state->unconfirmed : 0}};
  }
  return all;
}

/// Each trouble is told once, and its end too: who reads the log only must see why nothing is accepted.
void Gateway::tell_fitness() {
  const std::pair<std::string, std::string> parts[] = {{"store", fitness_->store_trouble()},
                                                       {"published_log", fitness_->log_trouble()},
                                                       {"clock", fitness_->clock_trouble()},
                                                       {"disk", fitness_->disk_trouble()}};
  for (const auto& [part, trouble] : parts) {
    auto& before = troubles_[part];
    if (before.empty() && !trouble.empty()) log::error("nothing_is_accepted", {{"because_of", part}, {"why", trouble}});
    if (!before.empty() && trouble.empty()) log::info("fine_again", {{"part", part}});
    before = trouble;
  }
}

void Gateway::look_around() {
  tell_fitness();
  (void)plugin::late_calls();  // which logs what is new
  const auto connectors = connectors_.get();
  for (const auto& lookup : connectors->lookups) lookup.plugin->refresh();
  (void)retention_->tend();
}

http::Health Gateway::health() const {
  const auto valve = valve_->look();
  const auto policies = policy_trouble();
  const auto folder = watch_->differs();
  const auto kept = generations_->refused();
  const auto differs = generations_->differs();
  const auto front = front_problem_ ? front_problem_() : std::string();
  json::Array complaints;
  for (auto& one : generations_->complaints()) complaints.emplace_back(std::move(one));
  json::Array stopped;
  for (const auto& scope : stop_->scopes()) stopped.push_back(scope);
  const auto fine_or = [](const std::string& trouble) { return trouble.empty() ? std::string("fine") : trouble; };
  const auto targets = egress_->targets().states();
  json::Object published{{"state", fine_or(fitness_->log_trouble())}};
  if (log_) {
    const auto state = log_->state();
    published["origin"] = state.checkpoint.origin;
    published["entries"] = static_cast<std::int64_t>(state.checkpoint.size);
    published["waiting"] = static_cast<std::int64_t>(state.waiting);
    published["behind_seconds"] = std::chrono::duration_cast<std::chrono::seconds>(state.behind).count();
  }
  bool places_fine = true;
  json::Object places;
  for (const auto& place : herald_ ? herald_->states() : std::vector<elsewhere::Herald::State>()) {
    places_fine = places_fine && place.trouble.empty();
    places[place.name] = !place.trouble.empty() ? place.trouble
                         : place.size == 0
                             ? "nothing yet"
                             : "fine: " + std::to_string(place.size) + " entries, kept " + to_rfc3339(place.at);
  }
  if (!places.empty()) published["checkpoints_kept"] = std::move(places);
  const bool fine = fitness_->accept().ok() && policies.empty() && kept.empty() && front.empty() && complaints.empty() &&
                    places_fine &&
                    std::none_of(targets.begin(), targets.end(), [](const auto& one) { return one.breaker.open; });
  return {
      fitness_->accept().ok(),
      json::Object{{"status", fine ? "fine" : "degraded"},
                   {"store", fine_or(fitness_->store_trouble())},
                   {"clock", fine_or(fitness_->clock_trouble())},
                   {"disk", fine_or(fitness_->disk_trouble())},
                   {"published_log", std::move(published)},
                   {"listening", front.empty() ? "fine" : front},
                   {"policies", policies.empty() ? "in force" : policies},
                   {"policies_folder", folder.empty() ? "in force" : folder},
                   {"policy_digest", rules_.get()->set->digest()},
                   {"generation", connectors_.get()->generation},
                   {"configuration", kept.empty() ? "in force" : kept},
                   {"plugins", differs.empty() ? "as loaded" : differs},
                   {"plugin_complaints", std::move(complaints)},
                   {"ai_stopped", std::move(stopped)},
                   {"calls", calls()},
                   {"valve", valve.why.empty() ? "open" : "shut for drafts: " + valve.why},
                   {"waiting", json::Object{{"people", valve.waiting.people},
                                            {"reviews", valve.waiting.reviews},
                                            {"work", valve.waiting.work}}},
                   {"streams", streams_health()},
                   {"backlog", worker_->backlog()}}};
}

}  // namespace countersign::app
