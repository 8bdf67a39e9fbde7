#include "app/detectors.hpp"

#include <unistd.h>

#include <algorithm>

#include "app/gateway.hpp"
#include "flow/policy/vocabulary.hpp"

namespace countersign::app {
namespace {

/// Removes itself with what was copied into it.
struct Scratch {
  Scratch() = default;
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("countersign-detectors-" + std::to_string(::getpid()));
};

bool nameable(const policy::DetectionTerms& terms, const std::string& kind) {
  const auto known = policy::words_of("finding");
  return std::find(known.begin(), known.end(), kind) != known.end() || terms.given_by_plugins.contains(kind) ||
         std::any_of(terms.data_classes.begin(), terms.data_classes.end(),
                     [&](const policy::DataClass& one) { return one.id == kind; });
}

yaml::Place block_of(const Config& config, const std::string& name) {
  const auto at = std::find_if(config.detectors.begin(), config.detectors.end(),
                               [&](const DetectorConfig& one) { return one.name == name; });
  return at == config.detectors.end() ? yaml::Place{config.file.string(), 1, 1} : at->place;
}

/// What is wrong under `detectors:` and `plugins:`, and nowhere else.
std::vector<yaml::Problem> about_detectors(const LoadedConfig& loaded) {
  std::vector<yaml::Problem> problems;
  for (const auto& problem : loaded.problems) {
    if (problem.warning) continue;
    std::string block;  // the top-level key that stands last before it
    int line = 0;
    for (const auto& [key, place] : loaded.readable.places)
      if (place.line <= problem.place.line && place.line > line) {
        block = key;
        line = place.line;
      }
    if (block.empty() || block == "detectors" || block == "plugins") problems.push_back(problem);
  }
  return problems;
}

}  // namespace

std::vector<yaml::Problem> unserved_kinds(const policy::DetectionTerms& terms, const detect::Plugged& plugged) {
  std::vector<yaml::Problem> problems;
  if (plugged.any_missing()) return problems;
  for (const auto& [kind, place] : terms.given_by_plugins)
    if (!plugged.kinds().contains(kind))
      problems.push_back({place, "C051",
                          "no detector gives `" + kind +
                              "`, so no rule about it would ever match: add one under `detectors:` in the "
                              "configuration, or delete this document",
                          false});
  return problems;
}

void check_kinds(const policy::DetectionTerms& terms, const detect::Plugged& plugged, const Config& config,
                 std::vector<yaml::Problem>& problems) {
  for (const auto& detector : plugged.all())
    for (const auto& kind : detector->kinds())
      if (!nameable(terms, kind))
        problems.push_back({block_of(config, detector->name()), "C050",
                            "this detector gives `" + kind + "`, which the policies do not know: add a document " +
                                "\"finding: TITLE\" with \"id: " + kind + "\" to their folder",
                            false});
  if (plugged.all().size() < config.detectors.size()) return;  // one did not open; that is told already
  for (auto& one : unserved_kinds(terms, plugged)) problems.push_back(std::move(one));
}

Result<ForCommand> detectors_of(const std::filesystem::path& file) {
  const auto loaded = load_config(file);
  auto problems = about_detectors(loaded);
  Connectors connectors;
  if (problems.empty()) {
    const Scratch scratch;
    std::vector<plugin::Allowed> allow;
    for (const auto& one : loaded.readable.plugins.allow) allow.push_back({one.id, one.sha256});
    const auto registry = plugin::Registry::scan(loaded.readable.plugins.folder, scratch.path, allow);
    connect_detectors(loaded.readable, registry, connectors, problems);
  }
  std::string lines;
  for (const auto& problem : problems) lines += (lines.empty() ? "" : "\n") + yaml::to_line(problem);
  if (!lines.empty()) return Error{Fault::invalid, lines};
  return ForCommand{loaded.readable, connectors.detectors};
}

}  // namespace countersign::app
