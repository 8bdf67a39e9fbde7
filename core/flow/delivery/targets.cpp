#include "flow/delivery/targets.hpp"

namespace countersign {

TargetTerms Targets::terms(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  const auto found = terms_.find(name);
  return found == terms_.end() ? TargetTerms() : found->second;
}

Place Targets::place(const std::string& name) const {
  const int most = terms(name).budget.in_flight;
  const std::lock_guard lock(mutex_);
  auto& calls = places_[name];
  if (!calls) calls = std::make_shared<std::atomic<int>>(0);
  if (calls->fetch_add(1) < most) return Place(calls);
  calls->fetch_sub(1);
  return Place(nullptr);
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
