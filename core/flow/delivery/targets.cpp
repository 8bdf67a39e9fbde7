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

std::vector<TargetState> Targets::states() const {
  const std::lock_guard lock(mutex_);
  std::map<std::string, TargetState> all;
  for (const auto& [name, terms] : terms_) all[name] = {name, terms.budget, {}};
  for (const auto& [name, breaker] : breakers_) {
    auto& one = all[name];
    one.name = name;
    one.breaker = breaker->state();
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
