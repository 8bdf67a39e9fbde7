#include "app/commands/names.hpp"

#include "app/gateway.hpp"
#include "flow/policy/languages.hpp"
#include "flow/policy/regions.hpp"

namespace countersign::app {

policy::Configured configured_in(const Config& config) {
  policy::Configured all;
  for (const auto& channel : config.channels) {
    all.channels.push_back(channel.name);
    all.channels.push_back(kind_of(channel));
    if (!channel.brand.empty()) all.brands.push_back(channel.brand);
  }
  if (!config.brand.empty()) all.brands.push_back(config.brand);
  for (const auto& model : config.models) all.models.push_back(model.name);
  return all;
}

std::optional<policy::Configured> configured_in_file(const std::string& file) {
  if (file.empty()) return std::nullopt;
  const auto loaded = load_config(file);
  if (loaded.readable.written.empty()) return std::nullopt;
  return configured_in(loaded.readable);
}

std::vector<yaml::Problem> names_nobody_has(const Call& call, const policy::Loaded& loaded, const std::string& folder) {
  const auto configured = configured_in_file(call.command.text("--config"));
  return policy::names_nobody_has(policy::mentions_of(loaded, folder), configured ? &*configured : nullptr);
}

int closed_words(const Call& call) {
  const auto language_in = [](const std::string& locale) { return locale.substr(0, locale.find_first_of("-_")); };
  const auto language = call.command.text("--language"), locale = call.command.text("--locale"),
             region = call.command.text("--region");
  if (!language.empty() && !policy::is_language(language))
    return cannot(call.err, "--language: " + policy::not_a_language(language, call.command.name == "policy explain"));
  if (const auto spoken = language_in(locale); !locale.empty() && !policy::is_language(spoken))
    return cannot(call.err, "--locale: " + policy::not_a_language(spoken, false));
  if (region.empty() || policy::is_region(region)) return 0;
  const auto meant = policy::region_meant(region);
  return cannot(call.err, "--region: \"" + region +
                              "\" is not a region; write a country (DE, GB) or a part of one (US-CA)" +
                              (meant.empty() ? "" : ". Did you mean " + meant + "?"));
}

}  // namespace countersign::app
