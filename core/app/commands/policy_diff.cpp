// `countersign policy diff OLD NEW`: what changed, in words, and whether anything became looser.
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
  return all.looser > 0 ? 1 : 0;
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
