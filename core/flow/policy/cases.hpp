// Cases: conversations of many turns with a fixed clock, played against a whole set (`policy test`, and before every
// activation). One file a case, below DIR/cases. Reading and playing are pure but for the files; any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/yaml.hpp"
#include "flow/policy/examples.hpp"
#include "flow/policy/policy_set.hpp"

namespace countersign::policy {

/// One thing that is said, and what the set must do with it.
struct Turn {
  yaml::Place place;
  Border border = Border::arrival;
  Author written_by = Author::customer;
  std::string text;
  std::chrono::seconds after{};               ///< since the turn before
  int sources = 0;                            ///< articles the text rests on
  std::vector<std::string> findings, topics;  ///< besides what the detectors see
  std::string expect;                         ///< a word of "expectation"
  std::vector<std::string> because;  ///< policies, or names of the road such as a moment's, that must have asked for it
  std::vector<std::string> shows;    ///< notices that must stand with the text, or be said at once
  std::vector<std::string> hides;    ///< kinds of data that must not cross as they are
  std::string queue;                 ///< where it must go; "" not asked
  std::string ai_may;                ///< what AI may then do; "" not asked
};

struct Case {
  std::string title, file;
  std::string channel = "webchat", locale = "en", brand;
  Time at{};  ///< when it begins
  std::vector<Turn> turns;
};

/// Every *.yaml below `folder`, by name; a folder that is not there has none. `set` tells which names exist. Problems
/// are appended (numbers as for policies); a case with an error is left out.
[[nodiscard]] std::vector<Case> read_cases(const std::filesystem::path& folder, const PolicySet& set, Time now,
                                           std::vector<yaml::Problem>& problems);

/// What one turn got, beside what it should have got.
struct TurnResult {
  yaml::Place place;
  std::string got;                  ///< a word of "expectation"
  std::vector<std::string> faults;  ///< "expected send, got hold_for_review (promises: ...)"; empty: as expected
  Facts facts;                      ///< as they were judged
  Decision decision;
};

/// Plays one case: what was sent, shown and granted counts for the turns that follow, as on the road.
[[nodiscard]] std::vector<TurnResult> play(const Case& played, const PolicySet& set, const See& see);

}  // namespace countersign::policy
