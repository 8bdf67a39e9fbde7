#include "flow/stop.hpp"

#include <algorithm>

#include "flow/audit/entry.hpp"
#include "flow/house.hpp"

namespace countersign {

Status StopSwitch::load() {
  std::set<std::string> stopped;
  auto status = store_.read([&](store::Session& session) {
    session.each("SELECT scope FROM stop", {}, [&](const store::Row& row) { stopped.insert(row.text(0)); });
  });
  if (!status) return status;
  const std::lock_guard lock(mutex_);
  stopped_ = std::move(stopped);
  return {};
}

Status StopSwitch::set(const std::string& scope, bool stopped, const std::string& actor, Time now) {
  if (stopped) {  // effective before it is durable: stopping must never wait
    const std::lock_guard lock(mutex_);
    stopped_.insert(scope);
  }
  auto status = store_.commit([&](store::Session& session) {
    if (stopped)
      session.run("INSERT INTO stop (scope, actor, at) VALUES ($1,$2,$3) ON CONFLICT DO NOTHING",
                  {scope, actor, micros(now)});
    else
      session.run("DELETE FROM stop WHERE scope=$1", {scope});
    audit::Entry entry;
    entry.kind = stopped ? audit::Kind::ai_stopped : audit::Kind::ai_started;
    entry.at = now;
    entry.actor = actor;
    entry.more = {{"scope", scope}};
    audit::record(session, entry);
  });
  if (!status) return status;
  if (!stopped) {
    const std::lock_guard lock(mutex_);
    stopped_.erase(scope);
  }
  return {};
}

Result<std::string> scope_of(const Connectors& connectors, const std::string& channel, const std::string& model) {
  if (!channel.empty() && !model.empty()) return Error{Fault::invalid, "give a channel or a model, not both"};
  const auto& models = connectors.models;
  if (!channel.empty() && !connectors.channels.contains(channel))
    return Error{Fault::invalid, "the configuration has no channel of this name"};
  if (!model.empty() &&
      std::none_of(models.begin(), models.end(), [&](const auto& one) { return one->name() == model; }))
    return Error{Fault::invalid, "the configuration has no model of this name"};
  if (!channel.empty()) return "channel:" + channel;
  return model.empty() ? std::string("all") : "model:" + model;
}

bool StopSwitch::covers(const std::string& channel, const std::string& model) const {
  const std::lock_guard lock(mutex_);
  return stopped_.contains("all") || stopped_.contains("channel:" + channel) ||
         (!model.empty() && stopped_.contains("model:" + model));
}

std::set<std::string> StopSwitch::scopes() const {
  const std::lock_guard lock(mutex_);
  return stopped_;
}

}  // namespace countersign
