// A policy folder for one test: written to a fresh temporary folder, removed with the object. Not shared between
// threads.
#pragma once

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "flow/policy/policy_set.hpp"

namespace countersign::policy::testing {

class Folder {
 public:
  Folder() {
    static std::atomic<int> count = 0;
    path_ = std::filesystem::temp_directory_path() /
            ("countersign-policy-" + std::to_string(getpid()) + "-" + std::to_string(count++));
    std::filesystem::remove_all(path_);
    std::filesystem::create_directory(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  Folder& add(const std::string& name, const std::string& text) {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
    return *this;
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] Loaded load(Time now) const { return PolicySet::load(path_, now); }

 private:
  std::filesystem::path path_;
};

/// A Saturday evening.
inline Time test_time() { return *from_rfc3339("2026-11-21T20:00:00Z"); }

/// The problems as printed, without the folder's own name.
inline std::vector<std::string> lines(const Loaded& loaded, const std::filesystem::path& folder) {
  std::vector<std::string> all;
  for (const yaml::Problem& p : loaded.problems) {
    std::string line = yaml::to_line(p);
    for (std::size_t at = line.find(folder.string()); at != std::string::npos; at = line.find(folder.string()))
      line.erase(at,
                 folder.string().size() +
                     (line.size() > at + folder.string().size() && line[at + folder.string().size()] == '/' ? 1 : 0));
    all.push_back(std::move(line));
  }
  return all;
}

inline const char* kSupport = R"(
staffing: People
queues:
  - id: support
    time_zone: Europe/Berlin
    languages: [en]
    hours: {monday: "08:00-18:00", tuesday: ["08:00-12:00", "13:00-18:00"]}
)";
inline const char* kRoles = "roles: R\nlist:\n  - {name: team_lead, permission: reviewer}\n";
inline const char* kTopics =
    "topics: T\nlist:\n  - {id: refund, words: {en: [refund]}}\n  - {id: delivery, words: {en: [delivery]}}\n";
inline const char* kNotice =
    "notice: N\nid: ai-notice\nversion: 4\ntexts:\n  en: {any: I am AI., sms: AI}\n  de: {any: Ich bin KI.}\n";
inline const char* kJourney = R"(
journey: J
give_to: {queue: support, priority: normal}
moments:
  - {id: delivery, recognise: {topic: delivery}, ai_may: reply}
  - {id: refund, recognise: {topic: refund}, ai_may: draft}
  - {id: complaint, recognise: {or_emotion: [angry], or_words: [ombudsman]}, ai_may: summarise, give_to: {queue: support, priority: urgent}}
)";

/// The head every policy needs; `rest` starts with its `at`.
inline std::string policy(const std::string& id, const std::string& rest, const std::string& mode = "enforce") {
  return "policy: P\nid: " + id + "\nversion: 1\nowner: o@example.com\nwhy: [house_rule]\nmode: " + mode + "\n" + rest;
}

/// Adds the documents that others refer to.
/// What label, offer_a_person and show_source place.
inline Folder& add_placed(Folder& folder) {
  for (const std::string id : {"ai-label", "offer-a-person", "source-line"})
    folder.add(id + ".yaml", "notice: N\nid: " + id + "\nversion: 1\ntexts: {en: {any: a line}}\n");
  return folder;
}

inline Folder& complete(Folder& folder) {
  return add_placed(folder).add("staffing.yaml", kSupport)
      .add("roles.yaml", kRoles)
      .add("topics.yaml", kTopics)
      .add("notice.yaml", kNotice)
      .add("journey.yaml", kJourney);
}

}  // namespace countersign::policy::testing
