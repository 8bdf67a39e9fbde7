// Checks a document against the vocabulary: every key known, none missing, every value of its shape and from its list.
// What passes can be read without further questions. Called by the loader, one thread.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/yaml.hpp"

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

/// `"hold_for_revue" is not something ... Did you mean hold_for_review? (one of: ...)`
[[nodiscard]] std::string unknown(std::string_view word, std::string_view what,
                                  const std::vector<std::string_view>& known);

/// One word of a closed list, or an error at its place.
void check_word(const yaml::Node& node, std::string_view list, const MoreWords& more, const Report& report);
/// A map against the keys of `section`, and everything below it.
void check_map(const yaml::Node& node, std::string_view section, const MoreWords& more, const Report& report);
/// A scalar or a list of scalars, as nodes.
[[nodiscard]] std::vector<const yaml::Node*> as_list(const yaml::Node* node);

}  // namespace countersign::policy
