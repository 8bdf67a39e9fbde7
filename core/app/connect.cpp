// From configured names to opened plugins.
#include <algorithm>
#include <cctype>
#include <fstream>

#include "app/gateway.hpp"

namespace countersign::app {
namespace {

void add_origins(const Settings& settings, std::set<std::string>& origins) {
  for (const auto& [key, value] : settings)
    if (auto origin = origin_of(value); !origin.empty()) origins.insert(std::move(origin));
}

/// Which blocks of the configuration (a channel, a model, the helpdesk) already have an error. Their plugins stay
/// closed: they would complain of settings that were not read.
class Blocks {
 public:
  Blocks(const Config& config, const std::vector<yaml::Problem>& problems) {
    for (const auto& one : config.channels) starts_.insert(one.place.line);
    for (const auto& one : config.models) starts_.insert(one.place.line);
    starts_.insert(config.helpdesk.place.line);
    for (const auto& one : problems)
      if (!one.warning && one.code.starts_with('C')) errors_.push_back(one.place);
    if (!errors_.empty()) add_top_level(config.file);
  }
  [[nodiscard]] bool broken(const yaml::Place& block) const {
    const auto next = starts_.upper_bound(block.line);
    return std::any_of(errors_.begin(), errors_.end(), [&](const yaml::Place& error) {
      return error.file == block.file && error.line >= block.line && (next == starts_.end() || error.line < *next);
    });
  }

 private:
  /// A top-level key ends the block above it.
  void add_top_level(const std::filesystem::path& file) {
    std::ifstream in(file);
    int number = 0;
    for (std::string line; std::getline(in, line);) {
      ++number;
      if (!line.empty() && std::isalpha(static_cast<unsigned char>(line.front())) != 0) starts_.insert(number);
    }
  }

  std::set<int> starts_;
  std::vector<yaml::Place> errors_;
};

/// The opened plugin, or a problem at the place that asked for it.
struct Opened {
  std::shared_ptr<const plugin::Plugin> plugin;
  std::unique_ptr<plugin::Instance> instance;
};
Opened open(const std::string& id, const Settings& settings, const std::string& name, const std::string& name_key,
            const yaml::Place& place, const plugin::Registry& registry, const Blocks& blocks,
            std::vector<yaml::Problem>& problems) {
  if (id.empty()) return {};  // told by the configuration's reader
  auto found = registry.need(id);
  if (!found) {
    problems.push_back({place, "C040", found.error().message, false});
    return {};
  }
  if (blocks.broken(place)) return {};
  plugin::Fields fields(settings.begin(), settings.end());
  if (!name_key.empty()) fields.emplace_back(name_key, name);
  auto instance = (*found)->open(fields);
  if (!instance) {
    problems.push_back({place, "C041", instance.error().message, false});
    return {};
  }
  return {std::move(*found), std::move(*instance)};
}

std::string kind_of(const ChannelConfig& channel) {
  return channel.kind.empty() ? channel.plugin.substr(channel.plugin.find('.') + 1) : channel.kind;
}

}  // namespace

Connectors connect(const Config& config, const plugin::Registry& registry, std::set<std::string>& origins,
                   std::vector<yaml::Problem>& problems) {
  Connectors connectors;
  const Blocks blocks(config, problems);
  for (const auto& channel : config.channels) {
    auto opened =
        open(channel.plugin, channel.settings, channel.name, "channel.name", channel.place, registry, blocks, problems);
    if (!opened.instance) continue;
    add_origins(channel.settings, origins);
    const bool ask = channel.when_unknown == WhenUnknown::ask_a_person;
    connectors.channels.emplace(
        channel.name, ChannelDesk{std::make_unique<plugin::Channel>(std::move(opened.plugin),
                                                                    std::move(opened.instance), channel.name),
                                  kind_of(channel), channel.brand.empty() ? config.brand : channel.brand,
                                  ask ? countersign::WhenUnknown::ask_a_person : countersign::WhenUnknown::resend});
  }
  for (const auto& model : config.models) {
    auto opened = open(model.plugin, model.settings, model.name, "", model.place, registry, blocks, problems);
    if (!opened.instance) continue;
    add_origins(model.settings, origins);
    connectors.models.push_back(
        std::make_unique<plugin::Model>(std::move(opened.plugin), std::move(opened.instance), model.name));
  }
  auto helpdesk =
      open(config.helpdesk.plugin, config.helpdesk.settings, "", "", config.helpdesk.place, registry, blocks, problems);
  if (helpdesk.instance) {
    add_origins(config.helpdesk.settings, origins);
    connectors.helpdesk = std::make_unique<plugin::Helpdesk>(std::move(helpdesk.plugin), std::move(helpdesk.instance));
  }
  return connectors;
}

}  // namespace countersign::app
