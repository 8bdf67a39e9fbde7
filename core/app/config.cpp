#include "app/config.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>
#include <tuple>

#include "app/config_parts.hpp"

namespace countersign::app {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> slurp(const fs::path& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string{std::istreambuf_iterator<char>(file), {}};
}

void read_all(ConfigReader& reader, const yaml::Node& root, Config& config) {
  if (!reader.map(root, "the configuration",
                  {"listen", "data", "store", "policies", "plugins", "channels", "helpdesk", "models", "lookups", "detectors",
                   "notify", "keep", "siem", "activation", "log", "brand", "limits", "tls", "audit"}))
    return;
  read_listen(reader, root.find("listen"), config);
  config.data = reader.path(reader.required(root, "data", "the configuration"), "data");
  read_store(reader, root.find("store"), config);
  config.policies = reader.path(reader.required(root, "policies", "the configuration"), "policies");
  read_plugins(reader, root.find("plugins"), config);
  read_channels(reader, reader.required(root, "channels", "the configuration"), config);
  read_helpdesk(reader, root.find("helpdesk"), config);
  read_models(reader, root.find("models"), config);
  read_lookups(reader, root.find("lookups"), config);
  read_detectors(reader, root.find("detectors"), config);
  read_notify(reader, root.find("notify"), config);
  read_keep(reader, root.find("keep"), config);
  read_siem(reader, root.find("siem"), config);
  config.activation =
      static_cast<Activation>(reader.choice(root.find("activation"), "activation", {"folder", "two_people"}, 0));
  read_log(reader, root.find("log"), config);
  read_limits(reader, root.find("limits"), config);
  read_tls(reader, root.find("tls"), config.front);
  read_audit(reader, root.find("audit"), config.audit);
  config.brand = reader.word(root.find("brand"), "brand");
}

/// The parser places an absent value behind it, often on the next line; a person looks for it at its key.
void place_nothing_at_its_key(yaml::Node& node) {
  for (yaml::Node& item : node.items) place_nothing_at_its_key(item);
  for (auto& [key, value] : node.entries) {
    if (value.kind == yaml::Node::Kind::null) value.place = key.place;
    place_nothing_at_its_key(value);
  }
}

/// One spelling of a node, whatever its layout in the file.
std::string spelled(const yaml::Node& node) {
  std::string text;
  for (const yaml::Node& item : node.items) text += "- " + spelled(item) + "\n";
  for (const auto& [key, value] : node.entries) text += key.text + ": " + spelled(value) + "\n";
  return node.is_scalar() ? "\"" + node.text + "\"" : "{" + text + "}";
}

void sort_by_place(std::vector<yaml::Problem>& problems) {
  std::stable_sort(problems.begin(), problems.end(), [](const yaml::Problem& a, const yaml::Problem& b) {
    return std::tie(a.place.line, a.place.column) < std::tie(b.place.line, b.place.column);
  });
}

}  // namespace

LoadedConfig load_config(const fs::path& path, const Environment& environment) {
  LoadedConfig loaded;
  const auto text = slurp(path);
  if (!text) {
    yaml::Problem& problem = loaded.problems.emplace_back();
    problem.place = {path.string(), 1, 1};
    problem.code = "C020";
    problem.message = "this file cannot be read: give the configuration with --config FILE";
    return loaded;
  }
  Config config;
  config.file = fs::absolute(path).lexically_normal();
  config.environment = environment;
  if (auto root = yaml::read(*text, path.string(), 'C', loaded.problems)) {
    place_nothing_at_its_key(*root);
    ConfigReader reader(config.file.parent_path(), environment, loaded.problems);
    read_all(reader, *root, config);
    for (const auto& [key, value] : root->entries) {
      config.written[key.text] = spelled(value);
      config.places[key.text] = key.place;
    }
  }
  sort_by_place(loaded.problems);
  if (std::all_of(loaded.problems.begin(), loaded.problems.end(), [](const yaml::Problem& p) { return p.warning; }))
    loaded.config = config;
  loaded.readable = std::move(config);
  return loaded;
}

fs::path bundled_plugins() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path beside = program.parent_path() / "plugins";
  if (fs::is_directory(beside, error)) return beside;
  return program.parent_path().parent_path() / "lib" / "countersign" / "plugins";
}

}  // namespace countersign::app
