// Checks a document against the vocabulary: every key known, none missing, every value of its shape and from its list.
// What passes can be read without further questions. Called by the loader, one thread.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/yaml.hpp"
#include "flow/policy/vocabulary.hpp"

namespace countersign::policy {

/// Words that documents of the set add to a closed list: data classes to "data" and "finding".
using MoreWords = std::vector<std::string>;

/// Collects problems; the codes are listed in policies/README.md.
class Report {
 public:
  explicit Report(std::vector<yaml::Problem>& problems) : problems_(problems) {}
  void error(const yaml::Place& place, int code, std::string message) const {
    add(place, code, std::move(message), false);
  }
  [[nodiscard]] bool has_errors() const {
    return any([](std::string_view) { return true; });
  }
  /// Whether some file could not be read as a document at all: what it would have defined is missing, not misspelt.
  [[nodiscard]] bool a_file_is_missing() const {
    return any([](std::string_view code) { return code.starts_with("P0") || code == "P101"; });
  }
  void warning(const yaml::Place& place, int code, std::string message) const {
    add(place, code, std::move(message), true);
  }

 private:
  void add(const yaml::Place& place, int code, std::string message, bool warning) const {
    problems_.push_back({place, "P" + std::to_string(code), std::move(message), warning});
  }
  [[nodiscard]] bool any(bool (*is)(std::string_view code)) const {
    return std::any_of(problems_.begin(), problems_.end(),
                       [&](const yaml::Problem& one) { return !one.warning && is(one.code); });
  }
  std::vector<yaml::Problem>& problems_;
};

/// `"hold_for_revue" is not something ... Did you mean hold_for_review? (one of: ...)`. `meant`: what to ask for
/// instead of the word that is written most like it.
[[nodiscard]] std::string unknown(std::string_view word, std::string_view what,
                                  const std::vector<std::string_view>& known, std::string meant = "");

/// One word of a closed list, or an error at its place.
void check_word(const yaml::Node& node, std::string_view list, const MoreWords& more, const Report& report);
/// A language by its two letters, or an error at its place; `beside`: as in not_a_language().
void check_language(const yaml::Node& node, bool beside, const Report& report);
/// The map around a map and its section: a line that begins too far left or right puts a key into the wrong one.
struct Around {
  const yaml::Node* map = nullptr;
  std::string_view section = {};
};
/// A map against the keys of `section`, and everything below it.
void check_map(const yaml::Node& node, std::string_view section, const MoreWords& more, const Report& report,
               const Around& around = {});
/// What stands behind a key, and everything below it.
void check_value(const yaml::Node& node, const Key& key, const MoreWords& more, const Report& report,
                 const Around& around);
/// A key that is missing is not missed where another, which nobody knows, stands for it: that one is told.
[[nodiscard]] bool stands_under_another_name(const yaml::Node& map, std::string_view section, std::string_view key);
/// A scalar or a list of scalars, as nodes.
[[nodiscard]] std::vector<const yaml::Node*> as_list(const yaml::Node* node);

}  // namespace countersign::policy
