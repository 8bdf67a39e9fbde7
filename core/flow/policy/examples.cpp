#include "flow/policy/examples.hpp"

#include "flow/policy/compiled.hpp"

namespace countersign::policy {
namespace {

std::string word_for(const Said& said) {
  switch (said.verdict) {
    case Verdict::send:
      return "send";
    case Verdict::change: {
      const Duties& d = said.duties;
      return !d.notices.empty() || d.label || d.offer_a_person || d.show_source ? "add_the_notice" : "change";
    }
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
  const auto sight = see(text, facts.written_by);
  if (!sight) return false;
  facts.findings.insert(facts.findings.end(), sight->findings.begin(), sight->findings.end());
  facts.topics.insert(facts.topics.end(), sight->topics.begin(), sight->topics.end());
  facts.risk = std::max(facts.risk, sight->risk);
  facts.emotion = std::max(facts.emotion, sight->emotion);
  return true;
}

ExampleResult run(const Policy& policy, const Example& example, const See& see) {
  Facts facts = example.given;
  ExampleResult result{policy.id, example.file, example.line, example.expect, "", false};
  result.got = add_sight(facts, example.text, see) ? word_for(look(policy, facts)) : "hold_for_review";
  result.ok = result.got == result.expected;
  return result;
}

}  // namespace

std::vector<ExampleResult> run_examples(const PolicySet& set, const See& see) {
  std::vector<ExampleResult> results;
  for (const Policy& policy : set.compiled().policies) {
    if (policy.mode == Mode::paused) continue;
    for (const Example& example : policy.examples) results.push_back(run(policy, example, see));
  }
  return results;
}

std::vector<std::string> without_examples(const PolicySet& set) {
  std::vector<std::string> ids;
  for (const Policy& policy : set.compiled().policies)
    if (policy.examples.empty()) ids.push_back(policy.id);
  return ids;
}

}  // namespace countersign::policy
