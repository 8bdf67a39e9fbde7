#include "app/commands/problem_report.hpp"

#include <cctype>
#include <map>
#include <set>

#include "app/version.hpp"
#include "flow/policy/codes.hpp"

namespace countersign::app {
namespace {

constexpr std::string_view kRed = "\x1b[31m", kYellow = "\x1b[33m", kBold = "\x1b[1m", kPlain = "\x1b[0m";

std::string link_of(const std::string& code) {
  const auto* known = policy::problem_code(code);
  return known == nullptr ? std::string() : policy::link_to(*known);
}

std::string in_colour(const yaml::Problem& problem) {
  std::string line = yaml::to_line(problem);
  const auto code = line.find(" " + problem.code) + 1;
  line.insert(code + problem.code.size(), kPlain);
  line.insert(code, problem.warning ? kYellow : kRed);
  line.insert(code - 1, kPlain);
  return std::string(kBold) + line;
}

json::Object rule_of(const std::string& code) {
  json::Object rule{{"id", code}};
  if (const auto* known = policy::problem_code(code)) {
    rule["shortDescription"] = json::Object{{"text", known->meaning}};
    rule["help"] = json::Object{{"text", "See " + policy::link_to(*known)}};
  }
  return rule;
}

/// RFC 3986: what is no unreserved character or "/" is written as %XX.
std::string in_uri(std::string_view path) {
  constexpr std::string_view kFigures = "0123456789ABCDEF";
  constexpr std::string_view kAsIs = "-._~/";
  std::string uri;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x80 && std::isalnum(byte) != 0) || kAsIs.find(c) != std::string_view::npos)
      uri += c;
    else
      uri.append({'%', kFigures[byte >> 4U], kFigures[byte & 15U]});
  }
  return uri;
}

constexpr const char* kHere = "%SRCROOT%";  ///< by the name that tools of code review know

/// SARIF 2.1.0, 3.4: a path below the current folder is relative to it; any other is a whole file URI.
json::Object location_of(const std::string& file) {
  const std::filesystem::path path = std::filesystem::path(file).lexically_normal();
  if (path.is_relative() && (path.empty() || *path.begin() != ".."))
    return {{"uri", path == "." ? "" : in_uri(path.generic_string())}, {"uriBaseId", kHere}};
  return {{"uri", "file://" + in_uri(std::filesystem::absolute(path).lexically_normal().generic_string())}};
}

json::Object result_of(const yaml::Problem& problem) {
  // A problem of the set as a whole stands at the folder's first line.
  const json::Object region{{"startLine", std::max(1, problem.place.line)},
                            {"startColumn", std::max(1, problem.place.column)}};
  const json::Object place{{"artifactLocation", location_of(problem.place.file)}, {"region", region}};
  return {{"ruleId", problem.code},
          {"level", problem.warning ? "warning" : "error"},
          {"message", json::Object{{"text", problem.message}}},
          {"locations", json::Array{json::Object{{"physicalLocation", place}}}}};
}

}  // namespace

std::string problems_as_text(const std::vector<yaml::Problem>& problems, bool colour) {
  std::string text;
  std::map<std::string, std::set<std::string>> chapters;
  for (const auto& problem : problems) {
    text += (colour ? in_colour(problem) : yaml::to_line(problem)) + "\n";
    if (const auto link = link_of(problem.code); !link.empty()) chapters[link].insert(problem.code);
  }
  for (const auto& [link, codes] : chapters) {
    std::string all;
    for (const auto& code : codes) all += (all.empty() ? "" : ", ") + code;
    text += "more about " + all + ": " + link + "\n";
  }
  return text;
}

json::Value problems_as_json(const std::vector<yaml::Problem>& problems) {
  json::Array all;
  for (const auto& problem : problems)
    all.emplace_back(json::Object{{"file", problem.place.file},
                                  {"line", problem.place.line},
                                  {"column", problem.place.column},
                                  {"code", problem.code},
                                  {"level", problem.warning ? "warning" : "error"},
                                  {"message", problem.message},
                                  {"chapter", link_of(problem.code)}});
  return all;
}

json::Value problems_as_sarif(const std::vector<yaml::Problem>& problems) {
  std::set<std::string> codes;
  json::Array results, rules;
  for (const auto& problem : problems) {
    codes.insert(problem.code);
    results.emplace_back(result_of(problem));
  }
  for (const auto& code : codes) rules.emplace_back(rule_of(code));
  const json::Object driver{{"name", "countersign policy check"}, {"version", kVersion}, {"rules", std::move(rules)}};
  const auto here = "file://" + in_uri((std::filesystem::current_path() / "").generic_string());
  const json::Object run{{"tool", json::Object{{"driver", driver}}},
                         {"originalUriBaseIds", json::Object{{kHere, json::Object{{"uri", here}}}}},
                         {"results", std::move(results)}};
  return json::Object{
      {"$schema", "https://json.schemastore.org/sarif-2.1.0.json"}, {"version", "2.1.0"}, {"runs", json::Array{run}}};
}

void as_given(std::vector<yaml::Problem>& problems, const std::string& given) {
  namespace fs = std::filesystem;
  if (given.empty() || fs::path(given).is_absolute()) return;
  const auto base = fs::absolute(given).lexically_normal().parent_path().string() + "/";
  const auto shown = fs::path(given).lexically_normal().parent_path();
  for (auto& problem : problems)
    if (problem.place.file.starts_with(base))
      problem.place.file = (shown / problem.place.file.substr(base.size())).lexically_normal().string();
}

std::string no_folder(const std::filesystem::path& path) {
  std::error_code failed;
  if (std::filesystem::is_directory(path, failed)) return "";
  if (!std::filesystem::exists(path, failed)) return path.string() + ": there is no such folder";
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  return path.string() +
         " is a file; a policy needs the notices, roles and topics of its set, so name the set's folder: " +
         folder.string() + " or the one above it";
}

}  // namespace countersign::app
