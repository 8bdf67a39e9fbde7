// From configured names to opened plugins.
#include <algorithm>

#include "app/chat_doors.hpp"
#include "app/gateway.hpp"

namespace countersign::app {
namespace {

plugin::Origins origins_in(const Settings& settings) {
  plugin::Origins origins;
  for (const auto& [key, value] : settings)
    if (auto origin = origin_of(value); !origin.empty()) origins.insert(std::move(origin));
  return origins;
}

/// The setting that a plugin's sentence speaks of: the first word in backticks that is one of `settings`, or of which
/// it says that it is missing.
std::string named_in(const std::string& sentence, const Settings& settings) {
  const auto begin = sentence.find(": ");  // the plugin's own id stands before it
  for (auto open = sentence.find('`', begin); open != std::string::npos;) {
    const auto close = sentence.find('`', open + 1);
    if (close == std::string::npos) return "";
    const auto word = sentence.substr(open + 1, close - open - 1);
    if (sentence.compare(close + 1, 11, " is missing") == 0) return word;
    for (const auto& [key, value] : settings)
      if (key == word) return word;
    open = sentence.find('`', close + 1);
  }
  return "";
}

/// One block of the configuration that asks for an opened plugin.
struct Wanted {
  std::string target;  ///< "channel:shop", "model:kb", "helpdesk"
  const std::string& plugin;
  const Settings& settings;
  const SettingPlaces& places;
  yaml::Place place;
  bool settings_read = true;  ///< else it would complain of settings that were not read
  plugin::Fields given = {};  ///< what the gateway adds to the settings
};

/// The opened plugin, or neither: then there is a problem, or it is left out after crashes.
struct Opened {
  std::shared_ptr<const plugin::Plugin> plugin;
  std::unique_ptr<plugin::Instance> instance;
};

class Opener {
 public:
  Opener(const plugin::Registry& registry, Connectors& connectors, std::vector<yaml::Problem>& problems)
      : registry_(registry), connectors_(connectors), problems_(problems) {}

  Opened open(const Wanted& wanted) {
    if (wanted.plugin.empty()) return {};                             // told by the configuration's reader
    if (auto why = registry_.crashed(wanted.plugin); !why.empty()) {  // the others go on without it
      connectors_.left_out.emplace(wanted.target, std::move(why));
      return {};
    }
    auto found = registry_.need(wanted.plugin);
    if (!found) {
      problems_.push_back({wanted.place, "C040", found.error().message, false});
      return {};
    }
    if (!wanted.settings_read) return {};
    auto instance = (*found)->open(fields(wanted.settings, wanted.given));
    if (instance) return {std::move(*found), std::move(*instance)};
    tell_all(**found, wanted, instance.error().message);
    return {};
  }

 private:
  static plugin::Fields fields(const Settings& settings, const plugin::Fields& given) {
    plugin::Fields all(settings.begin(), settings.end());
    all.insert(all.end(), given.begin(), given.end());
    return all;
  }

  /// A plugin tells one thing at a time. So that one run tells all, what it named is left out, or given a value when it
  /// is missing, and it is asked again until it speaks of the same thing for the third time.
  void tell_all(const plugin::Plugin& plugin, const Wanted& wanted, std::string sentence) {
    Settings settings = wanted.settings;
    std::map<std::string, int> named;
    for (;;) {
      const auto key = named_in(sentence, settings);
      const auto place = wanted.places.find(key);
      if (named[key]++ == 0)
        problems_.push_back({place == wanted.places.end() ? wanted.place : place->second, "C041", sentence, false});
      if (key.empty() || named[key] > 2) return;
      if (std::erase_if(settings, [&](const auto& setting) { return setting.first == key; }) == 0)
        settings.emplace_back(key, "https://in-place-of-what-is-missing.invalid/");
      const auto again = plugin.open(fields(settings, wanted.given));
      if (again) return;
      sentence = again.error().message;
    }
  }

  const plugin::Registry& registry_;
  Connectors& connectors_;
  std::vector<yaml::Problem>& problems_;
};

/// Told at start and by `check`, not at the first call.
void check_ca(const TargetTerms& terms, const yaml::Place& place, std::vector<yaml::Problem>& problems) {
  if (terms.ca.empty()) return;
  if (const auto usable = usable_ca(terms.ca); !usable)
    problems.push_back({place, "C047", "ca: " + usable.error().message, false});
}

/// One left out after crashes leaves every text unseen, so all are held; the reason says which.
void open_detectors(const Config& config, Opener& opener, Connectors& connectors,
                    std::vector<yaml::Problem>& problems) {
  std::vector<std::unique_ptr<const plugin::Detecting>> all;
  std::vector<std::string> missing;
  for (const auto& one : config.detectors) {
    const auto target = "detector:" + one.name;
    auto opened = opener.open({target, one.plugin, one.settings, one.setting_places, one.place, one.settings_read});
    if (connectors.left_out.contains(target))
      missing.push_back("the detector \"" + one.name + "\" (plugin `" + one.plugin +
                        "`) is left out after crashes, so nobody knows what is in a text");
    if (!opened.instance) continue;
    auto detector = std::make_unique<const plugin::Detecting>(std::move(opened.plugin), std::move(opened.instance),
                                                              one.name, one.within);
    if (detector->kinds().empty())
      problems.push_back(
          {one.place, "C050", "plugin `" + one.plugin + "` names no kind of finding: use another build", false});
    for (const auto& kind : detector->kinds())
      if (const auto why = plugin::refused_kind(kind); !why.empty())
        problems.push_back({one.place, "C050", "plugin `" + one.plugin + "`: its kind `" + kind + "` " + why, false});
    all.push_back(std::move(detector));
  }
  connectors.detectors = std::make_shared<const detect::Plugged>(std::move(all), std::move(missing));
}

}  // namespace

std::string kind_of(const ChannelConfig& channel) {
  return channel.kind.empty() ? channel.plugin.substr(channel.plugin.find('.') + 1) : channel.kind;
}

void connect_detectors(const Config& config, const plugin::Registry& registry, Connectors& connectors,
                       std::vector<yaml::Problem>& problems) {
  Opener opener(registry, connectors, problems);
  open_detectors(config, opener, connectors, problems);
}

Connectors connect(const Config& config, const plugin::Registry& registry, std::vector<yaml::Problem>& problems,
                   const ChatSecret& secret) {
  Connectors connectors;
  Opener opener(registry, connectors, problems);
  for (const auto& channel : config.channels) {
    check_ca(channel.terms, channel.place, problems);
    const bool chat = channel.plugin == kWebchat;
    plugin::Fields given{{"channel.name", channel.name.empty() ? "unnamed" : channel.name}};
    if (chat) given.emplace_back("channel.secret", secret(channel.name));
    auto opened = opener.open({"channel:" + channel.name, channel.plugin, channel.settings, channel.setting_places,
                               channel.place, channel.settings_read, std::move(given)});
    if (!opened.instance) continue;
    const bool ask = channel.when_unknown == WhenUnknown::ask_a_person;
    connectors.channels.emplace(
        channel.name,
        // The sites that may show a web chat are no servers to call.
        ChannelDesk{
            std::make_unique<plugin::Channel>(std::move(opened.plugin), std::move(opened.instance), channel.name,
                                              chat ? plugin::Origins() : origins_in(channel.settings)),
            kind_of(channel), channel.brand.empty() ? config.brand : channel.brand,
            ask ? countersign::WhenUnknown::ask_a_person : countersign::WhenUnknown::resend, chat});
  }
  for (const auto& model : config.models) {
    check_ca(model.terms, model.place, problems);
    auto opened = opener.open(
        {"model:" + model.name, model.plugin, model.settings, model.setting_places, model.place, model.settings_read});
    if (!opened.instance) continue;
    connectors.models.push_back(std::make_unique<plugin::Model>(std::move(opened.plugin), std::move(opened.instance),
                                                                model.name, origins_in(model.settings)));
  }
  for (const auto& lookup : config.lookups) {
    check_ca(lookup.terms, lookup.place, problems);
    auto opened = opener.open({"lookup:" + lookup.name, lookup.plugin, lookup.settings, lookup.setting_places,
                               lookup.place, lookup.settings_read});
    if (!opened.instance) continue;
    auto plugin = std::make_unique<plugin::Lookup>(std::move(opened.plugin), std::move(opened.instance),
                                                   plugin::Fields(lookup.settings.begin(), lookup.settings.end()),
                                                   lookup.name, origins_in(lookup.settings));
    connectors.lookups.push_back({std::move(plugin), {lookup.channels.begin(), lookup.channels.end()}, lookup.max_age});
  }
  open_detectors(config, opener, connectors, problems);
  for (const auto& one : config.notify) {
    check_ca(one.terms, one.place, problems);
    if (!one.url.empty() && origin_of(one.url).empty())
      problems.push_back({one.place, "C025", "url: \"" + one.url + "\" names no server to call", false});
    connectors.notifiers.push_back({one.name, {one.reaches.begin(), one.reaches.end()}, one.url, one.secret, one.link});
  }
  check_ca(config.helpdesk.terms, config.helpdesk.place, problems);
  // The built-in desk needs no block; what is wrong with it is then told at the file's beginning.
  const bool unwritten = config.helpdesk.place.file.empty();
  auto helpdesk = opener.open(
      {"helpdesk", config.helpdesk.plugin, config.helpdesk.settings, config.helpdesk.setting_places,
       unwritten ? yaml::Place{config.file.string(), 1, 1} : config.helpdesk.place, config.helpdesk.settings_read});
  if (helpdesk.instance) {
    connectors.helpdesk = std::make_unique<plugin::Helpdesk>(std::move(helpdesk.plugin), std::move(helpdesk.instance),
                                                             origins_in(config.helpdesk.settings));
  }
  return connectors;
}

std::map<std::string, TargetTerms> targets_of(const Config& config) {
  std::map<std::string, TargetTerms> targets;
  for (const auto& channel : config.channels) targets[channel_target(channel.name)] = channel.terms;
  for (const auto& model : config.models) targets[model_target(model.name)] = model.terms;
  for (const auto& one : config.lookups) targets[lookup_target(one.name)] = one.terms;
  for (const auto& one : config.notify) targets[notify_target(one.name)] = one.terms;
  targets[kHelpdeskTarget] = config.helpdesk.terms;
  return targets;
}

}  // namespace countersign::app
