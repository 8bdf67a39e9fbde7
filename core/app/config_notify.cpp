// `notify:` of the configuration: who tells those on call, and where. Used by config.cpp only.
#include <algorithm>
#include <array>

#include "app/config_parts.hpp"

namespace countersign::app {
namespace {

/// An http or https address; "" after a problem. Whether it names a server is told where it is called (connect.cpp).
std::string address(ConfigReader& reader, const yaml::Node* node, const std::string& what) {
  const auto text = reader.resolved(node, what);
  const bool http = text.starts_with("https://") || text.starts_with("http://");
  if (text.empty() || (http && text.find_first_of(" \t\r\n") == std::string::npos)) return text;
  reader.problem(node->place, "C025", what + " must be an http or https address, such as https://pager.example/hook");
  return "";
}

/// The link's address and placeholders; what is between braces must be one of ours.
std::string link(ConfigReader& reader, const yaml::Node* node) {
  constexpr std::array<std::string_view, 3> kWords = {"{reference}", "{conversation}", "{ticket}"};
  const auto text = address(reader, node, "link");
  for (auto at = text.find('{'); at != std::string::npos; at = text.find('{', at + 1)) {
    const auto here = std::string_view(text).substr(at);
    if (std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) { return here.starts_with(word); }))
      continue;
    reader.problem(node->place, "C024", "a link may hold {reference}, {conversation} and {ticket}, no other {…}");
    return "";
  }
  return text;
}

}  // namespace

void read_notify(ConfigReader& reader, const yaml::Node* node, Config& config) {
  for (const yaml::Node& item : reader.list(node, "notify")) {
    if (!reader.map(item, "a notify block", {"name", "reaches", "url", "secret", "link", "budget", "ca"})) continue;
    NotifyConfig one;
    one.place = item.place;
    one.name = reader.name(item, "a notify block");
    for (const yaml::Node& who : reader.list(item.find("reaches"), "reaches"))
      if (auto name = reader.word(&who, "reaches"); !name.empty()) one.reaches.push_back(std::move(name));
    one.url = address(reader, reader.required(item, "url", "a notify block"), "url");
    one.secret = reader.secret(reader.required(item, "secret", "a notify block"), "secret");
    one.link = link(reader, item.find("link"));
    one.terms = read_target(reader, item, kNotifyTerms);
    const auto same = [&](const NotifyConfig& other) { return !one.name.empty() && other.name == one.name; };
    if (std::any_of(config.notify.begin(), config.notify.end(), same))
      reader.problem(item.place, "C026", "there are two notify blocks named \"" + one.name + "\": rename one");
    config.notify.push_back(std::move(one));
  }
}

}  // namespace countersign::app
