// `countersign policy test`: every example beside the policies, every case, and what none of them reaches.
#include <filesystem>
#include <map>

#include "app/commands/gateway_commands.hpp"
#include "app/commands/names.hpp"
#include "app/commands/problem_report.hpp"
#include "app/detectors.hpp"
#include "app/terminal.hpp"
#include "base/json.hpp"
#include "flow/detect/detectors.hpp"
#include "flow/policy/cases.hpp"

namespace countersign::app {
namespace {

/// One example or one turn of a case.
struct Test {
  std::string suite;  ///< the file
  std::string name;
  yaml::Place place;
  std::vector<std::string> faults;
};

struct Tested {
  std::vector<Test> tests;
  std::vector<policy::Covered> coverage;
  [[nodiscard]] std::size_t failed() const {
    return static_cast<std::size_t>(
        std::count_if(tests.begin(), tests.end(), [](const Test& t) { return !t.faults.empty(); }));
  }
};

Tested run_all(const policy::PolicySet& set, const std::vector<policy::Case>& cases,
               const std::shared_ptr<const detect::Plugged>& plugins) {
  const auto detector = make_detector(set.detection(), kRemembered, plugins);
  const auto see = policy::see_with(*detector);
  Tested all;
  std::vector<policy::RuleOutcome> outcomes;
  for (auto& one : policy::run_examples(set, see)) {
    Test test{one.file, one.policy + ", example in line " + std::to_string(one.line), {one.file, one.line, 1}, {}};
    if (!one.ok) test.faults.push_back("expected " + one.expected + ", got " + one.got);
    all.tests.push_back(std::move(test));
    outcomes.insert(outcomes.end(), one.outcomes.begin(), one.outcomes.end());
  }
  for (const auto& played : cases) {
    int number = 0;
    for (auto& turn : policy::play(played, set, see)) {
      all.tests.push_back(
          {played.file, played.title + ", turn " + std::to_string(++number), turn.place, std::move(turn.faults)});
      outcomes.insert(outcomes.end(), turn.decision.rules.begin(), turn.decision.rules.end());
    }
  }
  all.coverage = policy::coverage(set, outcomes);
  return all;
}

std::string in_xml(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '<')
      safe += "&lt;";
    else if (c == '>')
      safe += "&gt;";
    else if (c == '&')
      safe += "&amp;";
    else if (c == '"')
      safe += "&quot;";
    else if (static_cast<unsigned char>(c) >= 0x20)
      safe += c;
  }
  return safe;
}

/// JUnit's XML as build servers read it (testsuites, testsuite, testcase, failure).
std::string as_junit(const Tested& all) {
  std::map<std::string, std::vector<const Test*>> suites;
  for (const Test& test : all.tests) suites[test.suite].push_back(&test);
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"" +
                    std::to_string(all.tests.size()) + "\" failures=\"" + std::to_string(all.failed()) + "\">\n";
  for (const auto& [file, tests] : suites) {
    const auto failed = std::count_if(tests.begin(), tests.end(), [](const Test* t) { return !t->faults.empty(); });
    xml += "  <testsuite name=\"" + in_xml(file) + "\" tests=\"" + std::to_string(tests.size()) + "\" failures=\"" +
           std::to_string(failed) + "\">\n";
    for (const Test* test : tests) {
      xml += "    <testcase classname=\"" + in_xml(file) + "\" name=\"" + in_xml(test->name) + "\" file=\"" +
             in_xml(file) + "\" line=\"" + std::to_string(test->place.line) + "\"" +
             (test->faults.empty() ? "/>\n" : ">\n");
      for (const auto& fault : test->faults) xml += "      <failure message=\"" + in_xml(fault) + "\"/>\n";
      if (!test->faults.empty()) xml += "    </testcase>\n";
    }
    xml += "  </testsuite>\n";
  }
  return xml + "</testsuites>\n";
}

json::Value as_json(const Tested& all) {
  json::Array tests, coverage;
  for (const Test& test : all.tests) {
    json::Array faults(test.faults.begin(), test.faults.end());
    tests.emplace_back(json::Object{
        {"file", test.suite}, {"line", test.place.line}, {"name", test.name}, {"faults", std::move(faults)}});
  }
  for (const auto& one : all.coverage)
    coverage.emplace_back(json::Object{{"policy", one.policy}, {"rule", one.rule}, {"reached", one.reached}});
  return json::Object{{"tests", std::move(tests)}, {"failed", all.failed()}, {"coverage", std::move(coverage)}};
}

std::string as_text(const Tested& all, std::size_t cases) {
  std::string text;
  for (const Test& test : all.tests)
    for (const auto& fault : test.faults)
      text += test.suite + ":" + std::to_string(test.place.line) + " " + test.name + ": " + fault + "\n";
  std::size_t reached = 0;
  for (const auto& one : all.coverage) {
    if (!one.reached) text += "not reached by any example or case: " + one.policy + ", " + one.rule + "\n";
    reached += one.reached ? 1 : 0;
  }
  return text + std::to_string(all.tests.size()) + " examples and turns (" + std::to_string(cases) +
         (cases == 1 ? " case), " : " cases), ") + std::to_string(all.failed()) + " failed; " +
         std::to_string(reached) + " of " + std::to_string(all.coverage.size()) + " rules reached\n";
}

int test(const Call& call) {
  const auto folder = std::filesystem::path(call.command.text("DIR")).lexically_normal();
  if (const auto why = no_folder(folder); !why.empty()) return cannot(call.err, why);
  const auto cases_folder =
      std::filesystem::path(call.command.text("--cases", (folder / "cases").string())).lexically_normal();
  if (call.command.has("--cases") && !std::filesystem::is_directory(cases_folder))
    return cannot(call.err, cases_folder.string() + ": there is no such folder");
  const auto now = SystemClock().now();
  const auto loaded = policy::PolicySet::load(folder, now);
  if (!loaded.ok()) return cannot(call.err, "the set does not load; `countersign policy check` lists every problem");
  std::vector<yaml::Problem> problems;
  const auto cases = policy::read_cases(cases_folder, *loaded.set, now, problems);
  if (std::any_of(problems.begin(), problems.end(), [](const auto& one) { return !one.warning; })) {
    call.err << problems_as_text(problems, false);
    return cannot(call.err, "the cases have mistakes; nothing was tested");
  }
  // A rule about a name that nobody has never matches, however well its example does.
  for (auto& one : names_nobody_has(call, loaded, folder.string())) problems.push_back(std::move(one));
  auto with = detectors_for(call.command.text("--config"));
  if (!with) return cannot(call.err, with.error().message);
  const auto all = run_all(*loaded.set, cases, with->detectors);
  const auto format = call.command.text("--format", "text");
  (format == "text" ? call.out : call.err) << problems_as_text(problems, format == "text" && colours_on_output());
  if (format == "junit")
    call.out << as_junit(all);
  else if (format == "json")
    call.out << json::dump(as_json(all)) << "\n";
  else
    call.out << as_text(all, cases.size());
  return all.failed() > 0 ? 1 : 0;
}

}  // namespace

CommandSpec policy_test_command() {
  return {"policy test",
          "run every example that stands in the policies, and every case",
          "countersign policy test policies/starter",
          {{"DIR", "the folder of policies", "", true},
           {"--config", "know this configuration's channels, brands and models, and look with its detector plugins too",
            "FILE"},
           {"--cases", "the folder of cases, if it is not DIR/cases", "DIR"},
           {"--format", "how to print", "FORMAT", false, false, false, {"text", "json", "junit"}}},
          test,
          {}};
}

}  // namespace countersign::app
