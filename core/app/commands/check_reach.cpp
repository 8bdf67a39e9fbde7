// What `countersign check` asks of others: does every server that the configuration names answer? A warning each, since
// a server may be down for a moment; all are asked at once.
#include <future>
#include <map>
#include <vector>

#include "app/commands/gateway_commands.hpp"
#include "flow/delivery/egress.hpp"
#include "flow/delivery/reach.hpp"

namespace countersign::app {
namespace {

constexpr std::chrono::seconds kPatience{3};

struct Asked {
  std::string what, url, ca;
  yaml::Place place;
};

void add(std::vector<Asked>& all, const std::string& what, const Settings& settings, const SettingPlaces& places,
         const yaml::Place& place, const std::string& ca) {
  for (const auto& [key, value] : settings) {
    if (origin_of(value).empty()) continue;
    const auto at = places.find(key);
    all.push_back({what, value, ca, at == places.end() ? place : at->second});
  }
}

/// syslog://host:port as something that origin_of() reads.
std::string as_http(std::string url) {
  if (url.starts_with("syslogs://")) return "https://" + url.substr(10);
  if (url.starts_with("syslog://")) return "http://" + url.substr(9);
  return url;
}

std::vector<Asked> named_in(const Config& config) {
  std::vector<Asked> all;
  for (const auto& one : config.channels)
    add(all, "channel " + one.name, one.settings, one.setting_places, one.place, one.terms.ca);
  for (const auto& one : config.models)
    add(all, "model " + one.name, one.settings, one.setting_places, one.place, one.terms.ca);
  for (const auto& one : config.lookups)
    add(all, "lookup " + one.name, one.settings, one.setting_places, one.place, one.terms.ca);
  const auto& helpdesk = config.helpdesk;
  add(all, "the helpdesk", helpdesk.settings, helpdesk.setting_places, helpdesk.place, helpdesk.terms.ca);
  for (const auto& one : config.notify) all.push_back({"notify " + one.name, one.url, one.terms.ca, one.place});
  for (const auto& one : config.siem) all.push_back({"siem " + one.name, as_http(one.to), one.terms.ca, one.place});
  std::erase_if(all, [](const Asked& one) { return origin_of(one.url).empty(); });
  return all;
}

}  // namespace

void check_reach(const Config& config, std::vector<yaml::Problem>& problems) {
  const auto all = named_in(config);
  std::map<std::string, std::shared_future<Status>> answers;  // each server is asked once
  for (const auto& one : all)
    answers.try_emplace(origin_of(one.url) + " " + one.ca,
                        std::async(std::launch::async, [&one] { return reach(one.url, one.ca, kPatience); }));
  for (const auto& one : all)
    if (const auto& answer = answers.at(origin_of(one.url) + " " + one.ca).get(); !answer)
      problems.push_back({one.place, "C055",
                          one.what + ": " + origin_of(one.url) + " cannot be reached now (" + answer.error().message +
                              "); see that it runs and that this machine may connect to it",
                          true});
}

}  // namespace countersign::app
