#include "flow/delivery/targets.hpp"

namespace countersign {

TargetTerms Targets::terms(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  const auto found = terms_.find(name);
  if (found != terms_.end()) return found->second;
  TargetTerms terms;
  // A customer waits, and a model after it.
  if (name.starts_with("lookup:")) terms.budget.deadline = std::chrono::seconds(5);
  return terms;
}

std::shared_ptr<Breaker> Targets::breaker(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  auto& one = breakers_[name];
  if (!one) one = std::make_shared<Breaker>(clock_);
  return one;
}

std::shared_ptr<void> Targets::calling(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  auto* const calls = &calls_[name];  // never forgotten: its place stays
  calls->count(clock_.steady());
  ++calls->in_flight;
  return {static_cast<void*>(calls), [this, calls](void*) {
            const std::lock_guard inside(mutex_);
            calls->count(clock_.steady());
            --calls->in_flight;
          }};
}

std::vector<TargetState> Targets::states() const {
  const std::lock_guard lock(mutex_);
  std::map<std::string, TargetState> all;
  for (const auto& [name, terms] : terms_) all[name] = {name, terms.budget, {}, 0, {}};
  for (const auto& [name, breaker] : breakers_) {
    auto& one = all[name];
    one.name = name;
    one.breaker = breaker->state();
  }
  const auto now = clock_.steady();
  for (auto& [name, one] : all) {
    const auto calls = calls_.find(name);
    if (calls == calls_.end()) continue;
    calls->second.count(now);
    one.in_flight = calls->second.in_flight;
    one.called = calls->second.called;
  }
  std::vector<TargetState> states;
  for (auto& [name, one] : all) states.push_back(std::move(one));
  return states;
}

void Targets::set(std::map<std::string, TargetTerms> terms) {
  const std::lock_guard lock(mutex_);
  terms_ = std::move(terms);
  std::erase_if(breakers_, [this](const auto& one) { return !terms_.contains(one.first); });
}

std::string in_words(const Breaker::State& state) {
  if (state.open)
    return "open since " + to_rfc3339(state.since) + ", tries again at " + to_rfc3339(state.next) + ": " + state.why;
  if (state.failures == 0) return "closed";
  return "closed; the last " + std::to_string(state.failures) + " failed: " + state.why;
}

}  // namespace countersign
