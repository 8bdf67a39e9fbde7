// The readers: one function per kind of document, from a validated tree to the compiled form. What the validator
// refused is left out here and never used, because a set with errors is not made. Called by the loader, one thread.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/yaml.hpp"
#include "flow/policy/compiled.hpp"
#include "flow/policy/validate.hpp"

namespace countersign::policy {

/// So long before it ends it is told that something ends: a waiver, an article.
constexpr std::chrono::hours kSoon{14 * 24};

/// One file: its kind is its first known key ("policy", "notice").
struct Document {
  std::string kind;
  yaml::Node root;
};

/// What the readers share while one folder is loaded.
struct Reading {
  Compiled& out;
  Time now{};
  std::string folder;  ///< what problems of the set as a whole name
  const Report& report;
  MoreWords data_classes;                   ///< ids of `data_class` and `finding` documents
  std::map<std::string, yaml::Place> seen;  ///< "policy ai-disclosure" -> where it was first defined

  /// False, with an error, when this id of this kind was defined before.
  bool define(std::string_view kind, const yaml::Node* id);
};

/// The documents of a set as they were written; what cannot be read is left out, with its problem.
[[nodiscard]] std::vector<Document> read_documents(const SourceFiles& files, std::vector<yaml::Problem>& problems);

[[nodiscard]] std::string text_of(const yaml::Node& map, std::string_view key);
[[nodiscard]] Names names_of(const yaml::Node& map, std::string_view key);
[[nodiscard]] int number_of(const yaml::Node& map, std::string_view key, int otherwise);
[[nodiscard]] std::optional<Route> route_of(const yaml::Node& map);
[[nodiscard]] Condition condition_of(const yaml::Node* map);

void read_policy(const yaml::Node& root, Reading& reading);
void read_journey(const yaml::Node& root, Reading& reading);
void read_notice(const yaml::Node& root, Reading& reading);
void read_topics(const yaml::Node& root, Reading& reading);
void read_knowledge(const yaml::Node& root, Reading& reading);
void read_data_class(const yaml::Node& root, Reading& reading);
void read_finding(const yaml::Node& root, Reading& reading);
void read_pack(const yaml::Node& root, Reading& reading);
void read_law(const yaml::Node& root, Reading& reading);
void read_roles(const yaml::Node& root, Reading& reading);
void read_staffing(const yaml::Node& root, Reading& reading);

/// Requirements that a policy cannot keep at its border, with its authors or by its `if_not`.
void check_policy(const yaml::Node& root, const Policy& policy, const Report& report);
/// Names that point to nothing, notices too long for a channel, borders nobody speaks about.
void check_references(const std::vector<Document>& documents, const Reading& reading);
/// What is no mistake and yet likely not meant: warnings.
void check_sense(const std::vector<Document>& documents, const Reading& reading);
/// The key of the law table that a citation means ("GDPR Art. 22": gdpr_22), or "A or B"; "" when nobody can tell.
[[nodiscard]] std::string law_meant(std::string_view written, const std::vector<std::string_view>& keys);
/// Roles nobody can act in, on-call lists that reach nobody, languages nobody speaks.
void check_people(const std::vector<Document>& documents, const Reading& reading);

}  // namespace countersign::policy
