#include "flow/policy/examples.hpp"

#include <algorithm>
#include <set>

#include "flow/policy/compiled.hpp"

namespace countersign::policy {
namespace {

std::string word_of(Verdict verdict, const Duties& d) {
  switch (verdict) {
    case Verdict::send:
      return "send";
    case Verdict::change:
      return !d.notices.empty() || d.label || d.offer_a_person || d.show_source ? "add_the_notice" : "change";
    case Verdict::hold:
      return "hold_for_review";
    case Verdict::hand_over:
      return "give_to_a_person";
    case Verdict::block:
      return "block";
  }
  return "block";
}

/// The facts of the example and what the detectors see in its text; false when they fail.
bool add_sight(Facts& facts, const std::string& text, const See& see) {
  if (text.empty() || !see) return true;
  const auto sight = see({text, facts.written_by, facts.language, {}});
  if (!sight) return false;
  add_to(facts, *sight);
  return true;
}

ExampleResult run(const Policy& policy, const Example& example, const See& see) {
  Facts facts = example.given;
  ExampleResult result{policy.id, example.file, example.line, example.expect, "", false, {}};
  const bool seen = add_sight(facts, example.text, see);
  Said said = look(policy, facts);
  result.got = seen ? word_of(said.verdict, said.duties) : "hold_for_review";
  result.ok = result.got == result.expected;
  result.outcomes = std::move(said.outcomes);
  return result;
}

}  // namespace

void add_to(Facts& facts, const Sight& sight) {
  facts.findings.insert(facts.findings.end(), sight.findings.begin(), sight.findings.end());
  facts.topics.insert(facts.topics.end(), sight.topics.begin(), sight.topics.end());
  facts.risk = std::max(facts.risk, sight.risk);
  facts.emotion = std::max(facts.emotion, sight.emotion);
}

See see_with(const Detector& detector) {
  return [&detector](const Glimpse& glimpse) -> std::optional<Sight> {
    auto sight = detector.look(glimpse);
    if (!sight) return std::nullopt;
    return std::move(*sight);
  };
}

std::string word_for(const Decision& decision) { return word_of(decision.verdict, decision.duties); }

std::vector<ExampleResult> run_examples(const PolicySet& set, const See& see) {
  std::vector<ExampleResult> results;
  for (const Policy& policy : set.compiled().policies) {
    if (policy.mode == Mode::paused) continue;
    for (const Example& example : policy.examples) results.push_back(run(policy, example, see));
  }
  return results;
}

std::vector<Covered> coverage(const PolicySet& set, const std::vector<RuleOutcome>& outcomes) {
  std::set<std::pair<std::string, std::string>> asked;
  for (const RuleOutcome& one : outcomes)
    if (!one.met) asked.emplace(one.policy, one.rule);
  std::vector<Covered> all;
  const auto add = [&](const Policy& policy, const std::string& rule) {
    const bool known =
        std::any_of(all.begin(), all.end(), [&](const Covered& c) { return c.policy == policy.id && c.rule == rule; });
    if (!known) all.push_back({policy.id, rule, asked.contains({policy.id, rule})});
  };
  for (const Policy& policy : set.compiled().policies) {
    if (policy.mode == Mode::paused) continue;
    for (const Requirement& one : policy.must) add(policy, one.name);
  }
  return all;
}

}  // namespace countersign::policy
