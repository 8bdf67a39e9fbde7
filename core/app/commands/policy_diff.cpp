// `countersign policy diff OLD NEW`: what changed, in words, and whether anything became looser.
#include <algorithm>

#include "app/commands/gateway_commands.hpp"
#include "base/json.hpp"
#include "flow/policy/compare.hpp"
#include "flow/policy/document_diff.hpp"

namespace countersign::app {
namespace {

/// Documents whose change is no decision of decide(): what it loosens only a person can say.
std::vector<std::string> beyond(const policy::DocumentDiff& diff) {
  std::vector<std::string> kinds;
  for (const auto& kind : diff.kinds)
    if (kind != "policy" && kind != "journey") kinds.push_back(kind);
  if (std::any_of(diff.lines.begin(), diff.lines.end(),
                  [](const auto& line) { return line.find("or_words") != std::string::npos; }))
    kinds.emplace_back("or_words of the journey");
  return kinds;
}

std::string joined(const std::vector<std::string>& parts, const char* between) {
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "" : between) + part;
  return text;
}

void add_examples(const char* title, std::uint64_t count, const std::vector<policy::Difference>& examples,
                  std::string& text) {
  if (count == 0) return;
  text += std::string(title) + " in " + std::to_string(count) + (count == 1 ? " case" : " cases") + ", such as\n";
  for (const auto& one : examples) text += "    " + policy::in_words(one.facts) + ": " + joined(one.what, "; ") + "\n";
}

std::string as_text(const policy::DocumentDiff& diff, const policy::Comparison& all) {
  std::string text;
  for (const auto& line : diff.lines) text += line + "\n";
  if (diff.lines.empty()) text += "the documents say the same\n";
  add_examples("looser", all.looser, all.examples_looser, text);
  add_examples("stricter", all.stricter, all.examples_stricter, text);
  text += all.looser > 0 ? "Something became looser." : "No decision became looser.";
  text += " Tried: " + std::to_string(all.asked) + " combinations of the facts that the two sets tell apart, " +
          (all.exact ? "which are all of them.\n" : "not all of them: this is no proof.\n");
  if (const auto kinds = beyond(diff); !kinds.empty())
    text += "Also changed, and not decided by rules: " + joined(kinds, ", ") +
            ". Read those changes: texts, people, times and what is seen\n";
  return text;
}

json::Value examples_of(const std::vector<policy::Difference>& examples) {
  json::Array all;
  for (const auto& one : examples)
    all.emplace_back(
        json::Object{{"facts", policy::in_words(one.facts)}, {"what", json::Array(one.what.begin(), one.what.end())}});
  return all;
}

json::Value as_json(const policy::DocumentDiff& diff, const policy::Comparison& all) {
  const auto kinds = beyond(diff);
  return json::Object{{"changes", json::Array(diff.lines.begin(), diff.lines.end())},
                      {"looser", static_cast<std::int64_t>(all.looser)},
                      {"stricter", static_cast<std::int64_t>(all.stricter)},
                      {"asked", static_cast<std::int64_t>(all.asked)},
                      {"exact", all.exact},
                      {"examples_looser", examples_of(all.examples_looser)},
                      {"examples_stricter", examples_of(all.examples_stricter)},
                      {"read_also", json::Array(kinds.begin(), kinds.end())}};
}

int diff(const Call& call) {
  const auto now = SystemClock().now();
  const auto load = [&](const char* name) {
    auto loaded = policy::PolicySet::load(call.command.text(name), now);
    if (!loaded.ok())
      cannot(call.err,
             call.command.text(name) + ": this set does not load; `countersign policy check` lists every problem");
    return loaded.set;
  };
  const auto before = load("OLD"), after = load("NEW");
  if (!before || !after) return 2;
  const auto changed = policy::document_diff(call.command.text("OLD"), call.command.text("NEW"));
  const auto all = policy::compare(*before, *after, now);
  call.out << (call.command.text("--format") == "json" ? json::dump(as_json(changed, all)) + "\n"
                                                       : as_text(changed, all));
  return all.looser > 0 ? 1 : 0;
}

}  // namespace

CommandSpec policy_diff_command() {
  return {"policy diff",
          "what changed between two sets, in words, and whether anything became looser",
          "countersign policy diff policies/starter policies/mine",
          {{"OLD", "the folder of the set in force", "", true, false, true},
           {"NEW", "the folder of the changed set", "", true, false, true},
           {"--format", "how to print", "FORMAT", false, false, false, {"text", "json"}}},
          diff,
          {}};
}

}  // namespace countersign::app
