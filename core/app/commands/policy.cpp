// `countersign policy check|test|explain`: the officer's commands that need no running gateway.
#include <algorithm>
#include <ostream>
#include <tuple>

#include "app/commands/gateway_commands.hpp"
#include "app/commands/names.hpp"
#include "app/commands/problem_report.hpp"
#include "app/detectors.hpp"
#include "app/terminal.hpp"
#include "base/json.hpp"
#include "flow/detect/detectors.hpp"
#include "flow/policy/examples.hpp"
#include "flow/policy/schema.hpp"

namespace countersign::app {
namespace {

void say_sum(const Call& call, const policy::Loaded& loaded) {
  const auto errors =
      std::count_if(loaded.problems.begin(), loaded.problems.end(), [](const auto& p) { return !p.warning; });
  if (loaded.ok())
    call.out << "fine: " << loaded.set->size() << " rules, " << loaded.set->moments() << " moments, digest "
             << loaded.set->digest().substr(0, 16) << "\n";
  else
    call.out << errors << (errors == 1 ? " error" : " errors") << "; this set would not be put in force\n";
}

/// Whether what the policies expect of detector plugins is there; without a configuration, what nobody can tell.
void check_detectors(const Call& call, policy::Loaded& loaded) {
  const auto& terms = loaded.set->detection();
  const auto file = call.command.text("--config");
  auto& problems = loaded.problems;
  if (file.empty()) {
    for (const auto& [kind, place] : terms.given_by_plugins)
      problems.push_back({place, "C051",
                          "`" + kind +
                              "` is found by a detector plugin: with `--config FILE` this command says whether one of "
                              "that configuration gives it",
                          true});
    return;
  }
  const auto with = detectors_of(file);
  const auto before = problems.size();
  if (with)
    check_kinds(terms, *with->detectors, with->config, problems);
  else
    problems.push_back({{file, 1, 1}, "C050", "its detectors cannot be opened: " + with.error().message, false});
  if (problems.size() > before) loaded.set.reset();
}

/// An example that fails is a warning here: the set could be put in force, but not by anybody who reads this.
void check_examples(const Call& call, policy::Loaded& loaded) {
  const auto with = detectors_for(call.command.text("--config"));
  if (!with) return;  // told by check_detectors
  const auto detector = make_detector(loaded.set->detection(), 0, with->detectors);
  for (const auto& one : policy::run_examples(*loaded.set, policy::see_with(*detector)))
    if (!one.ok)
      loaded.problems.push_back({{one.file, one.line, 1},
                                 "P139",
                                 "this example of " + one.policy + " expects " + one.expected + " and gets " + one.got +
                                     "; mend the policy or the example",
                                 true});
}

void sort_by_place(std::vector<yaml::Problem>& problems) {
  std::stable_sort(problems.begin(), problems.end(), [](const auto& a, const auto& b) {
    return std::tie(a.place.file, a.place.line, a.place.column) < std::tie(b.place.file, b.place.line, b.place.column);
  });
}

int check(const Call& call) {
  const auto folder = call.command.text("DIR");
  if (const auto why = no_folder(folder); !why.empty()) return cannot(call.err, why);
  auto loaded = policy::PolicySet::load(folder, SystemClock().now());
  if (loaded.ok())
    for (auto& one : names_nobody_has(call, loaded, folder)) loaded.problems.push_back(std::move(one));
  if (loaded.ok()) check_detectors(call, loaded);
  if (loaded.ok()) check_examples(call, loaded);
  as_given(loaded.problems, call.command.text("--config"));
  sort_by_place(loaded.problems);
  const auto format = call.command.text("--format", "text");
  if (format == "json")
    call.out << json::dump(problems_as_json(loaded.problems)) << "\n";
  else if (format == "sarif")
    call.out << json::dump(problems_as_sarif(loaded.problems)) << "\n";
  else {
    call.out << problems_as_text(loaded.problems, colours_on_output());
    say_sum(call, loaded);
  }
  return loaded.ok() ? 0 : 1;
}

}  // namespace

CommandTable policy_commands() {
  const OptionSpec dir{"DIR", "the folder of policies", "", true};
  const OptionSpec config{
      "--config", "know this configuration's channels, brands and models, and look with its detector plugins too",
      "FILE"};
  CommandTable table;
  table.push_back(
      {"policy check",
       "every error and warning of a folder of policies",
       "countersign policy check policies/starter",
       {dir, config, {"--format", "how to print", "FORMAT", false, false, false, {"text", "json", "sarif"}}},
       check,
       {}});
  table.push_back(policy_test_command());
  table.push_back(policy_explain_command());
  table.push_back({"policy schema",
                   "the language as a JSON Schema, for editors",
                   "countersign policy schema > schema.json",
                   {},
                   [](const Call& call) {
                     call.out << json::dump(policy::json_schema()) << "\n";
                     return 0;
                   },
                   {}});
  table.push_back({"policy words",
                   "every key and word of the language, as a page",
                   "countersign policy words",
                   {},
                   [](const Call& call) {
                     call.out << policy::words_as_markdown();
                     return 0;
                   },
                   {}});
  table.push_back(policy_packs_command());
  table.push_back(policy_drill_command());
  table.push_back(policy_diff_command());
  table.push_back(replay_command());
  table.push_back(staffing_command());
  for (auto& spec : activation_commands()) table.push_back(std::move(spec));
  return table;
}

}  // namespace countersign::app
