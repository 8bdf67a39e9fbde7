// A Decision: the verdict on one text at one border, the duties that come with it, and why. Made by decide(), acted
// upon by the gate and the journey, recorded by audit. Values; any thread.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "flow/words.hpp"

namespace countersign::policy {

/// A place to send a conversation to.
struct Route {
  std::string queue;
  std::string priority;  ///< normal | urgent | page_someone; the higher wins
  friend bool operator==(const Route&, const Route&) = default;
};

/// How a class of data is kept from crossing.
enum class Mask : std::uint8_t { pseudonym, stars, removed };  // strictest last

/// The union of what the matching rules ask; every member can only grow stricter as rules are added.
struct Duties {
  bool ai_off = false;
  std::optional<Route> give_to;
  std::map<std::string, int> approvals;  ///< role -> distinct people
  std::map<std::string, std::chrono::seconds>
      deadline;  ///< channel kind ("" = any) -> how long a review may wait; earliest wins
  /// The same in staffed time, which is counted in the queue that gets the review: language may have chosen another one.
  std::map<std::string, std::chrono::seconds> staffed_deadline;
  std::set<std::string> notices;  ///< full notices to show with this text ("ai-notice")
  bool label = false;             ///< the short AI mark
  bool offer_a_person = false;
  bool show_source = false;
  int checked_percent = 0;  ///< of what AI then sends by itself, how much a person looks at afterwards
  std::map<std::string, Mask> mask;  ///< finding kind -> how; at prompt, ticket, reply
  std::set<std::string> never_keep;  ///< finding kinds taken out before anything is stored
  std::set<std::string> say;         ///< notices to send to the customer now (hand-over line, safety text)
};

/// What one rule said. Only rules that matched are kept; `looked` counts the rest.
struct RuleOutcome {
  std::string policy;  ///< id of the document
  int version = 0;
  std::string rule;                 ///< the requirement: "be_approved_by", "hide", a moment's id
  std::string mode;                 ///< enforce | watch | paused
  Verdict verdict = Verdict::send;  ///< what it asks (in watch mode: would have asked)
  bool met = false;                 ///< the requirement held: nothing was asked
  std::string why;                  ///< one plain sentence, no customer text
  std::vector<std::pair<std::uint32_t, std::uint32_t>> spans;  ///< of the findings that made it match
  std::vector<std::string> legal;                              ///< keys of the law table
  std::string waiver;                                          ///< "policy#n until DATE" when an exception let it pass
};

struct Decision {
  Verdict verdict = Verdict::hold;
  Duties duties;
  std::vector<RuleOutcome> rules;  ///< sorted by policy id, then rule
  int looked = 0;
  std::string moment;  ///< id of the deciding moment (arrival)
  AiMay ai_may = AiMay::nothing;
  std::string policy_digest;  ///< hex SHA-256 of the set in force
  std::string error;          ///< non-empty when something inside failed: the verdict is then hold
};

}  // namespace countersign::policy
