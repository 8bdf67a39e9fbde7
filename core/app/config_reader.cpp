#include "app/config_reader.hpp"

#include <algorithm>

namespace countersign::app {
namespace {

std::string in_quotes(std::string_view text) {
  std::string out(1, '"');
  return out.append(text).append(1, '"');
}

std::string_view kind_word(const yaml::Node& node) {
  switch (node.kind) {
    case yaml::Node::Kind::null:
      return "nothing";
    case yaml::Node::Kind::scalar:
      return "a single value";
    case yaml::Node::Kind::list:
      return "a list";
    case yaml::Node::Kind::map:
      break;
  }
  return "a group of keys";
}

std::string unknown_word(std::string_view word, const std::vector<std::string_view>& known) {
  const std::string near = yaml::nearest(word, known);
  return (near.empty() ? "" : " Did you mean " + near + "?") + " (one of: " + joined(known) + ")";
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

}  // namespace

std::string joined(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words) text.append(text.empty() ? "" : ", ").append(word);
  return text;
}

void ConfigReader::problem(const yaml::Place& place, std::string_view code, std::string message, bool warning) {
  problems_.push_back({place, std::string(code), std::move(message), warning});
}

bool ConfigReader::map(const yaml::Node& node, std::string_view what, const std::vector<std::string_view>& known) {
  if (!node.is_map()) {
    problem(node.place, "C023",
            std::string(what) + " must be a group of keys, and here is " + std::string(kind_word(node)) + ": write " +
                joined(known) + " as keys");
    return false;
  }
  for (const auto& [key, value] : node.entries) {
    if (std::find(known.begin(), known.end(), key.text) == known.end())
      problem(key.place, "C021",
              in_quotes(key.text) + " is no key of " + std::string(what) + "." + unknown_word(key.text, known));
  }
  return true;
}

bool ConfigReader::misspelt(const yaml::Node& map, std::string_view key) {
  return map.find(key) == nullptr && std::any_of(map.entries.begin(), map.entries.end(), [&](const auto& entry) {
           return !yaml::nearest(entry.first.text, {key}).empty();
         });
}

const std::vector<yaml::Node>& ConfigReader::list(const yaml::Node* node, std::string_view what) {
  static const std::vector<yaml::Node> none;
  if (!node) return none;
  if (node->is_list()) return node->items;
  problem(node->place, "C023",
          std::string(what) + " must be a list, and here is " + std::string(kind_word(*node)) +
              ": start each item with \"- \"");
  return none;
}

const yaml::Node* ConfigReader::required(const yaml::Node& map, std::string_view key, std::string_view what) {
  const yaml::Node* node = map.find(key);
  if (!node) problem(map.place, "C022", std::string(what) + " needs the key " + in_quotes(key) + ": add it");
  return node;
}

std::string ConfigReader::word(const yaml::Node* node, std::string_view what) {
  if (!node) return "";
  if (node->is_scalar() && !node->text.empty()) return node->text;
  problem(node->place, "C023",
          std::string(what) + " must be a single value, and here is " +
              std::string(node->is_scalar() ? "nothing" : kind_word(*node)) + ": write one");
  return "";
}

std::size_t ConfigReader::choice(const yaml::Node* node, std::string_view what,
                                 const std::vector<std::string_view>& words, std::size_t fallback) {
  const std::string text = word(node, what);
  if (text.empty()) return fallback;
  const auto found = std::find(words.begin(), words.end(), text);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  problem(node->place, "C024", in_quotes(text) + " cannot be " + std::string(what) + "." + unknown_word(text, words));
  return fallback;
}

std::filesystem::path ConfigReader::path(const yaml::Node* node, std::string_view what) {
  const std::string text = word(node, what);
  return text.empty() ? std::filesystem::path() : (folder_ / text).lexically_normal();
}

std::string ConfigReader::plugin_id(const yaml::Node& map, std::string_view kind, std::string_view what) {
  const yaml::Node* node = required(map, "plugin", what);
  const std::string id = word(node, "plugin");
  const std::string prefix = std::string(kind) + ".";
  if (id.empty() || (id.starts_with(prefix) && is_name(std::string_view(id).substr(prefix.size())))) return id;
  problem(node->place, "C033",
          in_quotes(id) + " is no plugin for " + std::string(what) + ": its id must be " + prefix + "NAME");
  return "";
}

std::string ConfigReader::name(const yaml::Node& map, std::string_view what) {
  const yaml::Node* node = required(map, "name", what);
  std::string text = word(node, "name");
  if (text.empty() || is_name(text)) return text;
  problem(node->place, "C027",
          in_quotes(text) + " cannot be a name: use lower-case letters, digits, - and _ (at most 64)");
  return "";
}

}  // namespace countersign::app
