// Values of the configuration that come from elsewhere (${env:NAME}, ${file:PATH}), and the rule that a secret always
// does.
#include <sys/stat.h>

#include <array>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "app/config_reader.hpp"

namespace countersign::app {
namespace {

constexpr std::size_t kLargestSecret = 64 * 1024;

bool is_whole_reference(std::string_view text) {
  return (text.starts_with("${env:") || text.starts_with("${file:")) && text.find('}') == text.size() - 1;
}

std::string_view last_word(std::string_view key) {
  const std::size_t mark = key.find_last_of("_-.");
  return mark == std::string_view::npos ? key : key.substr(mark + 1);
}

bool names_a_path(std::string_view key) { return last_word(key) == "folder" || last_word(key) == "file"; }

std::string shouted(std::string_view key) {
  std::string name(key);
  for (char& c : name) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : (c == '-' || c == '.' ? '_' : c);
  return name;
}

}  // namespace

std::optional<std::string> process_environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value ? std::optional<std::string>(value) : std::nullopt;
}

bool names_a_secret(std::string_view key) {
  static constexpr std::array<std::string_view, 5> words{"secret", "key", "password", "passphrase", "token"};
  if (key == "public_key") return false;
  for (const std::string_view word : words)
    if (last_word(key) == word) return true;
  return false;
}

std::optional<std::string> ConfigReader::secret_file(const yaml::Node& node, const std::string& path) {
  const std::filesystem::path whole = folder_ / path;
  std::ifstream file(whole, std::ios::binary);
  struct stat status {};
  if (!file || ::stat(whole.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) {
    problem(node.place, "C031", "the file " + whole.string() + " cannot be read: make it, or correct the path");
    return std::nullopt;
  }
  if (static_cast<std::size_t>(status.st_size) > kLargestSecret) {
    problem(node.place, "C031", "the file " + whole.string() + " is larger than 64 KiB: that is no secret");
    return std::nullopt;
  }
  if ((status.st_mode & (S_IRGRP | S_IROTH)) != 0)
    problem(node.place, "C036", "others on this machine can read " + whole.string() + ": chmod 600 it", true);
  std::string value{std::istreambuf_iterator<char>(file), {}};
  while (!value.empty() && (value.back() == '\n' || value.back() == '\r')) value.pop_back();
  if (!value.empty()) return value;
  problem(node.place, "C031", "the file " + whole.string() + " is empty: write the secret into it");
  return std::nullopt;
}

/// `inside` is what stands between "${" and "}".
std::optional<std::string> ConfigReader::reference(const yaml::Node& node, std::string_view inside) {
  if (inside.starts_with("file:") && inside.size() > 5) return secret_file(node, std::string(inside.substr(5)));
  if (!inside.starts_with("env:") || inside.size() == 4) {
    problem(node.place, "C029",
            "a reference is written ${env:NAME} or ${file:PATH}: correct \"${" + std::string(inside) + "}\"");
    return std::nullopt;
  }
  const std::string name(inside.substr(4));
  const auto value = environment_(name);
  if (value && !value->empty()) return value;
  problem(node.place, "C030",
          "the environment variable " + name + " is " + (value ? "empty" : "not set") +
              ": set it before starting, or use ${file:PATH}");
  return std::nullopt;
}

std::string ConfigReader::resolved(const yaml::Node* node, std::string_view what) {
  const std::string text = word(node, what);
  std::string out;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t open = text.find("${", at);
    out.append(text, at, open == std::string::npos ? std::string::npos : open - at);
    if (open == std::string::npos) return out;
    const std::size_t close = text.find('}', open);
    if (close == std::string::npos) {
      problem(node->place, "C029", std::string(what) + " has a \"${\" without its \"}\": close it");
      return "";
    }
    const auto value = reference(*node, std::string_view(text).substr(open + 2, close - open - 2));
    if (!value) return "";
    out += *value;
    at = close + 1;
  }
  return out;
}

std::string ConfigReader::secret(const yaml::Node* node, const std::string& key) {
  if (node == nullptr || !node->is_scalar() || node->text.empty() || is_whole_reference(node->text))
    return resolved(node, key);
  problem(node->place, "C028",
          "\"" + key + "\" is a secret and must not stand in this file: write \"${env:" + shouted(key) +
              "}\" or \"${file:PATH}\", and change the secret, it has been seen");
  return "";
}

void ConfigReader::setting(const std::string& key, const yaml::Node& value, Settings& settings) {
  std::string text = names_a_secret(key) ? secret(&value, key) : resolved(&value, key);
  if (text.empty()) return;
  if (names_a_path(key)) text = (folder_ / text).lexically_normal().string();
  settings.emplace_back(key, std::move(text));
}

std::chrono::milliseconds ConfigReader::short_time(const yaml::Node* node, std::string_view what,
                                                   std::chrono::milliseconds fallback) {
  const std::string text = word(node, what);
  if (text.empty()) return fallback;
  int count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  const bool seconds = unit == " second" || unit == " seconds";
  const bool known = seconds || unit == " millisecond" || unit == " milliseconds";
  if (error == std::errc() && known && count > 0 && count <= (seconds ? 10 : 10'000))
    return std::chrono::milliseconds(seconds ? count * 1000 : count);
  problem(node->place, "C037",
          "\"" + text + "\" cannot be " + std::string(what) +
              ": write a whole number and a unit (milliseconds, seconds), such as \"250 milliseconds\", at most 10 seconds");
  return fallback;
}

std::chrono::seconds ConfigReader::duration(const yaml::Node* node, std::string_view what,
                                            std::chrono::seconds fallback) {
  static constexpr std::array<std::pair<std::string_view, int>, 4> units{
      {{"second", 1}, {"minute", 60}, {"hour", 3600}, {"day", 86400}}};
  const std::string text = word(node, what);
  if (text.empty()) return fallback;
  int count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  if (error == std::errc() && unit.starts_with(' ') && count > 0 && count <= 10'000) {
    unit.remove_prefix(1);
    if (unit.ends_with('s')) unit.remove_suffix(1);
    for (const auto& [name, seconds] : units)
      if (unit == name) return std::chrono::seconds(static_cast<std::int64_t>(count) * seconds);
  }
  problem(node->place, "C037",
          "\"" + text + "\" cannot be " + std::string(what) +
              ": write a whole number and a unit (seconds, minutes, hours, days), such as \"24 hours\"");
  return fallback;
}

Settings ConfigReader::settings(const yaml::Node* node) {
  Settings settings;
  if (!node) return settings;
  if (!node->is_map()) {
    problem(node->place, "C023", "settings must be a group of keys: write {key: value}");
    return settings;
  }
  for (const auto& [key, value] : node->entries) {
    if (!value.is_map()) {
      setting(key.text, value, settings);
      continue;
    }
    for (const auto& [inner, below] : value.entries) setting(key.text + "." + inner.text, below, settings);
  }
  return settings;
}

}  // namespace countersign::app
