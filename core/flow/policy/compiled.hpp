// The compiled form of a policy set: what the documents say, checked and typed, with no YAML left. Written by the
// readers at load, by one thread; afterwards immutable and read by decide(), the examples and the explanations from any
// thread.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "flow/policy/decision.hpp"
#include "flow/policy/facts.hpp"
#include "flow/policy/keep_rules.hpp"
#include "flow/policy/policy_set.hpp"
#include "flow/policy/shelf.hpp"
#include "flow/policy/staffing.hpp"

namespace countersign::policy {

using Names = std::vector<std::string>;  ///< empty: anything

struct Money {
  std::int64_t cents = 0;
  std::string currency;
  friend bool operator==(const Money&, const Money&) = default;
};

/// A length of time; business time counts only while the queue is staffed.
struct Span {
  std::chrono::seconds length{};
  bool business = false;
  friend bool operator==(const Span&, const Span&) = default;
};

/// What `applies_to`, a waiver's `for` and `recognise` say. Every member that is set must match.
struct Condition {
  std::optional<std::uint8_t> authors;  ///< bit per Author
  Names channel, language, brand, region, model, topic, finding;
  bool elsewhere_is_known = false;  ///< `region` counts only where the region is known: what loosens or grants
  std::uint8_t risk = 0, value = 0, emotion = 0;  ///< bit per Level; 0: any
  std::optional<Money> commitment_over;
  friend bool operator==(const Condition&, const Condition&) = default;
};

enum class Must : std::uint8_t {
  show_notice,
  label,
  offer_a_person,
  show_source,
  be_approved_by,
  be_answered_by,
  hide,
  remove,
  never_keep,
  not_contain,
  rest_on_a_source
};

/// One item of `must`.
struct Requirement {
  Must must = Must::label;
  std::string name;                                              ///< as written: "be_approved_by"
  std::string notice;                                            ///< show_notice
  bool on_start = true, on_question = false, on_return = false;  ///< show_notice: when
  std::optional<std::chrono::seconds> again_after;               ///< show_notice
  std::string role;                                              ///< be_approved_by
  int people = 0;                                                ///< be_approved_by
  Names kinds;                                                   ///< data or findings
  Mask mask = Mask::removed;                                     ///< hide, remove
  friend bool operator==(const Requirement&, const Requirement&) = default;
};

enum class IfNot : std::uint8_t { add_the_notice, change, hold_for_review, give_to_a_person, block };
[[nodiscard]] Verdict verdict_of(IfNot action);

struct Waiver {
  Condition covers;
  std::string until;  ///< "2027-01-31"
  Time ends{};        ///< the end of that day, UTC
  friend bool operator==(const Waiver&, const Waiver&) = default;
};

struct Example {
  Facts given;
  std::string text;    ///< for the detectors, "" if the facts say it all
  std::string expect;  ///< a word of "expectation"
  std::string file;
  int line = 0;
};

enum class Mode : std::uint8_t { enforce, watch, paused };

struct Policy {
  std::string id, title, owner;
  std::string pack;  ///< the pack document that it belongs to, or ""
  int version = 0;
  Names why;
  Mode mode = Mode::enforce;
  Border at = Border::reply;
  Condition applies_to;
  std::vector<Requirement> must;
  IfNot if_not = IfNot::hold_for_review;
  std::optional<Route> give_to;
  std::string say;
  std::map<std::string, Span> deadline;  ///< by kind of channel, "" any other
  int checked_percent = 0;               ///< check_afterwards; 0: none
  std::vector<Waiver> waivers;
  std::vector<Example> examples;
};

struct Moment {
  std::string id;
  bool recognised = false;  ///< has `recognise`; else it applies only where no other does
  bool has_all = false;
  Condition all;               ///< every one of these, if has_all ...
  Names or_topic, or_finding;  ///< ... or any one of these (or_emotion and or_words end here too)
  AiMay ai_may = AiMay::nothing;
  Level risk = Level::low, value = Level::low, emotion = Level::low;
  std::optional<Route> give_to;
  std::string say_first;
};

struct Notice {
  std::string id;
  int version = 0;
  std::map<std::string, std::map<std::string, std::string>> texts;  ///< language -> kind of channel ("any") -> text
};

struct Compiled {
  std::string digest;
  std::vector<Policy> policies;               ///< sorted by id
  std::array<std::array<Shelf, 5>, 4> index;  ///< border, author -> what is not paused
  std::string journey;                        ///< title; "" when there is none
  int journey_version = 0;
  std::vector<Moment> moments;  ///< sorted by id
  std::optional<Route> default_route;
  std::map<std::string, Notice, std::less<>> notices;
  std::vector<Role> roles;
  Queues staffing;
  std::vector<KnowledgeTerms> knowledge;
  DetectionTerms detection;
  std::map<std::string, Law, std::less<>> law;
  std::map<std::string, Pack, std::less<>> packs;
  std::vector<KeepRule> keep;  ///< of all packs, by their ids
  std::size_t rules = 0;
};

/// Sorts and indexes what the readers collected; to be called once, before the first decision.
void seal(Compiled& compiled);

/// The repository's law table, as YAML text.
[[nodiscard]] std::string_view law_text();

// --- matching (match.cpp)
// -------------------------------------------------------------------------------------------------
[[nodiscard]] bool matches(const Condition& condition, const Facts& facts);
[[nodiscard]] bool matches(const Moment& moment, const Facts& facts);
/// Whether a waiver holds at `now`: the one place that says so.
[[nodiscard]] bool in_force(const Waiver& waiver, Time now);
/// The waiver in force for these facts, or nullptr. The one function on every path; a waiver ends by itself.
[[nodiscard]] const Waiver* waived(const Policy& policy, const Facts& facts);

// --- one requirement (requirement.cpp)
// --------------------------------------------------------------------------------------
struct Asked {
  Verdict verdict = Verdict::send;
  Duties duties;
  bool met = true;
  std::string why;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> spans;
};
[[nodiscard]] Asked ask(const Requirement& requirement, const Policy& policy, const Facts& facts);
/// The union of two sets of duties, into `into`. Commutative, associative, never looser.
void unite(Duties& into, const Duties& more);

// --- one policy (decide.cpp)
// --------------------------------------------------------------------------------------------------
/// What one policy says about one text; examples and decide() share it.
struct Said {
  bool applies = false;
  Verdict verdict = Verdict::send;  ///< of its unmet requirements; `watch` included
  Duties duties;
  std::vector<RuleOutcome> outcomes;
};
[[nodiscard]] Said look(const Policy& policy, const Facts& facts);

}  // namespace countersign::policy
