// `keep:` (how long what is kept) and `siem:` (who gets the record, entry by entry). Used by config.cpp only.
#include <algorithm>
#include <vector>

#include "app/config_parts.hpp"
#include "flow/delivery/syslog_address.hpp"
#include "flow/policy/keep_rules.hpp"
#include "flow/policy/vocabulary.hpp"

namespace countersign::app {
namespace {

std::string address(ConfigReader& reader, const yaml::Node* node) {
  const auto text = reader.resolved(node, "to");
  if (text.empty()) return text;
  const bool http = text.starts_with("https://") || text.starts_with("http://");
  if (http && text.find_first_of(" \t\r\n") == std::string::npos) return text;
  if (!syslog_address(text).first.empty()) return text;
  reader.problem(node->place, "C025",
                 "to must be an address such as syslogs://siem.example:6514 (TLS), syslog://127.0.0.1:601 (TCP) or "
                 "https://siem.example/in");
  return "";
}

}  // namespace

void read_keep(ConfigReader& reader, const yaml::Node* node, Config& config) {
  auto words = policy::words_of("kept");
  std::erase(words, "record");  // which is never removed
  if (node == nullptr || !reader.map(*node, "keep", words)) return;
  for (const auto word : words) {
    const auto* time = node->find(word);
    if (time == nullptr) continue;
    const auto text = reader.word(time, word);
    const auto period = policy::to_period(text);
    const std::string what(word);
    if (period) config.keep.after[what] = *period;
    config.keep.places.emplace(what, time->place);
    if (!period && !text.empty())
      reader.problem(time->place, "C037",
                     what +
                         " must be a time with its unit, such as \"400 days\", \"13 months\" or \"6 years\", not \"" +
                         text + "\"");
  }
}

void read_siem(ConfigReader& reader, const yaml::Node* node, Config& config) {
  for (const yaml::Node& item : reader.list(node, "siem")) {
    if (!reader.map(item, "a siem block", {"name", "to", "secret", "from", "format", "confirm_every", "budget", "ca"})) continue;
    SiemConfig one;
    one.place = item.place;
    one.name = reader.name(item, "a siem block");
    one.to = address(reader, reader.required(item, "to", "a siem block"));
    const bool http = one.to.starts_with("http");
    if (http)
      one.secret = reader.secret(reader.required(item, "secret", "a siem block with a webhook"), "secret");
    else if (const auto* secret = item.find("secret"))
      reader.problem(secret->place, "C021", "only a webhook has a secret: syslog is signed by nothing but TLS");
    for (const auto* key : {"format", "confirm_every"})
      if (const auto* mistaken = http ? item.find(key) : nullptr)
        reader.problem(mistaken->place, "C021",
                       "only syslog has " + std::string(key) + ": a webhook gets entries as they are, and answers");
    one.cef = reader.choice(item.find("format"), "format", {"entry", "cef"}, 0) == 1;
    one.confirm_every = reader.duration(item.find("confirm_every"), "confirm_every", one.confirm_every);
    one.from_beginning = reader.choice(item.find("from"), "from", {"now", "beginning"}, 0) == 1;
    one.terms = read_target(reader, item, kNotifyTerms);
    const auto same = [&](const SiemConfig& other) { return !one.name.empty() && other.name == one.name; };
    if (std::any_of(config.siem.begin(), config.siem.end(), same))
      reader.problem(item.place, "C026", "there are two siem blocks named \"" + one.name + "\": rename one");
    config.siem.push_back(std::move(one));
  }
}

}  // namespace countersign::app
