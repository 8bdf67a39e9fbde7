#include "flow/activation/trying.hpp"

#include "flow/detect/detectors.hpp"
#include "flow/policy/cases.hpp"
#include "flow/policy/examples.hpp"

namespace countersign::activation {
namespace {

void add(std::string& lines, const std::string& line) { lines += (lines.empty() ? "" : "\n") + line; }

std::string errors_in(const std::vector<yaml::Problem>& problems) {
  std::string lines;
  for (const auto& problem : problems)
    if (!problem.warning) add(lines, yaml::to_line(problem));
  return lines;
}

std::string at(const std::string& file, int line) { return file + ":" + std::to_string(line) + " "; }

/// Runs the examples beside the policies and the cases below the folder; gives what fails of the examples.
std::string run_all(const std::filesystem::path& folder, Time now,
                    const std::shared_ptr<const detect::Plugged>& detectors, Tried& tried) {
  const auto& set = *tried.loaded.set;
  const auto detector = make_detector(set.detection(), kRemembered, detectors);
  const auto see = policy::see_with(*detector);
  std::string lines;
  for (const auto& one : policy::run_examples(set, see)) {
    ++tried.examples;
    if (!one.ok)
      add(lines, at(one.file, one.line) + "this example of " + one.policy + " expects " + one.expected + " and gets " +
                     one.got + "; mend the policy or the example");
  }
  std::vector<yaml::Problem> problems;
  for (const auto& played : policy::read_cases(folder / "cases", set, now, problems)) {
    ++tried.cases;
    for (const auto& turn : policy::play(played, set, see))
      for (const auto& fault : turn.faults)
        add(tried.broken_cases, at(played.file, turn.place.line) + played.title + ": " + fault);
  }
  if (const auto errors = errors_in(problems); !errors.empty()) add(tried.broken_cases, errors);
  return lines;
}

}  // namespace

Result<Tried> try_out(const std::filesystem::path& folder, Time now,
                      const std::shared_ptr<const detect::Plugged>& detectors, const Misfits& misfits) {
  if (!std::filesystem::is_directory(folder))
    return Error{Fault::not_found, folder.string() + ": there is no such folder, or the server may not read it"};
  Tried tried;
  tried.loaded = policy::PolicySet::load(folder, now);
  auto lines = errors_in(tried.loaded.problems);
  if (tried.loaded.ok())
    for (const auto& line : misfits(*tried.loaded.set)) add(lines, line);
  if (tried.loaded.ok() && lines.empty()) lines = run_all(folder, now, detectors, tried);
  if (!lines.empty()) return Error{Fault::invalid, lines};
  return tried;
}

}  // namespace countersign::activation
