// ConfigReader: the questions the configuration's parts ask a YAML node, and the problems that come of it. Used by
// config*.cpp only, while a file is being read.
#pragma once

#include <chrono>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/config.hpp"

namespace countersign::app {

class ConfigReader {
 public:
  ConfigReader(std::filesystem::path folder, Environment environment, std::vector<yaml::Problem>& problems)
      : folder_(std::move(folder)), environment_(std::move(environment)), problems_(problems) {}

  void problem(const yaml::Place& place, std::string_view code, std::string message, bool warning = false);

  /// True if `node` is a map; unknown keys in it are told (C023, C021). `what` is how the file's author calls it.
  bool map(const yaml::Node& node, std::string_view what, const std::vector<std::string_view>& known);
  /// The items of a list; a missing node has none (C023).
  [[nodiscard]] const std::vector<yaml::Node>& list(const yaml::Node* node, std::string_view what);
  /// The node under a key that must be there (C022).
  const yaml::Node* required(const yaml::Node& map, std::string_view key, std::string_view what);
  /// A word that is not empty; "" after a problem (C023) or when `node` is null.
  std::string word(const yaml::Node* node, std::string_view what);
  /// The index of the word in `words`; `fallback` when absent or wrong (C024).
  std::size_t choice(const yaml::Node* node, std::string_view what, const std::vector<std::string_view>& words,
                     std::size_t fallback);
  /// A path made absolute against the file's folder.
  std::filesystem::path path(const yaml::Node* node, std::string_view what);
  /// A word with its ${env:…} and ${file:…} put in (C029, C030, C031).
  std::string resolved(const yaml::Node* node, std::string_view what);
  /// A word that is a secret: a whole ${env:…} or ${file:…} (C028). "" after a problem.
  std::string secret(const yaml::Node* node, const std::string& key);
  /// Pairs of strings under the rules for secrets (C028) and for paths. A group below a key is told flat: say: {en: …}
  /// becomes say.en.
  Settings settings(const yaml::Node* node);
  /// The same into a block; `settings_read` is false when a problem was told, or the key itself is probably misspelt.
  template <class Block>
  void settings_of(const yaml::Node& item, Block& block) {
    const auto before = problems_.size();
    block.settings = settings(item.find("settings"));
    block.settings_read = problems_.size() == before && !misspelt(item, "settings");
  }
  /// "10 seconds", "24 hours": a whole number above zero and a unit; `fallback` when absent or wrong (C037).
  /// "250 milliseconds", "2 seconds": a time that somebody waits; at most ten seconds.
  std::chrono::milliseconds short_time(const yaml::Node* node, std::string_view what,
                                       std::chrono::milliseconds fallback);
  std::chrono::seconds duration(const yaml::Node* node, std::string_view what, std::chrono::seconds fallback);
  /// A plugin id of one kind: "channel.webhook" (C033).
  std::string plugin_id(const yaml::Node& map, std::string_view kind, std::string_view what);
  /// A name that fits into a URL and a record (C027).
  std::string name(const yaml::Node& map, std::string_view what);

 private:
  [[nodiscard]] static bool misspelt(const yaml::Node& map, std::string_view key);
  void setting(const std::string& key, const yaml::Node& value, Settings& settings);
  std::optional<std::string> reference(const yaml::Node& node, std::string_view inside);
  std::optional<std::string> secret_file(const yaml::Node& node, const std::string& path);

  std::filesystem::path folder_;
  Environment environment_;
  std::vector<yaml::Problem>& problems_;
};

/// "a, b, c"
[[nodiscard]] std::string joined(const std::vector<std::string_view>& words);
/// Whether a setting of this name holds a secret: its last word is secret, key, password, passphrase or token.
[[nodiscard]] bool names_a_secret(std::string_view key);

}  // namespace countersign::app
