// `countersign policy diff OLD NEW`: what changed, in words, and whether anything became looser. Exit code 0 only where
// nothing did, by proof: what one officer may put in force alone, but for what the record says.
#include "app/commands/gateway_commands.hpp"
#include "base/json.hpp"
#include "flow/policy/change_report.hpp"

namespace countersign::app {
namespace {

int diff(const Call& call) {
  const auto now = SystemClock().now();
  const auto load = [&](const char* name) {
    auto loaded = policy::PolicySet::load(call.command.text(name), now);
    if (!loaded.ok())
      cannot(call.err,
             call.command.text(name) + ": this set does not load; `countersign policy check` lists every problem");
    return loaded;
  };
  const auto before = load("OLD"), after = load("NEW");
  if (!before.ok() || !after.ok()) return 2;
  const auto changed = policy::document_diff(before.files, after.files);
  const auto all = policy::compare_from(*before.set, *after.set, now);
  call.out << (call.command.text("--format") == "json" ? json::dump(policy::as_json(changed, all)) + "\n"
                                                       : policy::as_text(changed, all));
  const bool only_stricter = all.looser == 0 && all.exact && all.taken_away.empty() && all.rerouted.empty() &&
                             !changed.waives_more && policy::beyond_rules(changed).empty();
  return only_stricter ? 0 : 1;
}

}  // namespace

CommandSpec policy_diff_command() {
  return {"policy diff",
          "what changed between two sets, in words, and whether anything became looser",
          "countersign policy diff policies/starter policies/mine",
          {{"OLD", "the folder of the set in force", "", true},
           {"NEW", "the folder of the changed set", "", true},
           {"--format", "how to print", "FORMAT", false, false, false, {"text", "json"}}},
          diff,
          {}};
}

}  // namespace countersign::app
