// `countersign check`: all problems of an installation in one run.
#include <algorithm>
#include <ostream>

#include "app/commands/commands.hpp"
#include "app/commands/problem_report.hpp"
#include "base/json.hpp"

namespace countersign::app {
namespace {

json::Value as_json(const yaml::Problem& problem) {
  json::Object row;
  row["file"] = problem.place.file;
  row["line"] = problem.place.line;
  row["column"] = problem.place.column;
  row["code"] = problem.code;
  row["level"] = problem.warning ? "warning" : "error";
  row["message"] = problem.message;
  return row;
}

json::Value as_json(const std::vector<yaml::Problem>& problems) {
  json::Array list;
  for (const yaml::Problem& problem : problems) list.push_back(as_json(problem));
  json::Object all;
  all["problems"] = std::move(list);
  return all;
}

/// "1 model", "2 models"
std::string counted(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

int check(const Call& call, const std::vector<CheckPart>& parts, const std::vector<CheckPart>& asking_others) {
  LoadedConfig loaded = load_config(call.command.text("--config"));
  for (const CheckPart& part : parts) part(loaded.readable, loaded.problems);
  if (!call.command.has("--offline"))
    for (const CheckPart& part : asking_others) part(loaded.readable, loaded.problems);
  as_given(loaded.problems, call.command.text("--config"));
  const auto errors =
      std::count_if(loaded.problems.begin(), loaded.problems.end(), [](const auto& p) { return !p.warning; });
  if (call.command.text("--format") == "json") {
    call.out << json::dump(as_json(loaded.problems)) << "\n";
  } else {
    for (const yaml::Problem& problem : loaded.problems) call.out << yaml::to_line(problem) << "\n";
    if (errors > 0)
      call.out << counted(static_cast<std::size_t>(errors), "error") << "\n";
    else
      call.out << "fine: " << counted(loaded.config->channels.size(), "channel") << ", "
               << counted(loaded.config->models.size(), "model") << "\n";
  }
  const bool unreadable = !loaded.problems.empty() && loaded.problems.front().code == "C020";
  return unreadable ? 2 : (errors > 0 ? 1 : 0);
}

}  // namespace

CommandTable check_commands(std::vector<CheckPart> parts, std::vector<CheckPart> asking_others) {
  CommandSpec spec;
  spec.name = "check";
  spec.help = "say everything that is wrong with an installation, in one run";
  spec.example = "countersign check --config /etc/countersign/countersign.yaml";
  spec.options = {{"--config", "the configuration", "FILE", true},
                  {"--offline", "ask no server whether it can be reached"},
                  {"--format", "how to print", "FORMAT", false, false, false, {"text", "json"}}};
  spec.here = [parts = std::move(parts), others = std::move(asking_others)](const Call& call) {
    return check(call, parts, others);
  };
  return {std::move(spec)};
}

}  // namespace countersign::app
