#include "app/config_parts.hpp"

#include <algorithm>
#include <charconv>
#include <map>

namespace countersign::app {
namespace {

/// Two channels with one secret could be played against each other (a webhook of one is valid at the other).
void refuse_shared_secrets(ConfigReader& reader, const std::vector<ChannelConfig>& channels) {
  std::map<std::string, std::string> owner;
  for (const ChannelConfig& channel : channels) {
    for (const auto& [key, value] : channel.settings) {
      if (key != "secret") continue;
      const auto [first, fresh] = owner.emplace(value, channel.name);
      if (!fresh)
        reader.problem(
            channel.place, "C032",
            "the channels \"" + first->second + "\" and \"" + channel.name + "\" share a secret: give each its own");
    }
  }
}

template <class Named>
void refuse_same_names(ConfigReader& reader, const std::vector<Named>& all, std::string_view what) {
  for (auto it = all.begin(); it != all.end(); ++it) {
    const auto same = std::find_if(all.begin(), it, [&](const Named& other) { return other.name == it->name; });
    if (!it->name.empty() && same != it)
      reader.problem(it->place, "C026",
                     "there are two " + std::string(what) + " named \"" + it->name + "\" (the first in line " +
                         std::to_string(same->place.line) + "): rename one");
  }
}

SettingPlaces places_of(const yaml::Node* settings) {
  SettingPlaces places;
  if (settings != nullptr)
    for (const auto& [key, value] : settings->entries) {
      places.emplace(key.text, key.place);
      for (const auto& [inner, below] : value.entries) places.emplace(key.text + "." + inner.text, inner.place);
    }
  return places;
}

bool is_digest(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

void read_listen(ConfigReader& reader, const yaml::Node* node, Config& config) {
  const std::string text = reader.word(node, "listen");
  if (text.empty()) return;
  const std::size_t colon = text.rfind(':');
  const std::string digits = colon == std::string::npos ? "" : text.substr(colon + 1);
  std::string host = text.substr(0, colon == std::string::npos ? 0 : colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']')
    host = host.substr(1, host.size() - 2);
  else if (host.find(':') != std::string::npos)
    host.clear();
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (host.empty() || digits.empty() || error != std::errc() || end != digits.data() + digits.size()) {
    reader.problem(
        node->place, "C025",
        "\"" + text + "\" is no address to listen on: write ADDRESS:PORT, such as 127.0.0.1:8080 or [::1]:8080");
    return;
  }
  config.address = std::move(host);
  config.port = port;
}

void read_store(ConfigReader& reader, const yaml::Node* node, Config& config) {
  if (!node) return;
  const std::string written = reader.word(node, "store");
  if (written.empty() || written == "sqlite") return;
  const bool postgresql = written.starts_with("postgresql://");
  const std::size_t at = written.find('@');
  const std::size_t colon = written.find(':', std::string_view("postgresql://").size());
  if (!postgresql) {
    reader.problem(node->place, "C035",
                   "\"" + written.substr(0, written.find(':')) +
                       "\" is no store: write sqlite, or postgresql://USER@HOST/DATABASE");
  } else if (at != std::string::npos && colon < at && !written.substr(colon + 1, at - colon - 1).starts_with("${")) {
    reader.problem(node->place, "C028",
                   "the store's password must not stand in this file: write \"${env:DATABASE_PASSWORD}\" or "
                   "\"${file:PATH}\" in its place, and change it, it has been seen");
  } else {
    config.store = reader.resolved(node, "store");
  }
}

void read_plugins(ConfigReader& reader, const yaml::Node* node, Config& config) {
  config.plugins.folder = bundled_plugins();
  if (!node || !reader.map(*node, "plugins", {"folder", "allow"})) return;
  if (const yaml::Node* folder = node->find("folder")) config.plugins.folder = reader.path(folder, "folder");
  for (const yaml::Node& item : reader.list(node->find("allow"), "allow")) {
    if (!reader.map(item, "an allowed plugin", {"id", "sha256"})) continue;
    AllowedPlugin allowed{reader.word(reader.required(item, "id", "an allowed plugin"), "id"), ""};
    const yaml::Node* digest = reader.required(item, "sha256", "an allowed plugin");
    allowed.sha256 = reader.word(digest, "sha256");
    if (!allowed.sha256.empty() && !is_digest(allowed.sha256))
      reader.problem(digest->place, "C034",
                     "a sha256 is 64 hexadecimal digits in lower case: `sha256sum FILE.so` prints it");
    config.plugins.allow.push_back(std::move(allowed));
  }
}

void read_channels(ConfigReader& reader, const yaml::Node* node, Config& config) {
  static const std::vector<std::string_view> kinds{"webchat", "email", "sms", "messenger", "webhook"};
  for (const yaml::Node& item : reader.list(node, "channels")) {
    if (!reader.map(item, "a channel", {"name", "plugin", "settings", "when_unknown", "kind", "brand", "budget", "ca"}))
      continue;
    ChannelConfig channel;
    channel.place = item.place;
    channel.name = reader.name(item, "a channel");
    channel.plugin = reader.plugin_id(item, "channel", "a channel");
    reader.settings_of(item, channel);
    channel.setting_places = places_of(item.find("settings"));
    channel.brand = reader.word(item.find("brand"), "brand");
    channel.terms = read_target(reader, item, kChannelTerms);
    if (const yaml::Node* unknown = item.find("when_unknown"))
      channel.when_unknown =
          static_cast<WhenUnknown>(reader.choice(unknown, "when_unknown", {"resend", "ask_a_person"}, 1));
    if (const yaml::Node* kind = item.find("kind")) channel.kind = kinds[reader.choice(kind, "kind", kinds, 0)];
    config.channels.push_back(std::move(channel));
  }
  refuse_same_names(reader, config.channels, "channels");
  refuse_shared_secrets(reader, config.channels);
}

void read_helpdesk(ConfigReader& reader, const yaml::Node* node, Config& config) {
  if (!node || !reader.map(*node, "helpdesk", {"plugin", "settings", "budget", "ca"})) return;
  config.helpdesk.plugin = reader.plugin_id(*node, "helpdesk", "the helpdesk");
  reader.settings_of(*node, config.helpdesk);
  config.helpdesk.place = node->place;
  config.helpdesk.setting_places = places_of(node->find("settings"));
  config.helpdesk.terms = read_target(reader, *node, kHelpdeskTerms);
}

void read_models(ConfigReader& reader, const yaml::Node* node, Config& config) {
  for (const yaml::Node& item : reader.list(node, "models")) {
    if (!reader.map(item, "a model", {"name", "plugin", "settings", "budget", "ca"})) continue;
    ModelConfig model;
    model.name = reader.name(item, "a model");
    model.plugin = reader.plugin_id(item, "model", "a model");
    reader.settings_of(item, model);
    model.place = item.place;
    model.setting_places = places_of(item.find("settings"));
    model.terms = read_target(reader, item, kModelTerms);
    config.models.push_back(std::move(model));
  }
  refuse_same_names(reader, config.models, "models");
}

void read_lookups(ConfigReader& reader, const yaml::Node* node, Config& config) {
  std::vector<std::string_view> known;
  for (const auto& channel : config.channels) known.push_back(channel.name);
  for (const yaml::Node& item : reader.list(node, "lookups")) {
    if (!reader.map(item, "a lookup", {"name", "plugin", "settings", "channels", "max_age", "budget", "ca"})) continue;
    LookupConfig lookup;
    lookup.place = item.place;
    lookup.name = reader.name(item, "a lookup");
    lookup.plugin = reader.plugin_id(item, "lookup", "a lookup");
    reader.settings_of(item, lookup);
    lookup.setting_places = places_of(item.find("settings"));
    for (const yaml::Node& one : reader.list(item.find("channels"), "channels"))
      if (const auto at = reader.choice(&one, "a lookup's channel", known, known.size()); at < known.size())
        lookup.channels.emplace_back(known[at]);
    lookup.terms = read_target(reader, item, kLookupTerms);
    lookup.max_age = reader.duration(item.find("max_age"), "max_age", lookup.max_age);
    config.lookups.push_back(std::move(lookup));
  }
  refuse_same_names(reader, config.lookups, "lookups");
}

void read_detectors(ConfigReader& reader, const yaml::Node* node, Config& config) {
  for (const yaml::Node& item : reader.list(node, "detectors")) {
    if (!reader.map(item, "a detector", {"name", "plugin", "settings", "within"})) continue;
    DetectorConfig detector;
    detector.place = item.place;
    detector.name = reader.name(item, "a detector");
    detector.plugin = reader.plugin_id(item, "detect", "a detector");
    reader.settings_of(item, detector);
    detector.setting_places = places_of(item.find("settings"));
    detector.within = reader.short_time(item.find("within"), "within", detector.within);
    config.detectors.push_back(std::move(detector));
  }
  refuse_same_names(reader, config.detectors, "detectors");
}

void read_log(ConfigReader& reader, const yaml::Node* node, Config& config) {
  if (!node || !reader.map(*node, "log", {"format", "level"})) return;
  config.log_format = static_cast<log::Format>(reader.choice(node->find("format"), "format", {"text", "json"}, 0));
  config.log_level =
      static_cast<log::Level>(reader.choice(node->find("level"), "level", {"debug", "info", "warning", "error"}, 1));
}

}  // namespace countersign::app
