#include "app/generation_words.hpp"

#include <algorithm>
#include <array>

namespace countersign::app {
namespace {

/// What a reload takes over; every other key counts from the next start on.
constexpr std::array<std::string_view, 9> kReloaded = {"plugins", "channels", "helpdesk", "models",
                                                       "lookups", "detectors", "policies", "brand",    "notify"};

std::string named(const plugin::Plugin& plugin) {
  return plugin.id() + " " + plugin.version() + " (sha256 " + plugin.digest() + ")";
}

void plugins_in_words(const plugin::Registry& before, const plugin::Registry& after, std::vector<std::string>& lines) {
  for (const auto& now : after.all()) {
    const auto was = before.find(now->id());
    if (!was)
      lines.push_back(named(*now) + ": new");
    else if (was->digest() != now->digest())
      lines.push_back(named(*now) + ": replaces " + named(*was));
  }
  for (const auto& was : before.all())
    if (!after.find(was->id())) lines.push_back(named(*was) + ": no longer used");
}

std::string difference(const ChannelConfig& a, const ChannelConfig& b) {
  if (a.plugin != b.plugin) return "plugin " + b.plugin + " instead of " + a.plugin;
  if (a.settings != b.settings) return "settings changed";
  if (a.kind != b.kind) return "kind changed";
  if (a.brand != b.brand) return "brand changed";
  if (a.when_unknown != b.when_unknown) return "when_unknown changed";
  return "";
}

std::string difference(const DetectorConfig& a, const DetectorConfig& b) {
  if (a.plugin != b.plugin) return "plugin " + b.plugin + " instead of " + a.plugin;
  if (a.settings != b.settings) return "settings changed";
  return a.within != b.within ? "within changed" : "";
}

std::string difference(const ModelConfig& a, const ModelConfig& b) {
  if (a.plugin != b.plugin) return "plugin " + b.plugin + " instead of " + a.plugin;
  return a.settings != b.settings ? "settings changed" : "";
}

template <class Named>
void list_in_words(const std::string& what, const std::vector<Named>& before, const std::vector<Named>& after,
                   const std::string& gone, std::vector<std::string>& lines) {
  const auto find = [](const std::vector<Named>& all, const std::string& name) {
    return std::find_if(all.begin(), all.end(), [&](const Named& one) { return one.name == name; });
  };
  for (const auto& now : after) {
    const auto was = find(before, now.name);
    const auto changed = was == before.end() ? "new" : difference(*was, now);
    if (!changed.empty()) lines.push_back(what + " " + now.name + ": " + changed);
  }
  for (const auto& was : before)
    if (find(after, was.name) == after.end()) lines.push_back(what + " " + was.name + ": removed" + gone);
}

template <class Named>
std::vector<std::string> names(const std::vector<Named>& all) {
  std::vector<std::string> names;
  for (const auto& one : all) names.push_back(one.name);
  return names;
}

}  // namespace

std::vector<std::string> changes_in_words(const InForce& before, const InForce& after) {
  std::vector<std::string> lines;
  plugins_in_words(before.registry, after.registry, lines);
  list_in_words("channel", before.config.channels, after.config.channels,
                "; texts that wait for it are delivered when it returns", lines);
  list_in_words("model", before.config.models, after.config.models, "", lines);
  list_in_words("detector", before.config.detectors, after.config.detectors, "", lines);
  auto was = names(before.config.models);
  auto now = names(after.config.models);
  const bool moved = was != now;
  std::sort(was.begin(), was.end());
  std::sort(now.begin(), now.end());
  if (moved && was == now) lines.emplace_back("models: asked in another order");
  if (before.config.helpdesk.plugin != after.config.helpdesk.plugin)
    lines.push_back("helpdesk: plugin " + after.config.helpdesk.plugin + " instead of " +
                    before.config.helpdesk.plugin);
  else if (before.config.helpdesk.settings != after.config.helpdesk.settings)
    lines.emplace_back("helpdesk: settings changed");
  if (before.config.written.contains("notify") != after.config.written.contains("notify") ||
      (after.config.written.contains("notify") &&
       before.config.written.at("notify") != after.config.written.at("notify")))
    lines.emplace_back("notify: changed");
  if (before.config.brand != after.config.brand) lines.emplace_back("brand: changed");
  return lines;
}

std::vector<std::string> restart_keys(const Config& before, const Config& after) {
  std::vector<std::string> keys;
  const auto look = [&](const std::string& key) {
    if (std::find(kReloaded.begin(), kReloaded.end(), key) != kReloaded.end()) return;
    const auto was = before.written.find(key);
    const auto now = after.written.find(key);
    const bool same = was != before.written.end() && now != after.written.end() && was->second == now->second;
    if (!same && std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
  };
  for (const auto& [key, value] : before.written) look(key);
  for (const auto& [key, value] : after.written) look(key);
  return keys;
}

std::vector<std::string> needs_restart(const Config& before, const Config& after) {
  std::vector<std::string> lines;
  for (const auto& key : restart_keys(before, after)) {
    const auto place = after.places.find(key);
    lines.push_back(
        yaml::to_line({place == after.places.end() ? yaml::Place{after.file.string(), 1, 1} : place->second, "C045",
                       "`" + key + "` changed: it counts after a restart, the old value stays until then", true}));
  }
  return lines;
}

}  // namespace countersign::app
