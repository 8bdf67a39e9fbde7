// What the commands do with a set beyond deciding: run the examples beside the policies, and say a decision in plain
// words. Used by `policy test`, `policy check`, `policy explain`; pure, any thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "flow/detect/detector.hpp"
#include "flow/policy/policy_set.hpp"

namespace countersign::policy {

/// How a text becomes findings; nullopt when detection fails. Empty: texts are not looked at.
using See = std::function<std::optional<Sight>(const Glimpse& glimpse)>;

/// What `detector` sees; it must outlive what is returned.
[[nodiscard]] See see_with(const Detector& detector);

/// Adds what was seen in a text to what is known of it already.
void add_to(Facts& facts, const Sight& sight);

/// The verdict of a whole decision as an author of examples and cases says it: add_the_notice, hold_for_review.
[[nodiscard]] std::string word_for(const Decision& decision);

struct ExampleResult {
  std::string policy;
  std::string file;
  int line = 0;
  std::string expected;  ///< a word such as add_the_notice
  std::string got;
  bool ok = false;
  std::vector<RuleOutcome> outcomes;  ///< what its policy said
};

/// Every example of every policy that is not paused, against that policy alone, in the order of policy ids.
[[nodiscard]] std::vector<ExampleResult> run_examples(const PolicySet& set, const See& see = {});

/// One thing a policy asks for (an entry of `must`), or the policy itself where it only sets a deadline.
struct Covered {
  std::string policy, rule;
  bool reached = false;  ///< it asked for something at least once
};
/// Which rules asked for something among `outcomes`; paused policies are left out. In the order of policy ids.
[[nodiscard]] std::vector<Covered> coverage(const PolicySet& set, const std::vector<RuleOutcome>& outcomes);

/// The decision in plain words: verdict first, then every rule that spoke, with its law and what would have passed, then (if
/// it was taken by this set) who looked and why they had nothing to say, then the duties. No customer text.
[[nodiscard]] std::string explain(const PolicySet& set, const Facts& facts, const Decision& decision);

}  // namespace countersign::policy
