// What the commands do with a set beyond deciding: run the examples beside the policies, and say a decision in plain
// words. Used by `policy test`, `policy check`, `policy explain`; pure, any thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "flow/detect/finding.hpp"
#include "flow/policy/policy_set.hpp"

namespace countersign::policy {

/// How an example's `text` becomes findings; nullopt when detection fails. Empty: texts are not looked at.
using See = std::function<std::optional<Sight>(std::string_view text, Author written_by)>;

struct ExampleResult {
  std::string policy;
  std::string file;
  int line = 0;
  std::string expected;  ///< a word such as add_the_notice
  std::string got;
  bool ok = false;
};

/// Every example of every policy that is not paused, against that policy alone, in the order of policy ids.
[[nodiscard]] std::vector<ExampleResult> run_examples(const PolicySet& set, const See& see = {});

/// Ids of policies without a single example; `policy test` lists them.
[[nodiscard]] std::vector<std::string> without_examples(const PolicySet& set);

/// The decision in plain words: verdict first, then every rule that spoke, with its law, then the duties. No customer
/// text.
[[nodiscard]] std::string explain(const PolicySet& set, const Facts& facts, const Decision& decision);

}  // namespace countersign::policy
